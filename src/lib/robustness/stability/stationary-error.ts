/**
 * Standard error of a mean that the stationary bootstrap would find with infinitely many draws (Politis and Romano 1994, lemma 1):
 * n · variance = c(0) + 2 Σ (1 − i/n)(1 − 1/L)^i c(i), c the autocovariances round the circle.
 * @param series one value a day. @param blockLength mean length L ≥ 1.
 */
export function stationaryError(series: Float64Array, blockLength: number): number {
  if (!(blockLength >= 1)) throw new RangeError(`invalid block length; not 1 or more: ${blockLength}`);
  const n = series.length;
  let total = 0;
  for (let t = 0; t < n; t++) total += series[t];
  const mean = total / n;
  const twice = new Float64Array(2 * n);
  for (let t = 0; t < n; t++) twice[t] = twice[t + n] = series[t] - mean;
  let variance = 0;
  let decay = 1;
  for (let lag = 0; lag < n && decay > 1e-12; lag++) {
    let sum = 0;
    for (let t = 0; t < n; t++) sum += twice[t] * twice[t + lag];
    variance += (lag === 0 ? 1 : 2 * (1 - lag / n)) * decay * (sum / n);
    decay *= 1 - 1 / blockLength;
  }
  return Math.sqrt(Math.max(0, variance) / n);
}
