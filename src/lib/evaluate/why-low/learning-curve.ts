import {dayMeans, defaultLags, dieboldMariano} from "../tests/index.ts";
import {type DayEstimate, dayRatio} from "./day-ratio.ts";

/** Predictions of a learner that was given so much to learn from. */
export interface LearningRun {
  /** Days of training, number of features, or another size; ascending in the list. */
  readonly size: number;
  readonly label: string;
  /** One a row of `rows`; NaN where this run has no prediction. */
  readonly value: Float64Array;
}

export interface LearningPoint {
  readonly size: number;
  readonly label: string;
  /** R² out of sample against the past mean, with its interval. */
  readonly r2: DayEstimate;
  /** Gain in R² over the run before, and the two-sided p-value of its Diebold-Mariano test; null for the first. */
  readonly gain: {readonly r2: number; readonly p: number | null} | null;
}

/**
 * Does more to learn from help? R² by run, on the rows that every run predicts. A curve that still rises at its end says that
 * the data are few; a flat one that the signal is, or that the features do not hold it.
 * @param rows day, target and past mean of the target (as R² wants it), all finite.
 * @throws RangeError if no row has all predictions.
 */
export function learningCurve(
  rows: {readonly day: Int32Array; readonly target: Float64Array; readonly pastMean: Float64Array},
  runs: readonly LearningRun[],
  {level = 0.95}: {level?: number} = {},
): LearningPoint[] {
  const kept = Int32Array.from(rows.day.keys()).filter((i) => runs.every(({value}) => Number.isFinite(value[i])));
  if (kept.length === 0) throw new RangeError(`there is no row that all ${runs.length} runs predict`);
  const day = kept.map((i) => rows.day[i]);
  const squared = (f: Float64Array) =>
    Float64Array.from(kept, (i) => (rows.target[i] - f[i]) * (rows.target[i] - f[i]));
  const mean = squared(rows.pastMean);
  const losses = runs.map(({value}) => squared(value));
  const points = losses.map((loss) => {
    const {value, standardError, interval} = dayRatio(day, loss, mean, {level});
    return {value: 1 - value, standardError, interval: interval && ([1 - interval[1], 1 - interval[0]] as const)};
  });
  return runs.map(({size, label}, k) => {
    if (k === 0) return {size, label, r2: points[k], gain: null};
    const {means} = dayMeans(day, [losses[k - 1].map((l, i) => l - losses[k][i])]);
    const test = dieboldMariano(means[0], {horizon: 1 + defaultLags(means[0].length), variance: "bartlett"});
    return {size, label, r2: points[k], gain: {r2: points[k].value - points[k - 1].value, p: test?.p ?? null}};
  });
}
