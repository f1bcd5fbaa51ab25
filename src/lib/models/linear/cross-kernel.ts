/** Rows that the kernel takes at a time: what it works on stays in the processor's second-level cache. */
export const chunkRows = 256;

/** Columns are padded to a multiple of this many. */
const tile = 3;

/** Number of columns with their padding. */
export function paddedColumns(columns: number): number {
  return Math.ceil(columns / tile) * tile;
}

/**
 * Adds the cross products of columns to `into`: into[a · padded + b] += Σ over rows of column a × column b, for all b ≤ a
 * (and some b above, within a tile: not to be read).
 *
 * Nine sums run side by side, three columns by three: a sum alone would wait for each of its additions. Each is in the
 * order of the rows.
 *
 * @param chunk column after column, `chunkRows` apart; padding columns are 0.
 * @param padded a multiple of 3. @param rows at most `chunkRows`.
 */
export function addCrossProducts(chunk: Float64Array, padded: number, rows: number, into: Float64Array): void {
  for (let a = 0; a < padded; a += tile) {
    const a0 = a * chunkRows;
    const a1 = a0 + chunkRows;
    const a2 = a1 + chunkRows;
    for (let b = 0; b <= a; b += tile) {
      const b0 = b * chunkRows;
      const b1 = b0 + chunkRows;
      const b2 = b1 + chunkRows;
      let [s00, s01, s02, s10, s11, s12, s20, s21, s22] = [0, 0, 0, 0, 0, 0, 0, 0, 0];
      for (let i = 0; i < rows; i++) {
        const x = chunk[a0 + i];
        const y = chunk[a1 + i];
        const z = chunk[a2 + i];
        const u = chunk[b0 + i];
        const v = chunk[b1 + i];
        const w = chunk[b2 + i];
        s00 += x * u;
        s01 += x * v;
        s02 += x * w;
        s10 += y * u;
        s11 += y * v;
        s12 += y * w;
        s20 += z * u;
        s21 += z * v;
        s22 += z * w;
      }
      const row = a * padded + b;
      into[row] += s00;
      into[row + 1] += s01;
      into[row + 2] += s02;
      into[row + padded] += s10;
      into[row + padded + 1] += s11;
      into[row + padded + 2] += s12;
      into[row + 2 * padded] += s20;
      into[row + 2 * padded + 1] += s21;
      into[row + 2 * padded + 2] += s22;
    }
  }
}
