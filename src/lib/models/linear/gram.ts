import {addCrossProducts, chunkRows, paddedColumns} from "./cross-kernel.ts";

/**
 * Sufficient statistics of some rows for every least-squares fit on them: weighted means, and cross products about them.
 * Statistics of disjoint rows add up (see `mergeGrams`), so that the fits of many folds cost one pass over the rows.
 */
export interface Gram {
  readonly rows: number;
  /** Σ w. */
  readonly weight: number;
  /** Weighted mean of each column; 0 where no row has weight. */
  readonly mean: Float64Array;
  /** Σ w (xⱼ − meanⱼ)(xₖ − meanₖ), lower triangle row by row: entry j, k is at `packed(j, k)`. */
  readonly cross: Float64Array;
}

/** A categorical column: its indicators enter without being made. */
export interface Indicators {
  /** Level of each row, 0 … count − 1; −1: missing, no level's. */
  readonly codes: Int32Array;
  readonly count: number;
}

/** Position of entry (j, k) of a symmetric matrix kept as its lower triangle. */
export function packed(j: number, k: number): number {
  return j >= k ? (j * (j + 1)) / 2 + k : (k * (k + 1)) / 2 + j;
}

/**
 * The statistics of each block of rows, in one pass. Columns: those of `x`, then the indicators of `groups`, then `targets`.
 * Sums of a block are in the order of its rows.
 *
 * @param x, targets finite columns, all of one length. @param w non-negative weights; null: all 1.
 * @param blockOfRow 0, 1, …; a row of −1 is in no block. @param blocks their number, when some may be empty at the end.
 * @throws RangeError if lengths differ.
 */
export function gramBlocks(
  x: readonly Float64Array[],
  w: Float64Array | null,
  targets: readonly Float64Array[],
  blockOfRow: Int32Array,
  {groups = [], blocks = largest(blockOfRow) + 1}: {groups?: readonly Indicators[]; blocks?: number} = {},
): Gram[] {
  const n = blockOfRow.length;
  for (const length of [...x, ...targets, ...groups.map((g) => g.codes), ...(w === null ? [] : [w])].map(
    (c) => c.length,
  ))
    if (length !== n) throw new RangeError(`invalid columns; ${length} rows where the blocks have ${n}`);
  const {order, start} = sortByBlock(blockOfRow, blocks);
  const dense = [...x, ...targets];
  const scratch = new Float64Array(paddedColumns(dense.length) * chunkRows);
  return Array.from({length: blocks}, (_, block) =>
    gramOf(dense, x.length, w, groups, order.subarray(start[block], start[block + 1]), scratch),
  );
}

/**
 * The statistics of several blocks together (Chan, Golub and LeVeque 1983, eq. 2.1). Blocks without weight change nothing.
 * @throws RangeError if there are none, or they have other columns.
 */
export function mergeGrams(grams: readonly Gram[]): Gram {
  if (grams.length === 0) throw new RangeError("invalid blocks; there are none to merge");
  const columns = grams[0].mean.length;
  const mean = new Float64Array(columns);
  const cross = new Float64Array(grams[0].cross.length);
  const apart = new Float64Array(columns);
  let [rows, weight] = [0, 0];
  for (const gram of grams) {
    if (gram.mean.length !== columns)
      throw new RangeError(`invalid blocks; one has ${gram.mean.length} columns, another ${columns}`);
    rows += gram.rows;
    if (gram.weight === 0) continue;
    const share = gram.weight / (weight + gram.weight);
    const spread = weight * share;
    for (let j = 0; j < columns; j++) apart[j] = gram.mean[j] - mean[j];
    for (let j = 0, e = 0; j < columns; j++) {
      const scaled = spread * apart[j];
      for (let k = 0; k <= j; k++, e++) cross[e] += gram.cross[e] + scaled * apart[k];
    }
    for (let j = 0; j < columns; j++) mean[j] = weight === 0 ? gram.mean[j] : mean[j] + share * apart[j];
    weight += gram.weight;
  }
  return {rows, weight, mean, cross};
}

