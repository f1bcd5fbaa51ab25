import {checkPolicyRows, orderByTrader, type PolicyRows} from "./panel.ts";
import {cvar, drawdown} from "./risk.ts";
import type {Impact} from "./types.ts";

/** The desk's accounting and one a trader, in the order of `accounts`. */
export interface PolicyImpact {
  readonly total: Impact;
  readonly traders: readonly (Impact & {readonly trader: number})[];
}

/**
 * P&L of a policy against the P&L that happened, under replay: P&L scales with exposure, nobody reacts, the market does
 * not notice (METHODS.md section 2). Accounting, not inference.
 *
 * delta = Σ (m − 1)·Y = de-risking + timing, with de-risking = Σᵢ (m̄ᵢ − 1)·Σₜ Y and timing = Σ (m − m̄ᵢ)·Y, where m̄ᵢ is
 * the trader's mean multiplier over these rows. The total's parts are the sums of the traders' parts.
 * @param rows any order; the result does not depend on it, to the bit.
 * @param traders number of accounts; one without rows has zeros and a mean multiplier of 1.
 * @throws RangeError for two rows of one trader and day, P&L that is not finite, a negative multiplier.
 */
export function impactOf(rows: PolicyRows, traders: number): PolicyImpact {
  checkPolicyRows(rows);
  const {order, traders: present, start} = orderByTrader(rows);
  const last = present.length === 0 ? -1 : present[present.length - 1];
  if (!(traders > last)) throw new RangeError(`invalid traders; rows name trader ${last}, there are ${traders}`);
  const parts = new Map<number, Impact>();
  for (let k = 0; k < present.length; k++)
    parts.set(present[k], impactOfTrader(rows, order.subarray(start[k], start[k + 1])));
  const each = Array.from({length: traders}, (_, trader) => ({...(parts.get(trader) ?? nothing), trader}));
  return {total: totalOf(rows, order, each), traders: each};
}

const nothing: Impact = {
  rows: 0,
  days: 0,
  changed: 0,
  meanMultiplier: 1,
  actual: 0,
  policy: 0,
  delta: 0,
  derisking: 0,
  timing: 0,
  drawdownActual: 0,
  drawdownPolicy: 0,
  cvarActual: 0,
  cvarPolicy: 0,
  successRate: null,
  turnover: 0,
};

/** @param mine one trader's rows, in time order. */
function impactOfTrader({net, multiplier}: PolicyRows, mine: Uint32Array): Impact {
  const n = mine.length;
  const actual = Float64Array.from(mine, (i) => net[i]);
  const policy = Float64Array.from(mine, (i) => multiplier[i] * net[i]);
  let exposure = 0;
  let turnover = 0;
  for (let t = 0; t < n; t++) {
    exposure += multiplier[mine[t]];
    if (t > 0) turnover += Math.abs(multiplier[mine[t]] - multiplier[mine[t - 1]]);
  }
  const meanMultiplier = exposure / n;
  let delta = 0;
  let timing = 0;
  let changed = 0;
  let decided = 0;
  let helped = 0;
  for (const i of mine) {
    const change = (multiplier[i] - 1) * net[i];
    delta += change;
    timing += (multiplier[i] - meanMultiplier) * net[i];
    if (multiplier[i] !== 1) changed++;
    if (change !== 0) decided++;
    if (change > 0) helped++;
  }
  const sum = total(actual);
  return {
    rows: n,
    days: n,
    changed,
    meanMultiplier,
    actual: sum,
    policy: total(policy),
    delta,
    derisking: (meanMultiplier - 1) * sum,
    timing,
    drawdownActual: drawdown(actual),
    drawdownPolicy: drawdown(policy),
    cvarActual: cvar(actual),
    cvarPolicy: cvar(policy),
    successRate: decided === 0 ? null : helped / decided,
    turnover,
  };
}

function totalOf({day, net, multiplier}: PolicyRows, order: Uint32Array, each: readonly Impact[]): Impact {
  const sum = (of: (part: Impact) => number) => each.reduce((s, part) => s + of(part), 0);
  const days = Int32Array.from(new Set(day)).sort();
  const at = new Map(Array.from(days, (d, t) => [d, t]));
  const actual = new Float64Array(days.length);
  const policy = new Float64Array(days.length);
  let decided = 0;
  let helped = 0;
  for (const i of order) {
    const t = at.get(day[i])!;
    actual[t] += net[i];
    policy[t] += multiplier[i] * net[i];
    const change = (multiplier[i] - 1) * net[i];
    if (change !== 0) decided++;
    if (change > 0) helped++;
  }
  return {
    rows: order.length,
    days: days.length,
    changed: sum((p) => p.changed),
    meanMultiplier: order.length === 0 ? 1 : sum((p) => p.rows * p.meanMultiplier) / order.length,
    actual: sum((p) => p.actual),
    policy: sum((p) => p.policy),
    delta: sum((p) => p.delta),
    derisking: sum((p) => p.derisking),
    timing: sum((p) => p.timing),
    drawdownActual: drawdown(actual),
    drawdownPolicy: drawdown(policy),
    cvarActual: cvar(actual),
    cvarPolicy: cvar(policy),
    successRate: decided === 0 ? null : helped / decided,
    turnover: sum((p) => p.turnover),
  };
}

function total(values: Float64Array): number {
  let sum = 0;
  for (const v of values) sum += v;
  return sum;
}
