import type {Desk} from "../ingest/desk.ts";
import {float64, int32} from "../numeric/index.ts";
import {pastRank} from "./desk-series.ts";
import type {DateFacts, DeskPast, Feature, Past} from "./feature.ts";

/** What windows are cut from. Arrays are one value a desk day, but for `scale`: one a row of daily. */
export interface PanelSources {
  readonly desk: Desk;
  readonly scale: Float64Array;
  readonly dates: readonly DateFacts[];
  readonly whole: DeskPast;
  readonly market: Float64Array;
}

/** A feature and the column it fills, one value a row of daily. */
export interface Filled {
  readonly feature: Feature;
  readonly out: Float64Array;
}

type Mutable<T> = {-readonly [K in keyof T]: T[K]};

/** Whether a feature can only depend on the day: it reads nothing of a trader, and is given nothing of one. */
export function isOfDay({reads, family}: Feature): boolean {
  return family !== "desk" && reads.every((column) => column.startsWith("market."));
}

/**
 * Computes features of one look-back on every row. The windows are views on the desk's columns that end before the row
 * and are made once for all of the features: at 500,000 rows, copies would cost more than the features.
 */
export function fillByRow(sources: PanelSources, lookBack: number, group: readonly Filled[]): void {
  const {desk, scale} = sources;
  const trader = int32(desk.daily, "trader");
  const day = int32(desk.daily, "day");
  const reads = [...new Set(group.flatMap(({feature}) => feature.reads))].filter((c) => !c.startsWith("market."));
  const columns = reads.map((name) => float64(desk.daily, name));
  const setDay = dayWindows(sources, lookBack);
  let rank: Float64Array | null = null;
  let row = 0;
  const own: Record<string, Float64Array> = {};
  const past = {
    own,
    get rank() {
      rank ??= pastRank(desk.daily, desk.days.length, lookBack); // few features ask for it
      return rank[row];
    },
  } as Mutable<Past>; // every other field is set anew for each row
  let first = 0;
  for (row = 0; row < day.length; row++) {
    if (trader[row] !== trader[first]) first = row;
    const from = Math.max(first, row - lookBack);
    for (let c = 0; c < reads.length; c++) own[reads[c]] = columns[c].subarray(from, row);
    past.ownDays = day.subarray(from, row);
    past.scale = scale[row];
    setDay(past, day[row]);
    for (const {feature, out} of group) out[row] = finite(feature, past, desk, trader[row]);
  }
}

/** Computes features of one look-back that depend on the day only, once a day. */
export function fillByDay(sources: PanelSources, lookBack: number, group: readonly Filled[]): void {
  const {desk} = sources;
  const day = int32(desk.daily, "day");
  const setDay = dayWindows(sources, lookBack);
  const past = {own: {}, ownDays: new Int32Array(0), scale: Number.NaN, rank: Number.NaN} as Mutable<Past>;
  const values = group.map(() => new Float64Array(desk.days.length));
  for (let t = 0; t < desk.days.length; t++) {
    setDay(past, t);
    group.forEach(({feature}, k) => {
      values[k][t] = finite(feature, past, desk, null);
    });
  }
  group.forEach(({out}, k) => {
    for (let r = 0; r < day.length; r++) out[r] = values[k][day[r]];
  });
}

/** Sets what depends on the day decided on. The windows of each day are made once. */
function dayWindows({desk, dates, whole, market}: PanelSources, lookBack: number) {
  const before = (series: Float64Array) =>
    desk.days.map((_, t) => {
      const end = Math.min(t, series.length);
      return series.subarray(Math.max(0, end - lookBack), end);
    });
  const mean = before(whole.mean);
  const winners = before(whole.winners);
  const deskPasts = desk.days.map((_, t): DeskPast => ({mean: mean[t], winners: winners[t]}));
  const marketReturns = before(market);
  return (past: Mutable<Past>, t: number) => {
    past.desk = deskPasts[t];
    past.marketReturn = marketReturns[t];
    past.day = t;
    past.date = dates[t];
  };
}

/** The feature's value. No negative zero: 0 has one representation in every artifact. */
function finite(feature: Feature, past: Past, {accounts, days}: Desk, trader: number | null): number {
  const value = feature.compute(past);
  if (value === Number.POSITIVE_INFINITY || value === Number.NEGATIVE_INFINITY)
    throw new RangeError(
      `feature "${feature.name}" is ${value}${trader === null ? "" : ` for ${accounts[trader]}`} on ${days[past.day]}; ` +
        "it must be finite, or NaN where it has no value",
    );
  return value + 0;
}
