/** Weights of autocovariances in a HAC variance. */
export type Kernel = "truncated" | "bartlett" | "parzen" | "tukey-hanning" | "quadratic-spectral";

/**
 * Kernel weight at lag / bandwidth (Andrews 1991, eq. 2.7). All but "truncated" and "tukey-hanning" give positive
 * semi-definite variances; Newey and West 1987 with L lags is "bartlett" with bandwidth L + 1.
 */
export function kernelWeight(kernel: Kernel, x: number): number {
  const a = Math.abs(x);
  if (kernel === "quadratic-spectral") {
    if (a < 1e-6) return 1; // 1 − 18π²a²/125 + …: below rounding
    const y = (6 * Math.PI * a) / 5;
    return (3 / (y * y)) * (Math.sin(y) / y - Math.cos(y));
  }
  if (a > 1) return 0;
  if (kernel === "truncated") return 1;
  if (kernel === "bartlett") return 1 - a;
  if (kernel === "tukey-hanning") return (1 + Math.cos(Math.PI * a)) / 2;
  return a <= 0.5 ? 1 - 6 * a * a + 6 * a * a * a : 2 * (1 - a) * (1 - a) * (1 - a);
}
