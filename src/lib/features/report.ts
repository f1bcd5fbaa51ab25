import type {Desk} from "../ingest/desk.ts";
import {int32, text} from "../numeric/index.ts";
import {type Availability, card} from "./available.ts";
import type {FeatureCard, FeatureReport} from "./feature.ts";

/** Values beyond this are called huge: no feature of this folder has a unit in which that is sensible. */
const HUGE = 1e6;

/**
 * What there is to say about a panel's features: see `FeatureReport`. Infinities are set to missing in `columns`, in place:
 * no learner takes them.
 */
export function featureReport(
  desk: Desk,
  {used, unavailable}: Availability,
  columns: readonly Float64Array[],
): FeatureReport {
  const missing: Record<string, number> = {};
  const constant: string[] = [];
  const empty: string[] = [];
  const infinite: {name: string; count: number; first: string}[] = [];
  const huge: {name: string; largest: number; at: string}[] = [];
  used.forEach(({name}, k) => {
    const column = columns[k];
    let range = rangeOf(column);
    if (range.low === Number.NEGATIVE_INFINITY || range.high === Number.POSITIVE_INFINITY) {
      infinite.push({name, ...dropInfinite(desk, column)});
      range = rangeOf(column);
    }
    const {absent, low, high} = range;
    missing[name] = column.length === 0 ? 1 : absent / column.length;
    if (absent === column.length) {
      empty.push(name);
      return;
    }
    if (low === high) constant.push(name);
    const largest = high >= -low ? high : low;
    if (Math.abs(largest) > HUGE) huge.push({name, largest, at: place(desk, column.indexOf(largest))});
  });
  return {used: used.map(card), unavailable, missing, constant, empty, infinite, huge, remarks: remarks(desk, used)};
}

/** Smallest and largest value, and how many are missing. No value: low above high. */
function rangeOf(column: Float64Array): {absent: number; low: number; high: number} {
  let absent = 0;
  let low = Number.MAX_VALUE;
  let high = -Number.MAX_VALUE;
  for (let r = 0; r < column.length; r++) {
    const x = column[r];
    if (x < low) low = x;
    if (x > high) high = x;
    if (Number.isNaN(x)) absent++;
  }
  return {absent, low, high};
}

function dropInfinite(desk: Desk, column: Float64Array): {count: number; first: string} {
  let count = 0;
  let first = -1;
  for (let r = 0; r < column.length; r++) {
    if (Math.abs(column[r]) !== Number.POSITIVE_INFINITY) continue;
    if (count++ === 0) first = r;
    column[r] = Number.NaN;
  }
  return {count, first: place(desk, first)};
}

/** What is odd about the desk as a source of features. */
export function remarks({accounts, days, daily, market}: Desk, used: readonly FeatureCard[]): string[] {
  const list: string[] = [];
  if (daily.rows === 0) list.push("The desk has no rows: no feature has a value.");
  if (accounts.length === 1)
    list.push("There is one trader: ranks and dispersion have no value, and the desk's mean is the trader's own.");
  const long = used.filter((f) => f.lookBack > days.length).length;
  if (long > 0)
    list.push(
      `The desk has ${days.length} day${days.length === 1 ? "" : "s"}: ${long} of ${used.length} features would look back further than that.`,
    );
  if (market === null) list.push("There is no market data: features of the market are not built.");
  else if (int32(market, "day").every((day) => day < 0)) {
    const dates = [...text(market, "date")].sort();
    list.push(
      `The market data (${dates[0]} to ${dates[dates.length - 1]}) have no bar on any of the desk's days (${days[0]} to ${days[days.length - 1]}): features of the market are not built.`,
    );
  } else {
    const covered = new Set(int32(market, "day").filter((day) => day >= 0)).size;
    if (covered < 0.9 * days.length)
      list.push(
        `The market data have bars on ${covered} of the desk's ${days.length} days: features of the market are missing or old on the others.`,
      );
  }
  return list;
}

function place({accounts, days, daily}: Desk, row: number): string {
  return `${accounts[int32(daily, "trader")[row]]} on ${days[int32(daily, "day")[row]]}`;
}
