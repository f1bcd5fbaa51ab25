import {choleskyInPlace} from "./cholesky.ts";
import {gramBlocks, packed} from "./gram.ts";
import {ridgeFromGram, standardGram} from "./ridge-gram.ts";

/**
 * Leave-one-out errors of a ridge regression without refitting (Allen 1974, PRESS): eᵢ / (1 − hᵢᵢ), the error of row i by
 * the fit on all others. Exact for a penalty held fixed in the units of the sum: the refits minimise
 * Σₖ≠ᵢ wₖ (yₖ − a − xₖ'b)² + λ W Σⱼ sdⱼ² bⱼ², with W and sd of all rows. The intercept is refitted.
 *
 * Honest for rows that can be exchanged; where neighbouring days resemble each other it takes what they share for
 * knowledge, and chooses too small a penalty.
 *
 * @param x finite columns. @param w non-negative weights, not all 0. A row of weight 0 has its plain error.
 * @returns a function of the penalty λ (see `ridgeFromGram`): one error a row; the cross products are summed once.
 * Infinity where a row is fitted exactly whatever its target (hᵢᵢ = 1): without it there is no one fit.
 * @throws RangeError as `ridgeFromGram` does.
 */
export function ridgeLoo(
  x: readonly Float64Array[],
  y: Float64Array,
  w: Float64Array,
): (penalty: number) => Float64Array {
  const [gram] = gramBlocks(x, w, [y], new Int32Array(y.length));
  const solve = ridgeFromGram(gram, x.length);
  const {means, sds, live, correlation} = standardGram(gram, x.length);
  const p = live.length;
  const z = new Float64Array(p);
  return (penalty) => {
    const {weights, intercept} = solve(penalty);
    const factor = correlation.slice();
    for (let j = 0; j < p; j++) factor[packed(j, j)] += penalty;
    choleskyInPlace(factor, p);
    return y.map((value, i) => {
      let error = value - intercept;
      let square = 1; // |L⁻¹ z|², and 1 of the intercept
      for (let j = 0, row = 0; j < p; row += ++j) {
        const feature = live[j];
        const own = (x[feature][i] - means[feature]) / sds[feature];
        error -= weights[feature] * own;
        let sum = own;
        for (let k = 0; k < j; k++) sum -= factor[row + k] * z[k];
        z[j] = sum / factor[row + j];
        square += z[j] * z[j];
      }
      const leverage = (w[i] * square) / gram.weight;
      return leverage < 1 - 1e-12 ? error / (1 - leverage) : Number.POSITIVE_INFINITY;
    });
  };
}
