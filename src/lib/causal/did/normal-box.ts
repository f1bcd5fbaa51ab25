import {normalCdf, normalQuantile} from "../../numeric/index.ts";

export interface NormalBox {
  /** P(lower ≤ Z ≤ upper). */
  readonly probability: number;
  /** E[Z | lower ≤ Z ≤ upper]. */
  readonly mean: Float64Array;
}

/** Points of the lattice: errors of probabilities are then of the order of 10⁻³ or less. */
const points = 2048;

/**
 * Probability that a normal vector lies in a box, and its mean there, by Genz's (1992) separation of variables: dimension by
 * dimension, given those before. The integral over the unit cube is taken on a Richtmyer lattice with the baker's transform:
 * no random numbers, and smooth in the mean.
 * @param factor lower triangular L with L Lᵀ the covariance, by rows.
 */
export function normalBox(
  mean: Float64Array,
  factor: readonly Float64Array[],
  lower: Float64Array,
  upper: Float64Array,
): NormalBox {
  const k = mean.length;
  const steps = roots(k);
  const total = new Float64Array(k);
  const y = new Float64Array(k);
  let probability = 0;
  for (let point = 1; point <= points; point++) {
    let weight = 1;
    for (let j = 0; j < k && weight > 0; j++) {
      let centre = mean[j];
      for (let l = 0; l < j; l++) centre += factor[j][l] * y[l];
      const scale = factor[j][j];
      const from = normalCdf((lower[j] - centre) / scale);
      const to = normalCdf((upper[j] - centre) / scale);
      weight *= Math.max(to - from, 0);
      const u = (point * steps[j]) % 1;
      const folded = Math.abs(2 * u - 1);
      const at = Math.min(Math.max(from + folded * (to - from), 1e-300), 1 - 1e-16);
      y[j] = normalQuantile(at);
    }
    if (!(weight > 0)) continue;
    probability += weight / points;
    for (let j = 0; j < k; j++) {
      let value = mean[j];
      for (let l = 0; l <= j; l++) value += factor[j][l] * y[l];
      total[j] += (weight * value) / points;
    }
  }
  return {probability, mean: probability > 0 ? total.map((x) => x / probability) : Float64Array.from(mean)};
}

/** √ of the first primes: Richtmyer's generator. */
function roots(k: number): Float64Array {
  const found: number[] = [];
  for (let candidate = 2; found.length < k; candidate++)
    if (found.every((p) => candidate % Math.round(p * p) !== 0)) found.push(Math.sqrt(candidate));
  return Float64Array.from(found);
}
