import type {Task} from "../learner.ts";
import {rowLoss} from "../tuning/index.ts";
import {exponentialWeights, fixedRateBound, movingRateBound} from "./exponential-weights.ts";

export interface AggregateOptions {
  readonly task?: Task;
  /**
   * Largest loss of a row that is told apart; larger ones count as this. In the units of the task's loss; choose it from
   * the training window.
   */
  readonly lossLimit: number;
  /**
   * η, for losses divided by the limit. Default "moving", which needs not know how many days there will be. Squared error
   * is exp-concave: where no prediction or target lies outside an interval of length c, and the limit is c², a rate of 1/2
   * keeps the prediction's regret below 2 ln N in units of the limit, however many days there are (proposition 3.1).
   */
  readonly rate?: number | "moving";
}

export interface Aggregation {
  /** One a row: the experts' predictions, weighted by what was known before the row's day. */
  readonly prediction: Float64Array;
  /** Days, ascending, and each expert's weight on it. */
  readonly days: Int32Array;
  readonly weights: readonly Float64Array[];
  /** Σ over days of the weighted mean of the experts' losses less the best expert's loss, in units of the limit. */
  readonly regret: number;
  /** What that regret cannot exceed, whatever came. */
  readonly bound: number;
}

/**
 * Aggregates series of predictions over time by exponential weights. A day is a round; an expert's loss in it is the mean
 * over the day's rows of the task's loss (see `rowLoss`), limited and divided by `lossLimit`: weights of a day depend on
 * earlier days only.
 *
 * The bound holds for the weighted mean of losses. The loss of the aggregated prediction is no larger than that where no
 * loss reaches the limit, since the three losses are convex (Jensen).
 *
 * @param predictions one series an expert, one value a row. @param y what came. @param days of each row, in any order.
 * @throws RangeError without experts, for series of unequal length, values that are not finite, or a limit or rate not above 0.
 */
export function aggregateOverTime(
  predictions: readonly Float64Array[],
  y: Float64Array,
  days: Int32Array,
  {task, lossLimit, rate = "moving"}: AggregateOptions,
): Aggregation {
  check(predictions, y, days, lossLimit, rate);
  const loss = rowLoss(task);
  const distinct = Int32Array.from(new Set(days)).sort();
  const round = new Map(Array.from(distinct, (day, t) => [day, t]));
  const rounds = distinct.length;
  const rows = new Float64Array(rounds);
  for (const day of days) rows[round.get(day)!]++;
  const losses = predictions.map((series) => {
    const sums = new Float64Array(rounds);
    for (let i = 0; i < y.length; i++)
      sums[round.get(days[i])!] += Math.min(lossLimit, loss(y[i], series[i])) / lossLimit;
    return sums.map((sum, t) => sum / rows[t]);
  });
  const weights = exponentialWeights(losses, rate);
  const prediction = y.map((_, i) =>
    predictions.reduce((sum, series, k) => sum + weights[k][round.get(days[i])!] * series[i], 0),
  );
  const total = (series: Float64Array) => series.reduce((sum, v) => sum + v, 0);
  const mixed = losses.reduce((sum, series, k) => sum + total(series.map((v, t) => v * weights[k][t])), 0);
  return {
    prediction,
    days: distinct,
    weights,
    regret: mixed - Math.min(...losses.map(total)),
    bound:
      rate === "moving"
        ? movingRateBound(predictions.length, rounds)
        : fixedRateBound(predictions.length, rounds, rate),
  };
}

function check(
  predictions: readonly Float64Array[],
  y: Float64Array,
  days: Int32Array,
  limit: number,
  rate: number | "moving",
): void {
  if (predictions.length === 0) throw new RangeError("invalid predictions; there are no series to aggregate");
  if (!(limit > 0 && limit < Number.POSITIVE_INFINITY))
    throw new RangeError(`invalid lossLimit; not above 0 and finite: ${limit}`);
  if (rate !== "moving" && !(rate > 0 && rate < Number.POSITIVE_INFINITY))
    throw new RangeError(`invalid rate; not "moving" or above 0 and finite: ${rate}`);
  if (days.length !== y.length) throw new RangeError(`invalid days; ${days.length} for ${y.length} rows`);
  [...predictions, y].forEach((series, k) => {
    const what = k < predictions.length ? `predictions of expert ${k}` : "target";
    if (series.length !== y.length)
      throw new RangeError(`invalid ${what}; ${series.length} values for ${y.length} rows`);
    const bad = series.findIndex((v) => !Number.isFinite(v));
    if (bad >= 0) throw new RangeError(`invalid ${what}; not finite in row ${bad}: ${series[bad]}`);
  });
}
