import type {RowOrder} from "./order.ts";

/**
 * Ordered target statistics (Prokhorenkova et al. 2018, section 3.2): for each row, of the rows of the same level in groups
 * before its own, how many have the target, and how many there are. A row's own target is in neither, so what a split on the
 * statistic gains in training it gains on new rows too; the greedy statistic, over all rows, contains the target that it is to
 * predict.
 * @param codes the level of each row, from 0. @param target 1 or 0.
 * @returns counts by row, not by position.
 */
export function orderedCounts(
  codes: Int32Array,
  target: Uint8Array,
  {rows, cuts}: RowOrder,
): {readonly ones: Int32Array; readonly total: Int32Array} {
  const n = codes.length;
  const size = codes.reduce((most, c) => Math.max(most, c + 1), 0);
  const levelOnes = new Int32Array(size);
  const levelTotal = new Int32Array(size);
  const ones = new Int32Array(n);
  const total = new Int32Array(n);
  for (let g = 0; g + 1 < cuts.length; g++) {
    for (let p = cuts[g]; p < cuts[g + 1]; p++) {
      const row = rows[p];
      ones[row] = levelOnes[codes[row]];
      total[row] = levelTotal[codes[row]];
    }
    for (let p = cuts[g]; p < cuts[g + 1]; p++) {
      const row = rows[p];
      levelOnes[codes[row]] += target[row];
      levelTotal[codes[row]]++;
    }
  }
  return {ones, total};
}
