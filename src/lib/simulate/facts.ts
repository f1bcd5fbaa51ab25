/** Stylised facts of returns and P&L (Cont 2001), as plain functions of arrays. NaN where there is too little to say. */

/** Mean of |x|'s largest `share`, Hill's (1975) estimator of the tail index of the upper tail: small means heavy. */
export function hillIndex(values: Float64Array, share = 0.05): number {
  const upper = values.filter((x) => x > 0).sort();
  const k = Math.floor(share * values.length);
  if (k < 5 || upper.length <= k) return Number.NaN;
  const threshold = upper[upper.length - 1 - k];
  let sum = 0;
  for (let j = upper.length - k; j < upper.length; j++) sum += Math.log(upper[j] / threshold);
  return k / sum;
}

/** Two-sample Kolmogorov-Smirnov distance: the largest gap between two empirical distributions, in [0, 1]. */
export function ksDistance(a: Float64Array, b: Float64Array): number {
  const [x, y] = [a.slice().sort(), b.slice().sort()];
  let [i, j, most] = [0, 0, 0];
  while (i < x.length && j < y.length) {
    const at = Math.min(x[i], y[j]);
    while (i < x.length && x[i] === at) i++;
    while (j < y.length && y[j] === at) j++;
    most = Math.max(most, Math.abs(i / x.length - j / y.length));
  }
  return most;
}

/** Distance that two samples of one distribution exceed with probability 5 % (asymptotic; Smirnov 1948). */
export function ksCritical(n: number, m: number): number {
  return 1.3581 * Math.sqrt((n + m) / (n * m));
}

/** Pairs of values, added up one by one, and their correlation. */
export interface Pairs {
  n: number;
  x: number;
  y: number;
  xx: number;
  yy: number;
  xy: number;
}

export function pairs(): Pairs {
  return {n: 0, x: 0, y: 0, xx: 0, yy: 0, xy: 0};
}

export function addPair(p: Pairs, x: number, y: number): void {
  p.n++;
  p.x += x;
  p.y += y;
  p.xx += x * x;
  p.yy += y * y;
  p.xy += x * y;
}

export function covariance(p: Pairs): number {
  return p.n < 2 ? Number.NaN : p.xy / p.n - (p.x / p.n) * (p.y / p.n);
}

export function correlation(p: Pairs): number {
  const [vx, vy] = [p.xx / p.n - (p.x / p.n) ** 2, p.yy / p.n - (p.y / p.n) ** 2];
  return p.n > 2 && vx > 0 && vy > 0 ? covariance(p) / Math.sqrt(vx * vy) : Number.NaN;
}

/**
 * Autocorrelations at lags 1 … `lags` of one series, or of several pooled about their common mean.
 * @param series values in order of time, NaN where missing: a pair with a gap in it does not count.
 */
export function autocorrelations(series: readonly Float64Array[], lags: number): Float64Array {
  return Float64Array.from({length: lags}, (_, k) => {
    const p = pairs();
    for (const x of series)
      for (let t = k + 1; t < x.length; t++)
        if (!Number.isNaN(x[t]) && !Number.isNaN(x[t - k - 1])) addPair(p, x[t - k - 1], x[t]);
    return correlation(p);
  });
}

export interface Moments {
  readonly n: number;
  readonly mean: number;
  readonly sd: number;
  readonly skewness: number;
  /** 3 for a normal. */
  readonly kurtosis: number;
}

/** Moments of the sample (divided by n). */
export function momentsOf(values: Float64Array): Moments {
  const n = values.length;
  let sum = 0;
  for (const x of values) sum += x;
  const mean = sum / n;
  let [m2, m3, m4] = [0, 0, 0];
  for (const x of values) {
    const d = x - mean;
    m2 += d * d;
    m3 += d * d * d;
    m4 += d * d * d * d;
  }
  const sd = Math.sqrt(m2 / n);
  return {n, mean, sd, skewness: m3 / n / (sd * sd * sd), kurtosis: m4 / n / (sd * sd * sd * sd)};
}
