import {mean} from "simple-statistics";

/** Losses of one prediction; all arrays have one value a row, all finite. */
export type Loss = (actual: number, predicted: number) => number;

/** (y − ŷ)²: elicits the mean. */
export const squaredError: Loss = (y, f) => (y - f) * (y - f);

/** |y − ŷ|. */
export const absoluteError: Loss = (y, f) => Math.abs(y - f);

/**
 * Pinball loss of a quantile forecast at `level` τ: (τ − 1{y < q})·(y − q) (Koenker and Bassett 1978). Elicits the
 * τ-quantile; in units of y.
 */
export function pinballLoss(level: number): Loss {
  return (y, q) => (y < q ? level - 1 : level) * (y - q);
}

/** The loss of every row. */
export function lossOf(loss: Loss, actual: ArrayLike<number>, predicted: ArrayLike<number>): Float64Array {
  const losses = new Float64Array(actual.length);
  for (let i = 0; i < losses.length; i++) losses[i] = loss(actual[i], predicted[i]);
  return losses;
}

/** Mean of a non-empty typed array (simple-statistics: Kahan-Babuska summation, in the order given). */
export function meanOf(values: ArrayLike<number>): number {
  return mean(values as number[]);
}

/** Mean absolute error, in units of y. */
export function mae(actual: ArrayLike<number>, predicted: ArrayLike<number>): number {
  return meanOf(lossOf(absoluteError, actual, predicted));
}

/** Root of the mean squared error, in units of y. */
export function rmse(actual: ArrayLike<number>, predicted: ArrayLike<number>): number {
  return Math.sqrt(meanOf(lossOf(squaredError, actual, predicted)));
}

/**
 * R² out of sample, 1 − Σ(y − ŷ)² / Σ(y − ȳ)², where ȳ is the mean known when each prediction was made, one a row
 * (Campbell and Thompson 2008, eq. 1). Negative when the forecast is worse than that mean. NaN if the mean was never wrong.
 */
export function r2OutOfSample(
  actual: ArrayLike<number>,
  predicted: ArrayLike<number>,
  pastMean: ArrayLike<number>,
): number {
  const baseline = meanOf(lossOf(squaredError, actual, pastMean));
  return baseline > 0 ? 1 - meanOf(lossOf(squaredError, actual, predicted)) / baseline : Number.NaN;
}

/** The share of directions foretold, beside what saying the same every day would get. */
export interface HitRate {
  /** Rows with nonzero P&L: days without P&L have no direction to foretell. */
  readonly rows: number;
  /** Share of those rows with sign(ŷ) = sign(y). A prediction of exactly 0 names no direction and is a miss. */
  readonly rate: number;
  /** Share of the more frequent direction among the same rows: what the best constant answer gets, in hindsight. */
  readonly majority: number;
}

/** Hit rate of a prediction's sign; null if no row has P&L. */
export function hitRate(actual: ArrayLike<number>, predicted: ArrayLike<number>): HitRate | null {
  let rows = 0;
  let hits = 0;
  let gains = 0;
  for (let i = 0; i < actual.length; i++) {
    if (actual[i] === 0) continue;
    rows++;
    if (actual[i] > 0) gains++;
    if (Math.sign(actual[i]) === Math.sign(predicted[i])) hits++;
  }
  return rows === 0 ? null : {rows, rate: hits / rows, majority: Math.max(gains, rows - gains) / rows};
}
