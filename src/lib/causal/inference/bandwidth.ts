import {dot} from "../../numeric/index.ts";
import type {Kernel} from "./kernels.ts";

/** x^(1/q) for x ≥ 0, the same bits on every version of Node (Math.pow is not). */
export function root(x: number, q: number): number {
  return x === 0 ? 0 : Math.exp(Math.log(x) / q);
}

export interface BandwidthOptions {
  readonly kernel: Kernel;
  /** Weight of each series in the criterion; 0 leaves one out (an intercept). Default all 1. */
  readonly weights?: readonly number[];
  /** The series are residuals of a vector autoregression of order one. Default false. */
  readonly prewhitened?: boolean;
}

/**
 * Automatic bandwidth of Newey and West (1994, Table I and II): from the autocovariances of the weighted sum of the series
 * up to lag ⌊4 (T/100)^r⌋ (3 where prewhitened).
 * @param series moment conditions over time, one Float64Array each, all of length T.
 * @throws RangeError for a kernel that the paper gives no constants for.
 */
export function neweyWestBandwidth(
  series: readonly Float64Array[],
  {kernel, weights = series.map(() => 1), prewhitened = false}: BandwidthOptions,
): number {
  const constants = {
    bartlett: [2 / 9, 1, 1.1447],
    parzen: [4 / 25, 2, 2.6614],
    "quadratic-spectral": [2 / 25, 2, 1.3221],
  };
  if (!(kernel in constants))
    throw new RangeError(`invalid bandwidth; Newey and West (1994) give none for the kernel ${kernel}: state a number`);
  const [rate, order, factor] = constants[kernel as keyof typeof constants];
  const n = series[0].length + (prewhitened ? 1 : 0);
  const lags = Math.min(series[0].length - 1, Math.floor((prewhitened ? 3 : 4) * Math.exp(rate * Math.log(n / 100))));
  const sum = new Float64Array(series[0].length);
  series.forEach((column, j) => {
    for (let t = 0; t < sum.length; t++) sum[t] += weights[j] * column[t];
  });
  let [zero, first, second] = [0, 0, 0];
  for (let j = 0; j <= lags; j++) {
    const sigma = (dot(sum.subarray(0, sum.length - j), sum.subarray(j)) / sum.length) * (j === 0 ? 1 : 2);
    zero += sigma;
    first += j * sigma;
    second += j * j * sigma;
  }
  const ratio = (order === 1 ? first : second) / zero;
  if (!Number.isFinite(ratio)) return 0; // all series zero: nothing to smooth
  return factor * root(ratio * ratio * n, 2 * order + 1);
}

/**
 * Automatic bandwidth of Andrews (1991, eq. 6.2 and 6.4): each series approximated by a first-order autoregression with an
 * intercept.
 * @param series as for `neweyWestBandwidth`.
 */
export function andrewsBandwidth(
  series: readonly Float64Array[],
  {kernel, weights = series.map(() => 1)}: Omit<BandwidthOptions, "prewhitened">,
): number {
  const n = series[0].length;
  let [top1, top2, bottom] = [0, 0, 0];
  series.forEach((column, j) => {
    const {rho, variance} = autoregression(column);
    const fourth = weights[j] * variance * variance;
    const up = (1 - rho) * (1 - rho);
    const down = (1 + rho) * (1 + rho);
    top1 += (fourth * 4 * rho * rho) / (up * up * up * down);
    top2 += (fourth * 4 * rho * rho) / (up * up * up * up);
    bottom += fourth / (up * up);
  });
  if (!(bottom > 0)) return 0;
  const [alpha1, alpha2] = [top1 / bottom, top2 / bottom];
  if (kernel === "bartlett") return 1.1447 * root(alpha1 * n, 3);
  const factor = {truncated: 0.6611, parzen: 2.6614, "tukey-hanning": 1.7462, "quadratic-spectral": 1.3221}[kernel];
  return factor * root(alpha2 * n, 5);
}

/** Least squares of a demeaned series on its own last value and an intercept; ρ kept within ±0.97, as Andrews advises. */
function autoregression(x: Float64Array): {rho: number; variance: number} {
  const m = x.length - 1;
  const [before, after] = [x.subarray(0, m), x.subarray(1)];
  const mean = (v: Float64Array) => v.reduce((s, a) => s + a, 0) / m;
  const [b, a] = [mean(before), mean(after)];
  let [cross, square, total] = [0, 0, 0];
  for (let t = 0; t < m; t++) {
    cross += (before[t] - b) * (after[t] - a);
    square += (before[t] - b) * (before[t] - b);
    total += (after[t] - a) * (after[t] - a);
  }
  const free = square > 0 ? cross / square : 0;
  const rho = Math.max(-0.97, Math.min(0.97, free));
  return {rho, variance: (total - free * cross) / m};
}
