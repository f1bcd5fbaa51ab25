import type {DateFacts, DeskPast, Feature, Past} from "./feature.ts";
import {barsUpTo} from "./market-series.ts";
import {type DaySources, isOfDay, ownColumns, type RowSources} from "./sources.ts";

type Mutable<T> = {-readonly [K in keyof T]: T[K]};

const nothing = new Float64Array(0);

/**
 * One Float64Array a feature, one value a row, in the order of the features.
 * @param makeColumn where the values go; default: plain memory.
 */
export function fillColumns(
  rows: RowSources,
  days: DaySources,
  features: readonly Feature[],
  makeColumn = (length: number): Float64Array => new Float64Array(length),
): Float64Array[] {
  const out = features.map(() => makeColumn(rows.day.length));
  for (const lookBack of new Set(features.map((f) => f.lookBack)))
    for (const ofDay of [true, false]) {
      const group = features.flatMap((feature, k) =>
        feature.lookBack === lookBack && isOfDay(feature) === ofDay ? [{feature, out: out[k]}] : [],
      );
      if (group.length > 0) (ofDay ? fillByDay : fillByRow)(rows, days, lookBack, group);
    }
  return out;
}

interface Filled {
  readonly feature: Feature;
  readonly out: Float64Array;
}

/**
 * Features of one look-back on every row, in the order of time of each trader.
 *
 * The windows are not cut from the desk's columns. Each trader's rows are written into the arrays that the features see one
 * by one, a row only after its own features were computed, and erased when the look-back has passed: there is nothing of
 * the future in them, and nothing older than declared. (It is also the fastest way: no view is made a row.)
 */
function fillByRow(rows: RowSources, days: DaySources, lookBack: number, group: readonly Filled[]): void {
  const {trader, day, scale} = rows;
  const names = ownColumns(group.map((f) => f.feature));
  const columns = names.map((name) => rows.columns[name]);
  const size = longestCareer(trader);
  const seen = names.map(() => new Float64Array(size).fill(Number.NaN));
  const ownDays = new Int32Array(size).fill(-1);
  const rank = group.some(({feature}) => feature.reads.includes("desk.rank")) ? rows.ranks.get(lookBack)! : null;
  const setDay = dayWindows(days, lookBack, group);
  const own = Object.fromEntries(names.map((name, c) => [name, seen[c]]));
  const past = {own, ownDays, from: 0, to: 0, rank: Number.NaN} as unknown as Mutable<Past>;
  const computes = group.map(({feature}) => feature.compute);
  const outs = group.map(({out}) => out);
  let to = 0;
  for (let row = 0; row < day.length; row++) {
    if (row > 0 && trader[row] !== trader[row - 1]) {
      for (const column of seen) column.fill(Number.NaN, 0, to);
      ownDays.fill(-1, 0, to);
      to = 0;
    }
    past.from = to > lookBack ? to - lookBack : 0;
    past.to = to;
    past.scale = scale[row];
    if (rank !== null) past.rank = rank[row];
    setDay(past, day[row]);
    for (let k = 0; k < computes.length; k++) outs[k][row] = computes[k](past) + 0; // no negative zero: one 0 in every artifact
    for (let c = 0; c < seen.length; c++) seen[c][to] = columns[c][row];
    ownDays[to] = day[row];
    to++;
    if (to > lookBack) {
      for (let c = 0; c < seen.length; c++) seen[c][to - lookBack - 1] = Number.NaN;
      ownDays[to - lookBack - 1] = -1;
    }
  }
}

/** Features of one look-back that depend on the day only, once a day. */
function fillByDay(rows: RowSources, days: DaySources, lookBack: number, group: readonly Filled[]): void {
  const setDay = dayWindows(days, lookBack, group);
  const past = {own: {}, ownDays: new Int32Array(0), from: 0, to: 0, scale: Number.NaN, rank: Number.NaN};
  const values = group.map(() => new Float64Array(days.days.length));
  for (let t = 0; t < days.days.length; t++) {
    setDay(past as unknown as Mutable<Past>, t);
    group.forEach(({feature}, k) => {
      values[k][t] = feature.compute(past as unknown as Past) + 0;
    });
  }
  group.forEach(({out}, k) => {
    for (let r = 0; r < rows.day.length; r++) out[r] = values[k][rows.day[r]];
  });
}

/** Sets what depends on the day decided on. Windows are copies, made once a day: a view would lead to what lies after it. */
function dayWindows(sources: DaySources, lookBack: number, group: readonly Filled[]) {
  const reads = new Set(group.flatMap(({feature}) => feature.reads));
  const {days, dates, whole, marketReturn, symbols} = sources;
  const before = (series: Float64Array, t: number) => {
    const end = Math.min(t, series.length);
    return series.slice(Math.max(0, end - lookBack), end);
  };
  const readsDesk = [...reads].some((c) => c.startsWith("desk."));
  const readsMarket = [...reads].some((c) => c.startsWith("market."));
  const none: DeskPast = {mean: nothing, winners: nothing, dispersion: nothing, square: nothing, present: nothing};
  const windows = days.map((_, t) => ({
    desk: readsDesk
      ? {
          mean: before(whole.mean, t),
          winners: before(whole.winners, t),
          dispersion: before(whole.dispersion, t),
          square: before(whole.square, t),
          present: before(whole.present, t),
        }
      : none,
    marketReturn: readsMarket ? before(marketReturn, t) : nothing,
    market: readsMarket ? barsUpTo(symbols, t === 0 ? null : days[t - 1], lookBack) : [],
  }));
  return (past: Mutable<Past>, t: number): void => {
    const window = windows[t];
    past.desk = window.desk;
    past.marketReturn = window.marketReturn;
    past.market = window.market;
    past.day = t;
    past.date = dates[t] as DateFacts;
  };
}

/** Rows of the trader who has most. */
function longestCareer(trader: Int32Array): number {
  let most = 0;
  let first = 0;
  for (let r = 0; r <= trader.length; r++)
    if (r === trader.length || trader[r] !== trader[first]) {
      most = Math.max(most, r - first);
      first = r;
    }
  return most;
}
