import {crossProducts, dot} from "../../numeric/index.ts";
import {andrewsBandwidth, neweyWestBandwidth} from "./bandwidth.ts";
import {type Kernel, kernelWeight} from "./kernels.ts";
import type {Labelling} from "./labels.ts";

/** Dependence over time: a kernel-weighted sum of autocovariances. */
export interface SerialOptions {
  /**
   * Time of each row; rows of one time are summed first, so that they may depend on each other in any way (Driscoll and Kraay
   * 1998). Absent: rows are the times, in order (Newey and West 1987). Times are taken as equally spaced, in ascending order.
   */
  readonly time?: Labelling;
  /** Default "bartlett". */
  readonly kernel?: Kernel;
  /**
   * Lags with Bartlett's kernel: bandwidth = lags + 1. Default "newey-west", the automatic bandwidth of Newey and West
   * (1994), rounded down. Not together with `bandwidth`.
   */
  readonly lags?: number | "newey-west";
  /** Bandwidth of any kernel: a number ≥ 0, or chosen by Newey and West (1994) or Andrews (1991). */
  readonly bandwidth?: number | "newey-west" | "andrews";
}

/** A long-run sum of cross products, and what was chosen for it. */
export interface LongRun {
  /** Σ_t Σ_s w(|t − s|) s_t s_s', a k × k matrix, by rows. */
  readonly sum: Float64Array[];
  readonly kernel: Kernel;
  readonly bandwidth: number;
}

/**
 * Kernel-weighted sum of the autocovariances of k series over T times (not divided by T).
 * @param series k Float64Arrays of length T, each with mean zero in expectation.
 * @throws RangeError for fewer than three times, or a bandwidth that is negative or given twice.
 */
export function longRun(
  series: readonly Float64Array[],
  options: Omit<SerialOptions, "time">,
  {weights, prewhitened = false}: {readonly weights?: readonly number[]; readonly prewhitened?: boolean} = {},
): LongRun {
  const times = series[0].length;
  if (times < 3) throw new RangeError(`invalid times; autocovariances need three or more, found ${times}`);
  const {kernel = "bartlett"} = options;
  const bandwidth = bandwidthOf(series, kernel, options, {weights, prewhitened});
  const ones = new Float64Array(times).fill(1);
  const sum = crossProducts(series, ones);
  for (let lag = 1; lag < times; lag++) {
    const weight = bandwidth === 0 ? 0 : kernelWeight(kernel, lag / bandwidth);
    if (kernel === "quadratic-spectral" ? bandwidth === 0 : lag > bandwidth) break; // the quadratic spectral one never ends
    for (let j = 0; j < series.length; j++)
      for (let k = 0; k <= j; k++) {
        const [a, b] = [series[j], series[k]];
        const cross =
          dot(a.subarray(lag), b.subarray(0, times - lag)) + dot(b.subarray(lag), a.subarray(0, times - lag));
        sum[j][k] += weight * cross;
        if (j !== k) sum[k][j] += weight * cross;
      }
  }
  return {sum, kernel, bandwidth};
}

function bandwidthOf(
  series: readonly Float64Array[],
  kernel: Kernel,
  {lags, bandwidth}: Omit<SerialOptions, "time">,
  found: {weights: readonly number[] | undefined; prewhitened: boolean},
): number {
  if (lags !== undefined && bandwidth !== undefined)
    throw new RangeError(`invalid bandwidth; lags (${lags}) and bandwidth (${bandwidth}) are both given: give one`);
  if (lags !== undefined && kernel !== "bartlett")
    throw new RangeError(`invalid lags; they are for Bartlett's kernel: give the ${kernel} kernel a bandwidth`);
  const choice = bandwidth ?? lags ?? "newey-west";
  const options = {kernel, ...found};
  if (choice === "andrews") return andrewsBandwidth(series, options);
  if (choice === "newey-west") {
    const chosen = neweyWestBandwidth(series, options);
    return kernel === "bartlett" && bandwidth === undefined ? Math.floor(chosen) + 1 : chosen;
  }
  if (!(choice >= 0 && choice < Number.POSITIVE_INFINITY))
    throw new RangeError(`invalid ${bandwidth === undefined ? "lags" : "bandwidth"}; not a number ≥ 0: ${choice}`);
  if (bandwidth === undefined && !Number.isInteger(choice))
    throw new RangeError(`invalid lags; not a whole number: ${choice}`);
  return bandwidth === undefined ? choice + 1 : choice;
}
