import type {DesignContext} from "../../src/lib/causal/index.ts";
import {type Column, int32, stream, type Table, table} from "../../src/lib/numeric/index.ts";
import {quickLinear, quickLogistic} from "./quick-learners.ts";

/** A context around tables, with quick learners and nothing known of the truth. */
export function contextOf(panel: Table, interventions: Table | null, more: Partial<DesignContext> = {}): DesignContext {
  const traders = int32(panel, "trader").reduce((most, t) => Math.max(most, t + 1), 0);
  return {
    panel,
    interventions,
    days: int32(panel, "day").reduce((most, t) => Math.max(most, t + 1), 0),
    accounts: Array.from({length: traders}, (_, i) => `T${i}`),
    currency: "USD",
    learners: {outcome: quickLinear, treatment: quickLinear, propensity: quickLogistic},
    seed: 1,
    level: 0.95,
    rule: null,
    truth: null,
    ...more,
  };
}

/** Interventions where `multiplier` is not NaN. */
export function interventionsOf(panel: Table, multiplier: Float64Array, more: Record<string, Column> = {}): Table {
  const at = Array.from(multiplier.keys()).filter((i) => !Number.isNaN(multiplier[i]));
  const [trader, day] = [int32(panel, "trader"), int32(panel, "day")];
  return table({
    trader: Int32Array.from(at, (i) => trader[i]),
    day: Int32Array.from(at, (i) => day[i]),
    multiplier: Float64Array.from(at, (i) => multiplier[i]),
    ...Object.fromEntries(
      Object.entries(more).map(([name, column]) => [name, Float64Array.from(at, (i) => column[i] as number)]),
    ),
  });
}

export interface RuledDeskOptions {
  readonly traders: number;
  readonly days: number;
  readonly seed: number;
  /** Effect of a limit on a trader's day. */
  readonly effect: (trader: number) => number;
  /** First day on which a trader can be limited; −1: never. Default 0 for all. */
  readonly from?: (trader: number) => number;
}

/**
 * A desk with a rule: a score x1 known before the day recommends a limit above 0 (60 % are obeyed, 15 % of the others get one all
 * the same). x1 also moves P&L, so that comparing means is wrong; a shock that traders share moves each day.
 */
export function ruledDesk({traders, days, seed, effect, from = () => 0}: RuledDeskOptions) {
  const random = stream(seed, "ruled desk");
  const n = traders * days;
  const trader = Int32Array.from({length: n}, (_, i) => Math.floor(i / days));
  const day = Int32Array.from({length: n}, (_, i) => i % days);
  const shock = Float64Array.from({length: days}, () => random.normal());
  const x1 = Float64Array.from({length: n}, () => random.normal());
  const x2 = Float64Array.from({length: n}, () => random.normal());
  const chance = x1.map((x, i) => {
    const start = from(trader[i]);
    return start < 0 || day[i] < start ? 0 : x >= 0 ? 0.6 : 0.15;
  });
  const multiplier = new Float64Array(n).fill(Number.NaN);
  const effects = Float64Array.from(trader, effect);
  const net = Float64Array.from({length: n}, (_, i) => {
    const start = from(trader[i]);
    const limited = random.uniform() < chance[i] || (start > 0 && day[i] === start);
    if (limited) multiplier[i] = 0.5;
    return -12 * x1[i] + 4 * x2[i] + 15 * random.normal() + 4 * shock[day[i]] + (limited ? effects[i] : 0);
  });
  const panel = table({trader, day, net, x1, x2});
  return {
    panel,
    interventions: interventionsOf(panel, multiplier),
    scores: table({trader, day, value: x1}),
    truth: {effect: effects, propensity: chance},
    limited: multiplier.map((m) => (Number.isNaN(m) ? 0 : 1)),
  };
}

/** Every number anywhere in plain data. */
export function numbersIn(value: unknown): number[] {
  if (typeof value === "number") return [value];
  if (value === null || typeof value !== "object") return [];
  return Object.values(value).flatMap(numbersIn);
}
