import {checkFit, designRows, pick, taskOf} from "../design.ts";
import type {Design, FitOptions, Learner, Model} from "../learner.ts";

/** Which end of an interval is open: "lower" has a lower bound only (a loss that is seldom exceeded). */
export type Side = "both" | "lower" | "upper";

/**
 * The finite-sample quantile of split conformal prediction (Vovk, Gammerman and Shafer 2005; Lei et al. 2018, theorem 2.2):
 * the ⌈(n + 1) level⌉-th smallest of n scores. A new score that is exchangeable with them exceeds it with a chance of at
 * most 1 − level, and of at least 1 − level − 1 / (n + 1) where scores do not tie.
 *
 * @param sorted scores, ascending. @returns Infinity where n is too small for the level; −Infinity for a level ≤ 0.
 */
export function conformalQuantile(sorted: ArrayLike<number>, level: number): number {
  if (level <= 0) return Number.NEGATIVE_INFINITY;
  const rank = Math.ceil((sorted.length + 1) * level - 1e-9); // a product that is whole but for rounding is whole
  return rank > sorted.length ? Number.POSITIVE_INFINITY : sorted[rank - 1];
}

/** How far each outcome is from its prediction, towards the side that is bounded. */
export function conformalScores(y: Float64Array, prediction: Float64Array, side: Side = "both"): Float64Array {
  return y.map((value, i) => {
    const error = value - prediction[i];
    return side === "both" ? Math.abs(error) : side === "upper" ? error : -error;
  });
}

/** prediction ± width; the end of a side that is not bounded is infinite. A width of −Infinity is the empty interval. */
export function intervalsOf(
  prediction: Float64Array,
  width: number,
  side: Side = "both",
): {lower: Float64Array; upper: Float64Array} {
  return {
    lower: prediction.map((f) => (side === "upper" ? Number.NEGATIVE_INFINITY : f - width)),
    upper: prediction.map((f) => (side === "lower" ? Number.POSITIVE_INFINITY : f + width)),
  };
}

export interface SplitConformal {
  /** Fitted on the days before the calibration block. */
  readonly model: Model;
  /** In units of y; Infinity where there are too few calibration rows for the level. */
  readonly width: number;
  readonly trainRows: number;
  readonly calibrationRows: number;
  /** First day of the calibration block. */
  readonly calibrationFrom: number;
  /** Prediction intervals of other rows. */
  intervals(x: Design): {lower: Float64Array; upper: Float64Array};
}

/**
 * Split conformal intervals on a time-ordered split: the learner is fitted on the earlier days of the window, the interval's
 * half-width is the conformal quantile of its errors on the latest days. Coverage of at least `level` holds for rows that are
 * exchangeable with the calibration rows; where the process drifts it does not: see `adaptiveConformal`, and show coverage
 * over time.
 *
 * Weights count in the fit; rows of weight 0 are not in the calibration, the others all count alike.
 *
 * @param level in (0, 1). @param share of the days that calibrate, in (0, 1), default 0.25. @param side default "both".
 * @throws RangeError for a share that leaves no day to fit on, or no row with weight there; where the task is not a mean.
 */
export function splitConformal(
  learner: Learner,
  x: Design,
  y: Float64Array,
  options: FitOptions,
  {level, share = 0.25, side = "both"}: {readonly level: number; readonly share?: number; readonly side?: Side},
): SplitConformal {
  const w = checkFit(x, y, options);
  if (taskOf(learner, y, options).kind !== "mean")
    throw new RangeError(`invalid task for conformal intervals; not mean: ${options.task?.kind}`);
  if (!(level > 0 && level < 1)) throw new RangeError(`invalid level; not in (0, 1): ${level}`);
  if (!(share > 0 && share < 1)) throw new RangeError(`invalid share of the days; not in (0, 1): ${share}`);
  const distinct = Int32Array.from(new Set(options.days)).sort();
  const first = distinct.length - Math.ceil(share * distinct.length);
  if (first < 1)
    throw new RangeError(`invalid training window; ${distinct.length} days leave none to fit on besides calibration`);
  const from = distinct[first];
  const rows = Int32Array.from(y.keys());
  const train = rows.filter((i) => options.days[i] < from);
  const held = rows.filter((i) => options.days[i] >= from && w[i] > 0);
  const days = train.map((i) => options.days[i]);
  const model = learner.fit(designRows(x, train), pick(y, train), {...options, weights: pick(w, train), days});
  const scores = conformalScores(pick(y, held), model.predict(designRows(x, held)), side).sort();
  const width = conformalQuantile(scores, level);
  return {
    model,
    width,
    trainRows: train.length,
    calibrationRows: held.length,
    calibrationFrom: from,
    intervals: (other) => intervalsOf(model.predict(other), width, side),
  };
}
