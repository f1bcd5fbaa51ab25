/** Mean block length that minimises the error of a bootstrap's variance of the mean, by kind of bootstrap. */
export interface BlockLengths {
  /** For the stationary bootstrap (random lengths with this mean). */
  readonly stationary: number;
  /** For the circular block bootstrap (fixed length). */
  readonly circular: number;
}

/**
 * Automatic block length (Politis and White 2004, with the correction of Patton, Politis and White 2009), by flat-top
 * estimates of the autocovariances. Conventions are those of the authors' code as ported in arch (Sheppard): the first
 * K = max(5, ⌊log₁₀ n⌋) autocorrelations in a row below 2·√(log₁₀ n / n) end the significant ones; lengths are at most
 * ⌈min(3·√n, n/3)⌉. Not rounded, and may be below 1 (then 1 is meant).
 * @param x one value a day, in time order.
 * @returns NaN lengths for a constant series; throws RangeError below 8 values.
 */
export function optimalBlockLength(x: ArrayLike<number>): BlockLengths {
  const n = x.length;
  if (!(n >= 8)) throw new RangeError(`invalid series; a block length needs 8 values, found ${n}`);
  let sum = 0;
  for (let t = 0; t < n; t++) sum += x[t];
  const e = Float64Array.from({length: n}, (_, t) => x[t] - sum / n);
  const logN = Math.log10(n);
  const run = Math.max(5, Math.floor(logN));
  const maximumLag = Math.min(n - 1, Math.ceil(Math.sqrt(n)) + run);
  const critical = 2 * Math.sqrt(logN / n);

  const covariance = new Float64Array(maximumLag + 1);
  const correlation = new Float64Array(maximumLag + 1);
  for (let lag = 0; lag <= maximumLag; lag++) {
    covariance[lag] = dot(e, lag, n, -lag) / n;
    // the reference's own scaling: each end of the series by the sum of squares of what remains of it
    const scale = Math.sqrt(dot(e, lag + 1, n, 0) * dot(e, 0, n - lag - 1, 0));
    correlation[lag] = Math.abs(covariance[lag] * n) / scale;
  }
  let significant = -1;
  for (let lag = run; lag <= maximumLag && significant < 0; lag++)
    if (correlation.subarray(lag - run, lag).every((r) => r < critical)) significant = lag - run;
  const window = Math.min(significant < 0 ? maximumLag : 2 * Math.max(significant, 1), maximumLag);

  let slope = 0;
  let longRun = covariance[0];
  for (let lag = 1; lag <= window; lag++) {
    const flatTop = lag / window <= 0.5 ? 1 : 2 * (1 - lag / window);
    slope += 2 * flatTop * lag * covariance[lag];
    longRun += 2 * flatTop * covariance[lag];
  }
  const bound = Math.ceil(Math.min(3 * Math.sqrt(n), n / 3));
  const length = (d: number) => Math.min(Math.cbrt((2 * slope * slope) / d) * Math.cbrt(n), bound);
  return {stationary: length(2 * longRun * longRun), circular: length((4 / 3) * longRun * longRun)};
}

/** Σ e[t]·e[t + shift] over from ≤ t < to. */
function dot(e: Float64Array, from: number, to: number, shift: number): number {
  let sum = 0;
  for (let t = from; t < to; t++) sum += e[t] * e[t + shift];
  return sum;
}
