import type {Rows} from "../past.ts";
import type {DayRange, Fold} from "../types.ts";
import {checkDays, checkWindow} from "./labels.ts";
import {asSplit, type LabelWindows, type Split} from "./types.ts";

/** The rows on either side of a split, as indices into the rows given, ascending. */
export interface SplitRows {
  readonly split: Split;
  /** The trader whose rows they are; null where traders are pooled. */
  readonly trader: number | null;
  readonly train: Int32Array;
  readonly test: Int32Array;
  /** Rows of the split's training days that are left out because of their own label. */
  readonly purged: Int32Array;
}

export interface RowPurge {
  /** Windows in desk days by row, where traders' labels reach to different days. Default: the split's own purge is enough. */
  readonly labels?: LabelWindows;
  /** Days between windows, on either side. Default 0. */
  readonly embargo?: number;
}

/** Rows of each split, traders pooled: its day ranges hold for everyone. */
export function pooledRows(rows: Rows, splits: readonly (Fold | Split)[], purge: RowPurge = {}): SplitRows[] {
  const all = Int32Array.from(rows.day.keys());
  return splits.map((fold) => rowsOf(rows.day, all, asSplit(fold), null, purge));
}

/**
 * Rows of splits made for each trader on its own days: a split's day t is the t-th day on which that trader has a row. So a
 * trader who came late has folds of its own, and a horizon of h days is h of its days.
 * @param splitsOf the trader's splits, from the number of its days and which they are; none for a trader with too few.
 * @returns by trader ascending, then split; each `split` in desk days.
 */
export function rowsByTrader(
  rows: Rows,
  splitsOf: (days: number, own: Int32Array) => readonly (Fold | Split)[],
  purge: RowPurge = {},
): SplitRows[] {
  const mine = new Map<number, number[]>();
  rows.trader.forEach((trader, i) => {
    const list = mine.get(trader);
    if (list) list.push(i);
    else mine.set(trader, [i]);
  });
  const traders = Int32Array.from(mine.keys()).sort();
  return Array.from(traders).flatMap((trader) => {
    const list = Int32Array.from(mine.get(trader)!);
    const own = Int32Array.from(new Set(list.map((i) => rows.day[i]))).sort();
    return splitsOf(own.length, own).map((fold) =>
      rowsOf(rows.day, list, deskSplit(asSplit(fold), own), trader, purge),
    );
  });
}

/** A split of a trader's own days in days of the desk: days without a row of its lie in the range that they fall into. */
function deskSplit({index, train, gap, test}: Split, own: Int32Array): Split {
  const desk = (ranges: readonly DayRange[]) =>
    ranges.map(({start, end}) => ({start: own[start], end: own[end - 1] + 1}));
  return {index, train: desk(train), gap: desk(gap), test: desk(test)};
}

function rowsOf(day: Int32Array, among: Int32Array, split: Split, trader: number | null, purge: RowPurge): SplitRows {
  const {labels, embargo = 0} = purge;
  checkDays("embargo", embargo, 0);
  const inside = (ranges: readonly DayRange[]) =>
    among.filter((i) => ranges.some(({start, end}) => day[i] >= start && day[i] < end));
  const test = inside(split.test);
  const train = inside(split.train);
  if (labels === undefined) return {split, trader, train, test, purged: new Int32Array(0)};
  for (const i of [...train, ...test]) checkWindow(`row ${i}`, day[i], labels.start[i], labels.end[i]);
  const windows = split.test.map(({start, end}) => {
    let last = end - 1;
    for (const i of test) if (day[i] >= start && day[i] < end) last = Math.max(last, labels.end[i]);
    return {start, end: last + 1};
  });
  const clear = (i: number) =>
    windows.every(({start, end}) => labels.end[i] < start - embargo || labels.start[i] >= end + embargo);
  return {split, trader, train: train.filter(clear), test, purged: train.filter((i) => !clear(i))};
}
