import {dot, normalCdf, orthonormalBasis, residual} from "../../numeric/index.ts";
import {type DirectionTest, directions} from "./directions.ts";

/**
 * Nonparametric test of predictive performance (Pesaran and Timmermann 1992, eq. 6): (P̂ − P̂*) over the root of
 * V̂(P̂) − V̂(P̂*), standard normal when directions are unrelated and neither series is serially correlated. One series:
 * rows of a day are not independent.
 * @returns null where all outcomes, or all predictions, have one direction.
 */
export function pesaranTimmermann(actual: ArrayLike<number>, predicted: ArrayLike<number>): DirectionTest | null {
  const found = directions(actual, predicted);
  if (found === null) return null;
  const {rows, hitRate, expected} = found;
  const n = rows.length;
  const [py, px] = found.shares;
  const ofHits = (expected * (1 - expected)) / n;
  const ofExpected =
    ((2 * py - 1) * (2 * py - 1) * px * (1 - px) + (2 * px - 1) * (2 * px - 1) * py * (1 - py)) / n +
    (4 * py * px * (1 - py) * (1 - px)) / (n * n);
  if (!(ofHits > ofExpected)) return null;
  const statistic = (hitRate - expected) / Math.sqrt(ofHits - ofExpected);
  return {n, hitRate, expected, statistic, p: normalCdf(-statistic)};
}

/**
 * The version robust to serial correlation (Pesaran and Timmermann 2009, section 3, "dynamically augmented", two
 * categories): √n times the partial correlation of the two indicators of "up", given a constant and `lags` lags of both.
 * Its square is their trace statistic n·tr(S_yy.w⁻¹ S_yx.w S_xx.w⁻¹ S_xy.w), chi-squared with 1 degree of freedom; the sign
 * makes the test one-sided.
 * @returns null where a direction never changes or nothing of it is left after the lags.
 */
export function pesaranTimmermannDynamic(
  actual: ArrayLike<number>,
  predicted: ArrayLike<number>,
  {lags = 1}: {lags?: number} = {},
): DirectionTest | null {
  if (!(Number.isInteger(lags) && lags >= 0))
    throw new RangeError(`invalid lags; not a whole number, 0 or more: ${lags}`);
  const found = directions(actual, predicted);
  if (found === null || found.rows.length < 10 * (2 * lags + 2)) return null;
  const {up, foretold, hitRate, expected} = found;
  const n = up.length - lags;
  const late = (x: Float64Array, lag: number) => x.slice(lags - lag, lags - lag + n);
  const controls = Array.from({length: lags}, (_, k) => [late(up, k + 1), late(foretold, k + 1)]).flat();
  const basis = orthonormalBasis([new Float64Array(n).fill(1), ...controls]);
  const [y, x] = [residual(late(up, 0), basis), residual(late(foretold, 0), basis)];
  const size = Math.sqrt(dot(y, y) * dot(x, x));
  if (!(size > 1e-9 * n)) return null;
  const statistic = Math.sqrt(n) * (dot(y, x) / size);
  return {n, hitRate, expected, statistic, p: normalCdf(-statistic)};
}
