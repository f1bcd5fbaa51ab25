import {tCdf, tQuantile, tTwoSided} from "../../numeric/index.ts";
import {meanOf} from "../metrics.ts";
import {autocovariance} from "./long-run.ts";

export interface DieboldMarianoOptions {
  /** Forecast horizon h ≥ 1: autocovariances up to lag h − 1 enter the variance. Default 1. */
  readonly horizon?: number;
  /**
   * "acf": all lags with weight 1, as Diebold and Mariano (1995) have it; "bartlett": weights 1 − k/h, never negative.
   * Default "acf".
   */
  readonly variance?: "acf" | "bartlett";
  /** Of the interval. Default 0.95. */
  readonly level?: number;
}

export interface DieboldMarianoTest {
  /** Harvey-Leybourne-Newbold statistic, compared with Student's t with n − 1 degrees of freedom. */
  readonly statistic: number;
  /** Two-sided, and for "the mean is below zero" and "above zero". */
  readonly p: number;
  readonly pLess: number;
  readonly pGreater: number;
  /** Mean loss differential, and its interval by inversion of the test. */
  readonly difference: number;
  readonly interval: readonly [number, number];
  readonly n: number;
  readonly horizon: number;
}

/**
 * Test of equal predictive ability (Diebold and Mariano 1995) with the small-sample correction of Harvey, Leybourne and
 * Newbold (1997, eq. 9): the mean loss differential over its standard error, times
 * √((n + 1 − 2h + h(h−1)/n) / n). Conventions are those of R's forecast::dm.test (8.20), autocovariances divided by n
 * among them; a negative "acf" variance falls back to horizon 1, as there.
 * @param differential loss of one forecast minus that of the other, one a period, in time order.
 * @returns null when the differential has no variance (or fewer than 2 periods, or no more than h): nothing to test with.
 */
export function dieboldMariano(
  differential: ArrayLike<number>,
  {horizon = 1, variance = "acf", level = 0.95}: DieboldMarianoOptions = {},
): DieboldMarianoTest | null {
  if (!(Number.isInteger(horizon) && horizon >= 1))
    throw new RangeError(`invalid horizon; not a positive integer: ${horizon}`);
  if (!(level > 0 && level < 1)) throw new RangeError(`invalid level; not in (0, 1): ${level}`);
  const n = differential.length;
  if (n < 2 || n <= horizon) return null;
  const difference = meanOf(differential);
  // a constant differential leaves rounding dust in the variance: judged against the size of the values
  let scale = 0;
  for (let t = 0; t < n; t++) scale = Math.max(scale, Math.abs(differential[t]));
  const shortRun = autocovariance(differential, difference, 0);
  if (!(shortRun > scale * scale * 1e-24)) return null;
  let longRun = shortRun;
  for (let k = 1; k < horizon; k++)
    longRun += 2 * (variance === "acf" ? 1 : 1 - k / horizon) * autocovariance(differential, difference, k);
  if (!(longRun > 0)) return dieboldMariano(differential, {horizon: 1, variance, level});
  const correction = Math.sqrt((n + 1 - 2 * horizon + (horizon / n) * (horizon - 1)) / n);
  const standardError = Math.sqrt(longRun / n) / correction;
  const statistic = difference / standardError;
  const half = tQuantile(0.5 + level / 2, n - 1) * standardError;
  return {
    statistic,
    p: tTwoSided(statistic, n - 1),
    pLess: tCdf(statistic, n - 1),
    pGreater: tCdf(-statistic, n - 1),
    difference,
    interval: [difference - half, difference + half],
    n,
    horizon,
  };
}
