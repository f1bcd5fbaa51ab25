import {tCdf} from "../../numeric/index.ts";
import type {LinearScoreFit} from "../dml/linear-score.ts";
import type {Labelling, Labels} from "../inference/labels.ts";
import {type GroupEffects, groupEffects} from "./group-effects.ts";
import {bestLinearProjection, type LinearProjection, type ProjectionTerm} from "./linear-projection.ts";

export interface CalibrationOptions {
  /** Predicted effects, each from a model that did not see the row (nor the row's signal). */
  readonly predicted: Float64Array;
  /** One labelling of the rows; absent: rows independent. */
  readonly cluster?: Labelling;
  readonly labels?: Labels;
  /** Groups by predicted effect. Default 5. */
  readonly groups?: number;
  readonly level?: number;
}

/** Do predicted effects mean what they say? */
export interface Calibration {
  /** Mean effect (at the mean prediction). */
  readonly mean: ProjectionTerm;
  /** Slope of the effect on its prediction: 1 calibrated, 0 nothing of it true. */
  readonly slope: ProjectionTerm;
  /** One-sided p-value of slope ≤ 0: small, there is heterogeneity and the model finds some of it. */
  readonly pNoHeterogeneity: number;
  /** Two-sided p-value of slope = 1. */
  readonly pCalibrated: number;
  /** Effects of the groups, least predicted effect first, with their covariance. */
  readonly sorted: GroupEffects;
  /** Mean prediction of each group: beside its effect. */
  readonly predicted: Float64Array;
  /** Effect of the last group less that of the first. */
  readonly spread: {readonly estimate: number; readonly standardError: number; readonly p: number};
  readonly projection: LinearProjection;
}

/**
 * Calibration test of predicted effects: best linear predictor and sorted group effects of Chernozhukov, Demirer, Duflo and
 * Fernández-Val (2018, "Generic machine learning", sections 2 and 3), here on doubly robust signals in place of inverse weights.
 * @param fit an interactive fit (its `scoreA`, `scoreB` are the signals of the mean effect).
 * @throws RangeError for predictions that do not vary.
 */
export function calibrationTest(
  fit: LinearScoreFit & {readonly signal: Float64Array},
  options: CalibrationOptions,
): Calibration {
  const {predicted, cluster, groups: count = 5, level, labels = fit.labels} = options;
  const n = predicted.length;
  const centre = predicted.reduce((sum, v) => sum + v, 0) / n;
  const projection = bestLinearProjection(fit.signal, {
    columns: [predicted.map((v) => v - centre)],
    names: ["predicted effect"],
    cluster: cluster === undefined ? [] : [cluster],
    labels,
    level,
  });
  const [mean, slope] = projection.terms;
  const {degreesOfFreedom} = projection.covariance;
  const {signal} = fit;
  const sorted = groupEffects(
    {...fit, scoreA: new Float64Array(n).fill(-1), scoreB: signal, labels},
    {by: quantileGroups(predicted, count), dependence: {cluster}, minimumRows: 2},
  );
  const k = sorted.estimates.length - 1;
  const {matrix} = sorted.covariance;
  const estimate = sorted.estimates[k] - sorted.estimates[0];
  const standardError = Math.sqrt(matrix[k][k] + matrix[0][0] - 2 * matrix[k][0]);
  const away = (slope.estimate - 1) / slope.standardError;
  return {
    mean,
    slope,
    pNoHeterogeneity: tCdf(-slope.estimate / slope.standardError, degreesOfFreedom),
    pCalibrated: 2 * tCdf(-Math.abs(away), degreesOfFreedom),
    sorted,
    predicted: groupMeans(predicted, quantileGroups(predicted, count), sorted.labels),
    spread: {estimate, standardError, p: 2 * tCdf(-Math.abs(estimate / standardError), degreesOfFreedom)},
    projection,
  };
}

/**
 * Groups of (nearly) equal size by rank, 0 the lowest; equal values stay together.
 * @throws RangeError where there are fewer distinct values than groups leave two of.
 */
export function quantileGroups(values: Float64Array, count: number): Int32Array {
  const n = values.length;
  if (!(Number.isInteger(count) && count >= 2 && count <= n))
    throw new RangeError(`invalid groups; not in 2 … ${n}: ${count}`);
  const order = Array.from(values.keys()).sort((a, b) => values[a] - values[b] || a - b);
  const groups = new Int32Array(n);
  order.forEach((i, rank) => {
    const tied = rank > 0 && values[i] === values[order[rank - 1]];
    groups[i] = tied ? groups[order[rank - 1]] : Math.floor((rank * count) / n);
  });
  if (new Set(groups).size < 2)
    throw new RangeError("invalid predictions; nearly all are equal: there are no groups to compare");
  return groups;
}

function groupMeans(values: Float64Array, groups: Int32Array, labels: Int32Array): Float64Array {
  return Float64Array.from(labels, (label) => {
    const own = values.filter((_, i) => groups[i] === label);
    return own.reduce((sum, v) => sum + v, 0) / own.length;
  });
}
