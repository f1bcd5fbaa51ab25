/**
 * Adds the cross products of four rows to a lower triangle, kept row after row: a sum is read and written once for four products.
 * @param rows four rows of `width` values, one after the other; rows of zeros where there are fewer left.
 * @param into triangles. @param from where this one begins.
 */
export function addFourRows(rows: Float64Array, width: number, into: Float64Array, from = 0): void {
  for (let j = 0, at = from; j < width; j++) {
    const v0 = rows[j];
    const v1 = rows[width + j];
    const v2 = rows[2 * width + j];
    const v3 = rows[3 * width + j];
    for (let l = 0; l <= j; l++)
      into[at++] += v0 * rows[l] + v1 * rows[width + l] + (v2 * rows[2 * width + l] + v3 * rows[3 * width + l]);
  }
}
