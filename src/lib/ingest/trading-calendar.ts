import {fromIso, isoDate, weekday} from "./calendar.ts";
import type {CheckedFile} from "./contract.ts";
import {type DayEnds, type HalfDay, halfDays} from "./half-days.ts";

/** On which days the desk's exchange was open, as far as the files tell. */
export interface TradingCalendar {
  /** "market": from bars that cover the desk's time; "desk": days of the week on which this desk trades. */
  readonly basis: "market" | "desk";
  /** Why, as a sentence. */
  readonly why: string;
  /** Days from the desk's first to its last on which the market has a bar; null: no market data. */
  readonly marketDays: number | null;
  /** The desk's own days among them. */
  readonly marketDaysOfDesk: number | null;
  /** Usual days of the week on which nobody has a row, and no bar says that the market was open: a holiday, or missing. */
  readonly nobody: readonly string[];
  /** Days on which the market has a bar and nobody on the desk has a row. */
  readonly openWithoutRows: readonly string[];
  /** Days of the desk on which, by `basis`, the exchange was closed: who has no row then is not missing. */
  readonly closed: readonly string[];
  readonly halfDays: readonly HalfDay[];
  /**
   * Trader-days without a usable row of which a row was set aside, one an index: `trader` of `accounts`, `day` of `days`.
   * Only rows whose trader and date can be read.
   */
  readonly aside: {readonly trader: readonly number[]; readonly day: readonly number[]};
}

/** Bars on fewer of the desk's days than this do not say when its exchange was open. */
const COVERS = 0.5;
/** A Saturday or Sunday is a usual day where the desk trades on this share of them. */
const USUAL = 0.5;

/**
 * The calendar of a desk. No list of holidays is kept: a weekday without any row and any bar may be a holiday or missing, and is
 * listed as that.
 * @param days the desk's trading days, ascending.
 * @param aside trader-days that have rows set aside, and none that is used.
 * @param fillEnds the last fill of each day, where not all fills are among the files.
 */
export function tradingCalendar(
  days: readonly string[],
  files: readonly CheckedFile[],
  aside: TradingCalendar["aside"] = {trader: [], day: []},
  fillEnds?: DayEnds,
): TradingCalendar {
  const bars = files.find((file) => file.spec.kind === "market");
  const [first, last] = [days[0], days[days.length - 1]];
  const own = new Set(days);
  const market = new Set(bars?.rows.map((row) => row.date).filter((date) => date >= first && date <= last));
  const shared = days.filter((date) => market.has(date)).length;
  const covers = bars !== undefined && shared >= COVERS * days.length;
  const usual = usualWeekdays(days);
  const open = [...market].filter((date) => !own.has(date)).sort();
  return {
    basis: covers ? "market" : "desk",
    why: reason(bars !== undefined, covers, shared, days.length),
    marketDays: bars === undefined ? null : market.size,
    marketDaysOfDesk: bars === undefined ? null : shared,
    nobody: datesBetween(days).filter((date) => usual.has(weekday(date)) && !market.has(date)),
    openWithoutRows: open,
    closed: days.filter((date) => (covers ? !market.has(date) : !usual.has(weekday(date)))),
    halfDays: halfDays(days, files, fillEnds),
    aside,
  };
}

function reason(given: boolean, covers: boolean, shared: number, days: number): string {
  if (!given)
    return "There are no market data: the exchange counts as open on the days of the week on which this desk trades.";
  if (covers)
    return `The market data have bars on ${shared} of the desk's ${days} days: the exchange was open on days with a bar.`;
  return `The market data have bars on ${shared} of the desk's ${days} days, too few to say when its exchange was open: the days of the week on which this desk trades count.`;
}

/** Monday (1) to Friday, and Saturday or Sunday where the desk trades on half of them or more. */
function usualWeekdays(days: readonly string[]): Set<number> {
  const usual = new Set([1, 2, 3, 4, 5]);
  const weeks = Math.max(1, Math.round((fromIso(days[days.length - 1]) - fromIso(days[0])) / 7));
  for (const day of [6, 7])
    if (days.filter((date) => weekday(date) === day).length >= Math.max(2, USUAL * weeks)) usual.add(day);
  return usual;
}

/** Calendar days without any row from which on a stretch is named as one (quality-times.ts), not day by day. */
export const APART = 60;

/** Dates between the desk's days, but for stretches of `APART` days and more. */
function datesBetween(days: readonly string[]): string[] {
  const numbers = days.map(fromIso);
  return numbers.slice(1).flatMap((next, k) => {
    const length = next - numbers[k] - 1;
    return length + 1 >= APART ? [] : Array.from({length}, (_, d) => isoDate(numbers[k] + 1 + d));
  });
}
