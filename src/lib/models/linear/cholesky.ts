/**
 * Cholesky's decomposition of a symmetric matrix kept as its lower triangle, row by row (see `packed`), in place: on
 * return a holds L, with L Lᵀ = A. Hundreds of small systems are solved in a fit, on typed arrays as they are.
 *
 * @param a n (n + 1) / 2 values or more.
 * @returns −1; or the first column that depends on those before it to working precision (a is then spoilt).
 */
export function choleskyInPlace(a: Float64Array, n: number): number {
  for (let j = 0, row = 0; j < n; row += ++j) {
    const diagonal = a[row + j];
    for (let k = 0, other = 0; k <= j; other += ++k) {
      let sum = a[row + k];
      for (let i = 0; i < k; i++) sum -= a[row + i] * a[other + i];
      if (k < j) a[row + k] = sum / a[other + k];
      else if (sum > 1e-13 * diagonal) a[row + j] = Math.sqrt(sum);
      else return j;
    }
  }
  return -1;
}

/** Solves L Lᵀ x = b in place; `l` is what `choleskyInPlace` left. */
export function choleskySolve(l: Float64Array, n: number, b: Float64Array): void {
  for (let j = 0, row = 0; j < n; row += ++j) {
    let sum = b[j];
    for (let k = 0; k < j; k++) sum -= l[row + k] * b[k];
    b[j] = sum / l[row + j];
  }
  for (let j = n - 1; j >= 0; j--) {
    const row = (j * (j + 1)) / 2;
    b[j] /= l[row + j];
    for (let k = 0; k < j; k++) b[k] -= l[row + k] * b[j];
  }
}
