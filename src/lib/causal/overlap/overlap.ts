/** Counts of propensities in bins of equal width over [0, 1], the last closed. */
export interface PropensityHistogram {
  /** bins + 1 edges. */
  readonly edges: Float64Array;
  readonly treated: Int32Array;
  readonly untreated: Int32Array;
}

/** What a chart of overlap draws. @throws RangeError for propensities outside [0, 1] (clip those of a linear fit first). */
export function propensityHistogram(propensity: Float64Array, d: Float64Array, bins = 20): PropensityHistogram {
  if (!(Number.isInteger(bins) && bins >= 1)) throw new RangeError(`invalid bins; not at least 1: ${bins}`);
  const [treated, untreated] = [new Int32Array(bins), new Int32Array(bins)];
  propensity.forEach((e, i) => {
    if (!(e >= 0 && e <= 1)) throw new RangeError(`invalid propensity; not in [0, 1] in row ${i}: ${e}`);
    (d[i] === 1 ? treated : untreated)[Math.min(bins - 1, Math.floor(e * bins))]++;
  });
  return {edges: Float64Array.from({length: bins + 1}, (_, k) => k / bins), treated, untreated};
}

/**
 * Kish's effective sample size (Σw)² / Σw²: as many rows of equal weight would tell as much. 0 where all weights are 0.
 */
export function effectiveSampleSize(weights: Float64Array): number {
  let [sum, squares] = [0, 0];
  for (const w of weights) {
    if (!(w >= 0 && w < Number.POSITIVE_INFINITY)) throw new RangeError(`invalid weight; not finite and ≥ 0: ${w}`);
    sum += w;
    squares += w * w;
  }
  return squares === 0 ? 0 : (sum * sum) / squares;
}
