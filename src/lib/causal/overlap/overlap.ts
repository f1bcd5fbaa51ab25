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

/** How well the arms overlap. */
export interface OverlapSummary {
  readonly n: number;
  readonly treated: number;
  /** 0, 1, 5, 50, 95, 99 and 100 % quantiles (type 7) of the propensities of each arm. */
  readonly quantiles: {readonly treated: Float64Array; readonly untreated: Float64Array};
  /** Of the inverse propensity weights, for each arm: beside its number of rows. */
  readonly effective: {readonly treated: number; readonly untreated: number};
  /** Largest share of an arm's weight that one row has. */
  readonly largestShare: number;
  /** Rows outside the range that both arms have: [max of minima, min of maxima]. */
  readonly outsideCommonSupport: number;
}

/** @throws RangeError for propensities not inside (0, 1), or an arm without rows. */
export function overlapSummary(propensity: Float64Array, d: Float64Array): OverlapSummary {
  const sure = propensity.findIndex((e) => !(e > 0 && e < 1));
  if (sure >= 0)
    throw new RangeError(`invalid propensity; not inside (0, 1) in row ${sure}: ${propensity[sure]}: clip or trim it`);
  const [untreated, treated] = [0, 1].map((arm) => {
    const e = propensity.filter((_, i) => d[i] === arm).sort();
    if (e.length === 0) throw new RangeError(`invalid treatment; no row with d = ${arm}`);
    const weights = e.map((p) => (arm === 1 ? 1 / p : 1 / (1 - p)));
    const total = weights.reduce((sum, w) => sum + w, 0);
    const largest = weights.reduce((most, w) => Math.max(most, w), 0) / total;
    return {e, effective: effectiveSampleSize(weights), largest};
  });
  const low = Math.max(treated.e[0], untreated.e[0]);
  const high = Math.min(treated.e[treated.e.length - 1], untreated.e[untreated.e.length - 1]);
  const shares = [0, 0.01, 0.05, 0.5, 0.95, 0.99, 1];
  const quantiles = (e: Float64Array) => Float64Array.from(shares, (p) => quantile7(e, p));
  return {
    n: propensity.length,
    treated: treated.e.length,
    quantiles: {treated: quantiles(treated.e), untreated: quantiles(untreated.e)},
    effective: {treated: treated.effective, untreated: untreated.effective},
    largestShare: Math.max(treated.largest, untreated.largest),
    outsideCommonSupport: propensity.reduce((count, e) => count + (e < low || e > high ? 1 : 0), 0),
  };
}

/** Type 7 of Hyndman and Fan 1996, of ascending values. */
function quantile7(sorted: Float64Array, p: number): number {
  const at = p * (sorted.length - 1);
  const k = Math.floor(at);
  return sorted[k] + (at - k) * (sorted[Math.min(k + 1, sorted.length - 1)] - sorted[k]);
}
