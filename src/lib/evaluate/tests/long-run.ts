/** Autocovariance at a lag, divided by n (not n − lag): the convention that keeps the Bartlett sum non-negative. */
export function autocovariance(x: ArrayLike<number>, mean: number, lag: number): number {
  let sum = 0;
  for (let t = lag; t < x.length; t++) sum += (x[t] - mean) * (x[t - lag] - mean);
  return sum / x.length;
}

/** Lags of autocovariance that a test over n days looks at where nobody says otherwise: ⌊n^(1/3)⌋. */
export function defaultLags(n: number): number {
  return Math.floor(Math.cbrt(n));
}

/**
 * Degrees of freedom of a long-run variance with Bartlett weights over `bandwidth` (lags + 1) lags of n days, 3n / (2·bandwidth): those of
 * the chi-squared with its mean and its variance, 4/3·(bandwidth / n) times the square (Priestley 1981, table 6.2, at frequency 0).
 */
export function bartlettDegrees(n: number, bandwidth: number): number {
  return (1.5 * n) / bandwidth;
}

/**
 * Long-run covariance Γ₀ + Σⱼ w(j)(Γⱼ + Γⱼ′) of columns about given centres, Bartlett weights w(j) = 1 − j/(lags + 1), so
 * that it is never indefinite (Newey and West 1987). Divided by n.
 * @param columns of equal length, one value a day in time order. @param centres default: the columns' means.
 */
export function longRunCovariance(
  columns: readonly Float64Array[],
  lags: number,
  centres: readonly number[] = columns.map(average),
): Float64Array[] {
  const n = columns[0].length;
  const off = columns.map((x, k) => x.map((v) => v - centres[k]));
  const result = columns.map(() => new Float64Array(columns.length));
  for (let lag = 0; lag <= Math.min(lags, n - 1); lag++) {
    const weight = lag === 0 ? 0.5 : 1 - lag / (lags + 1); // lag 0 is added once, from both triangles
    for (let i = 0; i < off.length; i++)
      for (let j = 0; j < off.length; j++) {
        let sum = 0;
        for (let t = lag; t < n; t++) sum += off[i][t] * off[j][t - lag];
        result[i][j] += (weight * sum) / n;
        result[j][i] += (weight * sum) / n;
      }
  }
  return result;
}

/** Long-run variance of one series: see `longRunCovariance`. */
export function longRunVariance(x: Float64Array, lags: number = defaultLags(x.length)): number {
  return longRunCovariance([x], lags)[0][0];
}

function average(x: Float64Array): number {
  let sum = 0;
  for (let t = 0; t < x.length; t++) sum += x[t];
  return sum / x.length;
}
