import chiSquareCdf from "@stdlib/stats-base-dists-chisquare-cdf";
import cdfOfNormal from "@stdlib/stats-base-dists-normal-cdf";
import quantileOfNormal from "@stdlib/stats-base-dists-normal-quantile";
import cdfOfT from "@stdlib/stats-base-dists-t-cdf";
import quantileOfT from "@stdlib/stats-base-dists-t-quantile";

/** P(Z ≤ x) of a standard normal. */
export function normalCdf(x: number): number {
  return cdfOfNormal(x, 0, 1);
}

/** The p-quantile of a standard normal, p in [0, 1]: normalQuantile(0.975) = 1.95996… */
export function normalQuantile(p: number): number {
  return quantileOfNormal(p, 0, 1);
}

/** P(T ≤ x) of Student's t with `df` > 0 degrees of freedom; df = Infinity is the normal. */
export function tCdf(x: number, df: number): number {
  return df === Number.POSITIVE_INFINITY ? normalCdf(x) : cdfOfT(x, df);
}

/** The p-quantile of Student's t with `df` > 0 degrees of freedom; df = Infinity is the normal. */
export function tQuantile(p: number, df: number): number {
  return df === Number.POSITIVE_INFINITY ? normalQuantile(p) : quantileOfT(p, df);
}

/** Two-sided p-value of a t statistic. Taken from the lower tail, so that very small values keep their digits. */
export function tTwoSided(statistic: number, df: number): number {
  return 2 * tCdf(-Math.abs(statistic), df);
}

/** P(X > x) of a chi-squared with `df` degrees of freedom; with 1, from the normal tail, so that small values keep their digits. */
export function chiSquareUpper(x: number, df: number): number {
  if (df === 1) return x <= 0 ? 1 : 2 * normalCdf(-Math.sqrt(x));
  return 1 - chiSquareCdf(x, df);
}
