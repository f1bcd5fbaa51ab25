import type {TraderDay} from "./types.ts";

/** A day of an account as a summary on file has it. NaN: not said. */
export interface SummaryDay {
  readonly account: string;
  readonly date: string;
  readonly net: number;
  readonly gross: number;
  readonly fees: number;
}

/** Why a summary and the fills of a day differ, as far as the numbers themselves say it. */
export const REASONS = {
  "no fills": "The summary has P&L for the day, and no fill is on file.",
  "no summary": "There are fills, and the summary has no row for the day.",
  "summary before fees": "The summary's net is what the fills give before fees.",
  "fees missing from the fills": "Less the fees that the summary states, the fills give its net.",
  "realised only": "The summary counts what was realised; positions held overnight are marked here.",
  "other method": "With the other method of matching lots the fills give the summary's net.",
  "day boundary": "The difference is made good on the day before or after: fills were counted on another day.",
  unknown: "Nothing here explains it: fills may be missing, or positions may have been open before the first.",
} as const;
export type Reason = keyof typeof REASONS;

export interface Difference {
  readonly account: string;
  readonly date: string;
  /** null: there is no such row. */
  readonly summary: number | null;
  readonly fills: number | null;
  /** fills − summary, either 0 where it is absent. */
  readonly difference: number;
  readonly reason: Reason;
}

/** Days of accounts that have both fills and a daily summary, beside each other. */
export interface Reconciliation {
  /** In the study's currency, a trader and day. */
  readonly tolerance: number;
  readonly accounts: number;
  /** Days that either of the two has, within the time that the fills cover. */
  readonly days: number;
  readonly agreeing: number;
  /** Σ of net over these days, of either. */
  readonly totals: {readonly summary: number; readonly fills: number};
  readonly reasons: readonly {
    readonly reason: Reason;
    readonly words: string;
    readonly days: number;
    readonly sum: number;
  }[];
  /** The largest first; at most `MOST_LISTED`. */
  readonly differences: readonly Difference[];
  readonly notes: readonly string[];
}

export const MOST_LISTED = 1000;

/**
 * Compares what fills give with a summary of the same accounts, day by day.
 * @param computed from fills, an account a trader; `other` the same with the other method, where it was computed.
 * @param tolerance what counts as rounding.
 */
export function reconcile(
  summary: readonly SummaryDay[],
  computed: readonly TraderDay[],
  {tolerance, other = []}: {readonly tolerance: number; readonly other?: readonly TraderDay[]},
): Reconciliation {
  const key = (account: string, date: string) => `${account}\u0000${date}`;
  const fills = new Map(computed.map((day) => [key(day.trader, day.date), day]));
  const second = new Map(other.map((day) => [key(day.trader, day.date), day]));
  const given = new Map(summary.map((day) => [key(day.account, day.date), day]));
  const traded = computed.filter((day) => day.fills > 0).map((day) => day.date);
  const [first, last] = [[...traded].sort()[0] ?? "", [...traded].sort().at(-1) ?? ""];
  const both = new Set(
    computed.map((day) => day.trader).filter((account) => summary.some((day) => day.account === account)),
  );
  const keys = [...new Set([...given.keys(), ...fills.keys()])].sort().filter((each) => {
    const [account, date] = each.split("\u0000");
    return both.has(account) && date >= first && date <= last;
  });
  const difference = (each: string) => (fills.get(each)?.net ?? 0) - (given.get(each)?.net ?? 0);
  const near = (a: number, b: number) => Math.abs(a - b) <= tolerance + 1e-9;
  const reasonOf = (each: string, at: number): Reason => {
    const [ours, theirs] = [fills.get(each), given.get(each)];
    const beside = [keys[at - 1], keys[at + 1]].filter((next) => next?.split("\u0000")[0] === each.split("\u0000")[0]);
    if (beside.some((next) => Math.abs(difference(next)) > tolerance && near(difference(each) + difference(next), 0)))
      return "day boundary";
    if (ours === undefined) return "no fills";
    if (theirs === undefined) return "no summary";
    if (ours.fees !== 0 && near(theirs.net, ours.gross)) return "summary before fees";
    if (theirs.fees > ours.fees && near(theirs.net, ours.gross - theirs.fees)) return "fees missing from the fills";
    if (ours.unrealised !== 0 && near(theirs.net, ours.realised - ours.fees)) return "realised only";
    const alternative = second.get(each);
    if (alternative !== undefined && near(theirs.net, alternative.net)) return "other method";
    return "unknown";
  };
  const differences = keys.flatMap((each, at): Difference[] => {
    const [account, date] = each.split("\u0000");
    const size = difference(each);
    const absent = fills.get(each) === undefined || given.get(each) === undefined;
    if (near(size, 0) && !(absent && fills.get(each)?.fills)) return [];
    const [ours, theirs] = [fills.get(each)?.net ?? null, given.get(each)?.net ?? null];
    return [{account, date, summary: theirs, fills: ours, difference: size + 0, reason: reasonOf(each, at)}];
  });
  const total = (of: Map<string, {net: number}>) => keys.reduce((sum, each) => sum + (of.get(each)?.net ?? 0), 0);
  return {
    tolerance,
    accounts: both.size,
    days: keys.length,
    agreeing: keys.length - differences.length,
    totals: {summary: total(given), fills: total(fills)},
    reasons: (Object.keys(REASONS) as Reason[]).flatMap((reason) => {
      const own = differences.filter((each) => each.reason === reason);
      const sum = own.reduce((total, each) => total + each.difference, 0);
      return own.length === 0 ? [] : [{reason, words: REASONS[reason], days: own.length, sum}];
    }),
    differences: [...differences]
      .sort(
        (a, b) =>
          Math.abs(b.difference) - Math.abs(a.difference) || (key(a.account, a.date) < key(b.account, b.date) ? -1 : 1),
      )
      .slice(0, MOST_LISTED),
    notes:
      differences.length > MOST_LISTED
        ? [`${differences.length} days differ; the ${MOST_LISTED} largest differences are listed`]
        : [],
  };
}
