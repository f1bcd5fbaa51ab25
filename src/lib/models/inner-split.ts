/** Row indices of one inner split of a training window: every row of `train` is of an earlier day than any of `test`. */
export interface InnerSplit {
  readonly train: Int32Array;
  readonly test: Int32Array;
}

/**
 * Which of `blocks` + 1 consecutive runs of days, of equal length (one day more or less), each row is in; null where
 * there are fewer than 4 days a run.
 *
 * @param days day index of each row, in any order.
 */
export function innerBlockOfRow(days: Int32Array, blocks: number): Int32Array | null {
  const distinct = Int32Array.from(new Set(days)).sort();
  const runs = blocks + 1;
  if (distinct.length < 4 * runs) return null;
  const blockOfDay = new Map<number, number>();
  for (let k = 0; k < runs; k++) {
    const end = Math.floor(((k + 1) * distinct.length) / runs);
    for (let d = Math.floor((k * distinct.length) / runs); d < end; d++) blockOfDay.set(distinct[d], k);
  }
  return days.map((day) => blockOfDay.get(day)!);
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
  const blockOfRow = innerBlockOfRow(days, blocks);
  if (blockOfRow === null) return [];
  return Array.from({length: blocks}, (_, k) => ({
    train: rowsWhere(blockOfRow, (block) => block <= k),
    test: rowsWhere(blockOfRow, (block) => block === k + 1),
  }));
}

function rowsWhere(blockOfRow: Int32Array, keep: (block: number) => boolean): Int32Array {
  const rows: number[] = [];
  for (let i = 0; i < blockOfRow.length; i++) if (keep(blockOfRow[i])) rows.push(i);
  return Int32Array.from(rows);
}
