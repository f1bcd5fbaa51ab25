import {chiSquareUpper, dot, solvePositiveDefinite} from "../../numeric/index.ts";
import {longRunCovariance} from "./long-run.ts";

export interface GiacominiWhiteOptions {
  /** Forecast horizon τ ≥ 1 in days. Default 1. */
  readonly horizon?: number;
  /**
   * What was known when the forecasts of each day were made, one value a day, beside the constant that always enters.
   * Default: the differential of `horizon` days before, whose first `horizon` days are then left out.
   */
  readonly instruments?: readonly Float64Array[];
}

export interface GiacominiWhiteTest {
  /** Chi-squared with `df` degrees of freedom (the instruments and the constant) under equal conditional ability. */
  readonly statistic: number;
  readonly df: number;
  readonly p: number;
  readonly n: number;
  /** Least squares of the differential on constant and instruments, in that order: which forecast to expect to be better, when. */
  readonly coefficients: Float64Array;
  /** Share of days on which that regression expects the first forecast to lose more (in the sample it was made on). */
  readonly expectedAbove: number;
}

/**
 * Test of equal conditional predictive ability (Giacomini and White 2006, theorems 1 and 3): does anything known beforehand
 * tell which forecast will lose more? T = n·Z̄′Ω̂⁻¹Z̄ with Z = instruments × differential. For one step Ω̂ is the mean of
 * ZZ′ (so that T is n times the uncentred R² of ones on Z); for τ steps Newey and West's with τ − 1 Bartlett lags, about
 * zero. Diebold and Mariano's test asks only whether one loses more on average.
 * @param differential loss of one forecast minus that of the other, one a day (day means, for a panel), in time order.
 * @returns null when there are fewer than 10 days an instrument, the differential is zero throughout, or the instruments
 * are collinear (a constant differential makes its own lag so).
 */
export function giacominiWhite(
  differential: Float64Array,
  {horizon = 1, instruments}: GiacominiWhiteOptions = {},
): GiacominiWhiteTest | null {
  if (!(Number.isInteger(horizon) && horizon >= 1))
    throw new RangeError(`invalid horizon; not a positive integer: ${horizon}`);
  for (const x of instruments ?? [])
    if (x.length !== differential.length)
      throw new RangeError(`invalid instrument; ${x.length} values for ${differential.length} days`);
  const from = instruments === undefined ? horizon : 0;
  const d = differential.subarray(from);
  const known = instruments ?? [differential.subarray(0, Math.max(0, differential.length - horizon))];
  const n = d.length;
  const df = known.length + 1;
  if (n < 10 * df || rootMeanSquare(d) === 0) return null;
  // in units of their own size: the statistic does not change, and currencies squared stay solvable
  const unit = rootMeanSquare(d);
  const scale = [1, ...known.map((x) => rootMeanSquare(x) || 1)];
  const h = [new Float64Array(n).fill(1), ...known.map((x, k) => x.map((v) => v / scale[k + 1]))];
  const z = h.map((x) => x.map((v, t) => (v * d[t]) / unit));
  const zeros = z.map(() => 0);
  const means = Float64Array.from(z, (x) => x.reduce((sum, v) => sum + v, 0) / n);
  try {
    const weighted = solvePositiveDefinite(longRunCovariance(z, horizon - 1, zeros), means);
    const statistic = n * dot(means, weighted);
    if (!(statistic >= 0)) return null;
    const coefficients = leastSquares(h, d).map((b, k) => b / scale[k]);
    let above = 0;
    for (let t = 0; t < n; t++) {
      let expected = coefficients[0];
      for (let k = 0; k < known.length; k++) expected += coefficients[k + 1] * known[k][t];
      if (expected > 0) above++;
    }
    return {statistic, df, p: chiSquareUpper(statistic, df), n, coefficients, expectedAbove: above / n};
  } catch (error) {
    if (error instanceof RangeError) return null; // not positive definite: collinear
    throw error;
  }
}

function leastSquares(x: readonly Float64Array[], y: Float64Array): Float64Array {
  const gram = x.map((a) => Float64Array.from(x, (b) => dot(a, b)));
  return solvePositiveDefinite(
    gram,
    Float64Array.from(x, (a) => dot(a, y)),
  );
}

function rootMeanSquare(x: Float64Array): number {
  return x.length === 0 ? 0 : Math.sqrt(dot(x, x) / x.length);
}
