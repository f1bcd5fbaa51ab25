export interface RidgeSolution {
  /** Of the shifted features: prediction = intercept + Σ coefficient × (x − shift), of the shifted target. */
  readonly intercept: number;
  readonly coefficients: Float64Array;
}

/**
 * Ridge regression from sums of squares and cross products (see `blockSums`), intercept not penalised.
 * @param triangle lower triangle of the cross products of 1, p features and targets, row after row. @param target which column.
 * @param penalty λ. Standardised: of |β|² on standardised features with the mean squared error, as `models/ridge`; otherwise of |β|²
 * on the features as they are with the sum of squared errors, as scikit-learn's Ridge.
 * Features that are constant (to rounding) get 0; so do combinations of others where λ = 0.
 */
export function solveRidge(
  triangle: Float64Array,
  {
    p,
    target,
    penalty,
    standardise,
  }: {readonly p: number; readonly target: number; readonly penalty: number; readonly standardise: boolean},
): RidgeSolution {
  const at = (j: number, l: number) => triangle[(j * (j + 1)) / 2 + l];
  const n = at(0, 0);
  const factor = new Float64Array(p * p);
  const beta = new Float64Array(p);
  for (let j = 0; j < p; j++) {
    const mean = at(j + 1, 0) / n;
    for (let l = 0; l <= j; l++) factor[j * p + l] = at(j + 1, l + 1) - mean * at(l + 1, 0);
    beta[j] = at(target, j + 1) - mean * at(target, 0);
  }
  for (let j = 0; j < p; j++) {
    // Cholesky, row by row; a pivot that rounding could have made leaves its feature out
    const own = factor[j * p + j];
    const raw = at(j + 1, j + 1);
    for (let l = 0; l < j; l++) {
      let sum = factor[j * p + l];
      for (let m = 0; m < l; m++) sum -= factor[j * p + m] * factor[l * p + m];
      factor[j * p + l] = factor[l * p + l] === 0 ? 0 : sum / factor[l * p + l];
    }
    let pivot = standardise ? own * (1 + penalty) : own + penalty;
    for (let m = 0; m < j; m++) pivot -= factor[j * p + m] * factor[j * p + m];
    const live = own > 1e-13 * raw && pivot > 1e-12 * own;
    factor[j * p + j] = live ? Math.sqrt(pivot) : 0;
    let sum = beta[j];
    for (let m = 0; m < j; m++) sum -= factor[j * p + m] * beta[m];
    beta[j] = live ? sum / factor[j * p + j] : 0;
  }
  for (let j = p - 1; j >= 0; j--) {
    if (factor[j * p + j] === 0) continue;
    let sum = beta[j];
    for (let m = j + 1; m < p; m++) sum -= factor[m * p + j] * beta[m];
    beta[j] = sum / factor[j * p + j];
  }
  let intercept = at(target, 0) / n;
  for (let j = 0; j < p; j++) intercept -= (beta[j] * at(j + 1, 0)) / n;
  return {intercept, coefficients: beta};
}
