import {chiSquareUpper} from "../../numeric/index.ts";

/**
 * Ljung and Box (1978): that standardised one-step errors do not depend on the past; `free` variances were fitted, of which one
 * is the scale and costs no degree of freedom.
 */
export function ljungBox(z: Float64Array, free: number) {
  const n = z.length;
  const lags = Math.max(1, Math.min(10, Math.floor(n / 5)));
  let mean = 0;
  for (const x of z) mean += x / n;
  let square = 0;
  for (const x of z) square += (x - mean) * (x - mean);
  let statistic = 0;
  for (let lag = 1; lag <= lags; lag++) {
    let sum = 0;
    for (let t = lag; t < n; t++) sum += (z[t] - mean) * (z[t - lag] - mean);
    statistic += (n * (n + 2) * (sum / square) * (sum / square)) / (n - lag);
  }
  return {statistic, lags, p: chiSquareUpper(statistic, Math.max(1, lags - free + 1))};
}
