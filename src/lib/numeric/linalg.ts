import {CholeskyDecomposition, Matrix} from "ml-matrix";

/**
 * Solves A x = b for a symmetric positive definite A by Cholesky's decomposition.
 *
 * @param a square, row by row; only its symmetric part makes sense here and it is not checked.
 * @throws RangeError if the shapes disagree, or A is not positive definite (to working precision).
 */
export function solvePositiveDefinite(a: readonly Float64Array[], b: Float64Array): Float64Array {
  const n = b.length;
  if (a.length !== n || a.some((row) => row.length !== n))
    throw new RangeError(`invalid system; A is not ${n} × ${n}, as b asks: ${a.length} × ${a[0]?.length ?? 0}`);
  if (n === 0) return new Float64Array(0);
  const cholesky = new CholeskyDecomposition(new Matrix(a as Float64Array[]));
  if (!cholesky.isPositiveDefinite())
    throw new RangeError(
      "invalid matrix; not positive definite: a column is a combination of others, add a penalty or leave it out",
    );
  return Float64Array.from(cholesky.solve(Matrix.columnVector(b)).to1DArray());
}

/**
 * Weighted cross products Σ w · xⱼ · xₖ of columns of equal length, as the rows of a symmetric matrix.
 * Rows are summed in order, whatever the number of columns.
 */
export function crossProducts(columns: readonly Float64Array[], weights: Float64Array): Float64Array[] {
  const gram = columns.map(() => new Float64Array(columns.length));
  const weighted = new Float64Array(weights.length);
  for (let j = 0; j < columns.length; j++) {
    for (let i = 0; i < weights.length; i++) weighted[i] = weights[i] * columns[j][i];
    for (let k = 0; k <= j; k++) gram[j][k] = gram[k][j] = dot(weighted, columns[k]);
  }
  return gram;
}

/** Σ xᵢ yᵢ, in order. */
export function dot(x: Float64Array, y: Float64Array): number {
  let sum = 0;
  for (let i = 0; i < x.length; i++) sum += x[i] * y[i];
  return sum;
}
