/** Row indices of one inner split of a training window: every row of `train` is of an earlier day than any of `test`. */
export interface InnerSplit {
  readonly train: Int32Array;
  readonly test: Int32Array;
}

/**
 * Time-ordered splits inside a training window, for choosing a setting: its days are cut into `blocks` + 1 consecutive
 * runs of equal length (one day more or less); each run but the first is predicted from all before it.
 *
 * No gap is needed: the label of a day is known at its close, before the next day is decided.
 *
 * @param days day index of each row, in any order.
 * @returns `blocks` splits, or none where there are fewer than 4 days a run.
 */
export function innerSplits(days: Int32Array, blocks: number): InnerSplit[] {
  const distinct = Int32Array.from(new Set(days)).sort();
  const runs = blocks + 1;
  if (distinct.length < 4 * runs) return [];
  const edge = (k: number) => distinct[Math.floor((k * distinct.length) / runs)];
  return Array.from({length: blocks}, (_, k) => {
    const from = edge(k + 1);
    const to = k + 2 === runs ? Number.POSITIVE_INFINITY : edge(k + 2);
    return {train: rowsWhere(days, (d) => d < from), test: rowsWhere(days, (d) => d >= from && d < to)};
  });
}

function rowsWhere(days: Int32Array, keep: (day: number) => boolean): Int32Array {
  const rows: number[] = [];
  for (let i = 0; i < days.length; i++) if (keep(days[i])) rows.push(i);
  return Int32Array.from(rows);
}