function gramOf(
  dense: readonly Float64Array[],
  features: number,
  w: Float64Array | null,
  groups: readonly Indicators[],
  rows: Int32Array,
  chunk: Float64Array,
): Gram {
  const indicators = groups.reduce((sum, group) => sum + group.count, 0);
  const place = (d: number) => (d < features ? d : d + indicators);
  const columns = dense.length + indicators;
  const mean = new Float64Array(columns);
  const cross = new Float64Array((columns * (columns + 1)) / 2);
  let weight = 0;
  for (let r = 0; r < rows.length; r++) weight += w === null ? 1 : w[rows[r]];
  if (weight === 0) return {rows: rows.length, weight, mean, cross};
  dense.forEach((column, d) => {
    let sum = 0;
    for (let r = 0; r < rows.length; r++) sum += (w === null ? 1 : w[rows[r]]) * column[rows[r]];
    mean[place(d)] = sum / weight;
  });
  const padded = paddedColumns(dense.length);
  const products = new Float64Array(padded * padded);
  const sums = groups.map(({count}) => new Float64Array(count * dense.length)); // by level and dense column
  const roots = new Float64Array(chunkRows);
  for (let from = 0; from < rows.length; from += chunkRows) {
    const size = Math.min(chunkRows, rows.length - from);
    for (let r = 0; r < size; r++) roots[r] = w === null ? 1 : Math.sqrt(w[rows[from + r]]);
    for (let d = 0; d < dense.length; d++) {
      const [column, centre, at] = [dense[d], mean[place(d)], d * chunkRows];
      for (let r = 0; r < size; r++) chunk[at + r] = roots[r] * (column[rows[from + r]] - centre);
    }
    addCrossProducts(chunk, padded, size, products);
    groups.forEach(({codes}, g) => {
      for (let d = 0; d < dense.length; d++)
        for (let r = 0; r < size; r++) {
          const code = codes[rows[from + r]];
          if (code >= 0) sums[g][code * dense.length + d] += roots[r] * chunk[d * chunkRows + r];
        }
    });
  }
  for (let d = 0; d < dense.length; d++)
    for (let e = 0; e <= d; e++) cross[packed(place(d), place(e))] = products[d * padded + e];
  // About the means the columns of `dense` sum to 0, so an indicator need not be centred to be multiplied with one of them.
  groups.forEach(({count}, g) => {
    const first = features + groups.slice(0, g).reduce((sum, group) => sum + group.count, 0);
    for (let level = 0; level < count; level++)
      for (let d = 0; d < dense.length; d++) cross[packed(first + level, place(d))] = sums[g][level * dense.length + d];
  });
  countTogether(groups, features, w, rows, weight, mean, cross);
  return {rows: rows.length, weight, mean, cross};
}

/** Means of the indicators, and their cross products: Σ w of the rows with both levels, less what chance would give. */
function countTogether(
  groups: readonly Indicators[],
  features: number,
  w: Float64Array | null,
  rows: Int32Array,
  weight: number,
  mean: Float64Array,
  cross: Float64Array,
): void {
  let firstA = features;
  groups.forEach((a, ga) => {
    for (const i of rows) if (a.codes[i] >= 0) mean[firstA + a.codes[i]] += (w === null ? 1 : w[i]) / weight;
    let firstB = features;
    groups.slice(0, ga + 1).forEach((b) => {
      const together = new Float64Array(a.count * b.count);
      for (const i of rows)
        if (a.codes[i] >= 0 && b.codes[i] >= 0) together[a.codes[i] * b.count + b.codes[i]] += w === null ? 1 : w[i];
      for (let k = 0; k < a.count; k++)
        for (let l = 0; l < b.count; l++)
          cross[packed(firstA + k, firstB + l)] =
            together[k * b.count + l] - weight * mean[firstA + k] * mean[firstB + l];
      firstB += b.count;
    });
    firstA += a.count;
  });
}

/** Rows in the order of their blocks, within a block as they were; those of block b are start[b] … start[b + 1] − 1. */
function sortByBlock(blockOfRow: Int32Array, blocks: number): {order: Int32Array; start: Int32Array} {
  const start = new Int32Array(blocks + 1);
  for (const block of blockOfRow) {
    if (!(block >= -1 && block < blocks)) throw new RangeError(`invalid block; not in −1 … ${blocks - 1}: ${block}`);
    if (block >= 0) start[block + 1]++;
  }
  for (let b = 0; b < blocks; b++) start[b + 1] += start[b];
  const next = start.slice(0, blocks);
  const order = new Int32Array(start[blocks]);
  for (let i = 0; i < blockOfRow.length; i++) if (blockOfRow[i] >= 0) order[next[blockOfRow[i]]++] = i;
  return {order, start};
}

function largest(values: Int32Array): number {
  let top = -1;
  for (const v of values) if (v > top) top = v;
  return top;
}
