import {addFourRows} from "../../numeric/index.ts";

/**
 * Sums of squares and cross products of the columns 1, x₁ … x_p, targets, one set for each block of rows (a day): whatever
 * blocks a fit is made on, its sums are sums of these. Lower triangles, row after row.
 */
export interface BlockSums {
  readonly blocks: number;
  /** Columns: 1, the features, the targets. */
  readonly width: number;
  /** width (width + 1) / 2. */
  readonly size: number;
  /** blocks × size. */
  readonly sums: Float64Array;
  /** Feature values less `shift`, by row in block order. */
  readonly values: Float64Array;
  /** Rows in block order, and where each block begins (blocks + 1). */
  readonly order: Int32Array;
  readonly start: Int32Array;
  /** Taken off every column first, so that sums of large numbers keep their digits: 0 for the ones. */
  readonly shift: Float64Array;
}

/** @param block block of each row, 0 … blocks − 1, in any order. Columns and targets are finite. */
export function blockSums(
  columns: readonly Float64Array[],
  targets: readonly Float64Array[],
  block: Int32Array,
  blocks: number,
): BlockSums {
  const n = block.length;
  const p = columns.length;
  const all = [...columns, ...targets];
  const width = 1 + all.length;
  const size = (width * (width + 1)) / 2;
  const start = new Int32Array(blocks + 1);
  for (const b of block) start[b + 1]++;
  for (let b = 0; b < blocks; b++) start[b + 1] += start[b];
  const order = new Int32Array(n);
  const next = start.slice(0, blocks);
  for (let i = 0; i < n; i++) order[next[block[i]]++] = i;
  const shift = new Float64Array(width);
  all.forEach((column, j) => {
    let sum = 0;
    for (let i = 0; i < n; i++) sum += column[i];
    shift[j + 1] = sum / n;
  });
  const values = new Float64Array(n * p);
  const sums = new Float64Array(blocks * size);
  const rows = new Float64Array(4 * width);
  for (let b = 0; b < blocks; b++)
    for (let k = start[b]; k < start[b + 1]; k += 4) {
      rows.fill(0);
      for (let r = 0; r < 4 && k + r < start[b + 1]; r++) {
        const i = order[k + r];
        const from = r * width;
        rows[from] = 1;
        for (let j = 1; j < width; j++) rows[from + j] = all[j - 1][i] - shift[j];
        for (let j = 0; j < p; j++) values[(k + r) * p + j] = rows[from + j + 1];
      }
      addFourRows(rows, width, sums, b * size);
    }
  return {blocks, width, size, sums, values, order, start, shift};
}

/** Sum of the chosen blocks' sums. */
export function sumBlocks({size, sums}: BlockSums, blocks: Int32Array): Float64Array {
  const total = new Float64Array(size);
  for (const b of blocks) {
    const from = b * size;
    for (let j = 0; j < size; j++) total[j] += sums[from + j];
  }
  return total;
}
