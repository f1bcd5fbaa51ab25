/** What the Sharpe ratio's standard error is made of. Nothing here is annualised: all is per period of the returns. */
export interface ReturnMoments {
  /** Number of returns. */
  readonly n: number;
  readonly mean: number;
  /** Mean over standard deviation (n − 1). 0 where all returns are the same. */
  readonly sharpe: number;
  /** Third and fourth standardised moments (population); the kurtosis of a normal is 3. 0 and 3 where nothing varies. */
  readonly skew: number;
  readonly kurtosis: number;
}

/** Moments of returns, or of a policy's daily gain: a day's rows are summed first, so that a day is one return. */
export function returnMoments(returns: ArrayLike<number>): ReturnMoments {
  const n = returns.length;
  if (!(n >= 2)) throw new RangeError(`invalid returns; a Sharpe ratio needs 2, found ${n}`);
  let sum = 0;
  let size = 0;
  for (let t = 0; t < n; t++) {
    if (!Number.isFinite(returns[t])) throw new RangeError(`invalid return of period ${t}: ${returns[t]}`);
    sum += returns[t];
    size = Math.max(size, Math.abs(returns[t]));
  }
  const mean = sum / n;
  let [m2, m3, m4] = [0, 0, 0];
  for (let t = 0; t < n; t++) {
    const d = returns[t] - mean;
    m2 += d * d;
    m3 += d * d * d;
    m4 += d * d * d * d;
  }
  // rounding dust of a constant series is no variance
  if (!(m2 > n * size * size * 1e-24)) return {n, mean, sharpe: 0, skew: 0, kurtosis: 3};
  const variance = m2 / n;
  return {
    n,
    mean,
    sharpe: mean / Math.sqrt(m2 / (n - 1)),
    skew: m3 / n / (variance * Math.sqrt(variance)),
    kurtosis: m4 / n / (variance * variance),
  };
}
