import type {PolicyRows} from "../../policy/index.ts";
import type {SignalRobustness} from "../types.ts";
import {amongDraws, type Claim, claimOf, notRun, type PlaceboIdentity} from "./assemble.ts";
import {dayBlocks, minimumBlocks, tellingBlocks} from "./day-blocks.ts";
import {blockTimings, type TimingGrid, timingGrid, traderTimings, withinDayTimings} from "./policy-draws.ts";
import type {Placebo} from "./types.ts";

export interface PolicyPlaceboOptions {
  /** Rows on which the policy is judged. */
  readonly rows: PolicyRows;
  readonly robustness: SignalRobustness;
  /** Days of the past that the prediction may be made of. */
  readonly lookBack: number;
  /** Above this a p-value does not count. */
  readonly level: number;
  readonly draws: number;
  readonly seed: number;
}

const common = {of: "policy", unit: "currency"} as const;

const shift: PlaceboIdentity = {
  ...common,
  id: "policy.shift",
  title: "The same cuts, the calendar shifted",
  central: true,
  method: "Every circular shift of all multipliers against P&L, one shift for all traders.",
  wouldRefute: "Shifted calendars do as well as the true one: the policy does not know when to cut.",
};

const blocks: PlaceboIdentity = {
  ...common,
  id: "policy.blocks",
  title: "The same cuts, long stretches of days in another order",
  central: true,
  method: "",
  wouldRefute:
    "Other orders do as well, of stretches so long that no cut can meet the days that it was made of: the policy does not know when to cut.",
};

const withinDay: PlaceboIdentity = {
  ...common,
  id: "policy.within-day",
  title: "Each day’s cuts, dealt to any traders",
  central: false,
  method:
    "Each day's multipliers are dealt anew among the traders with a row that day; timing; p counts draws that did at least as well",
  wouldRefute:
    "Other traders would have done as well: the policy does not know whom to cut on a day. When to cut is not in question here.",
};

const traders: PlaceboIdentity = {
  ...common,
  id: "policy.traders",
  title: "Each trader’s cuts, given to another trader",
  central: false,
  method:
    "Each trader's multipliers are given to another trader, those never cut among them; timing; p counts draws that did at least as well",
  wouldRefute:
    "Another trader’s cuts do as well: they do not fit the trader they were made for. Days that are bad for all are not in question here.",
};

/** Placebos of a policy's timing: cuts moved to other days, and to other traders. */
export function policyPlacebos(options: PolicyPlaceboOptions): Placebo[] {
  const {rows, robustness} = options;
  const all = [shift, blocks, withinDay, traders];
  if (rows.net.length === 0) return all.map((one) => notRun(one, "There is no day on which a policy could be judged."));
  const grid = timingGrid(rows);
  const idle =
    robustness.shift === null && (robustness.notes.at(-1) ?? null) !== null
      ? robustness.notes.at(-1)!.replace(/^No placebo: (.)/, (_, first: string) => first.toUpperCase())
      : null;
  if (idle !== null) return all.map((one) => notRun(one, idle));
  const claim = claimOf(robustness.bootstrap?.total.timing ?? null);
  return [
    shifted(robustness, claim, options),
    inBlocks(grid, claim, options),
    withinDays(grid, claim, options),
    betweenTraders(grid, claim, options),
  ];
}

function shifted({shift: found}: SignalRobustness, claim: Claim, {level}: PolicyPlaceboOptions): Placebo {
  const {observed, shifted: timings, method} = found!;
  return amongDraws(
    {...shift, method: method.replace(/;[^;]*$/, "; timing; p counts shifts that did at least as well")},
    observed,
    drawnFrom(timings),
    {
      ...judged(claim, level),
      words: {
        standsOut: "The true calendar stands out from shifted ones.",
        doesNot: "Shifted calendars often do as well.",
      },
    },
  );
}

const drawnFrom = (values: readonly number[]) => ({drawn: Float64Array.from(values), exact: true});
const judged = (claim: Claim, level: number) => ({claim, level, tail: claim === "below" ? "below" : "above"}) as const;

function inBlocks(grid: TimingGrid, claim: Claim, {lookBack, level, draws, seed}: PolicyPlaceboOptions): Placebo {
  const found = dayBlocks(grid.days, lookBack);
  const what = `Blocks longer than the ${lookBack} days that predictions look back on`;
  if (found === null)
    return notRun(
      {...blocks, method: `${what}, in other orders.`},
      `${grid.days} days hold fewer than ${minimumBlocks} blocks of more than ${lookBack} days, the past that predictions look back on.`,
    );
  const method = `${what}: ${found.blocks} blocks of ${found.length} days, all traders' multipliers together, in other orders; timing; p counts orders that did at least as well`;
  return amongDraws(
    {...blocks, method, central: found.blocks >= tellingBlocks},
    grid.observed,
    blockTimings(grid, found, {draws, seed}),
    {
      ...judged(claim, level),
      scale: scaleOf(grid),
      words: {
        standsOut: "The true order stands out.",
        doesNot: "Other orders often do as well.",
      },
    },
  );
}

function withinDays(grid: TimingGrid, claim: Claim, {level, draws, seed}: PolicyPlaceboOptions): Placebo {
  if (grid.traders < 2) return notRun(withinDay, "There is one trader: nobody else to deal the cuts to.");
  return amongDraws(withinDay, grid.observed, withinDayTimings(grid, {draws, seed}), {
    ...judged(claim, level),
    scale: scaleOf(grid),
    words: {
      standsOut: "The traders who were cut were the right ones.",
      doesNot: "Other traders of the same day would often have done as well: what timing there is lies in the days.",
    },
  });
}

function betweenTraders(grid: TimingGrid, claim: Claim, {level, draws, seed}: PolicyPlaceboOptions): Placebo {
  if (grid.traders < 4)
    return notRun(
      traders,
      `Of ${grid.traders} ${grid.traders === 1 ? "trader" : "traders"} there are too few orders for a p-value of .05; it needs 4.`,
    );
  return amongDraws(traders, grid.observed, traderTimings(grid, {draws, seed}), {
    ...judged(claim, level),
    scale: scaleOf(grid),
    words: {
      standsOut: "Cuts made for one trader do not do as well for another.",
      doesNot: "Cuts made for one trader often do as well for another: what timing there is lies in the days.",
    },
  });
}

/** What rounding is measured against: a timing may itself be nearly zero. */
function scaleOf({multiplier, net}: TimingGrid): number {
  const norm = (values: Float64Array) => Math.sqrt(values.reduce((sum, v) => sum + v * v, 0));
  return norm(multiplier) * norm(net);
}
