import {absoluteError, type Loss, pinballLoss, squaredError} from "../metrics.ts";
import type {Signal} from "../types.ts";
import {dayMean, type Evaluate} from "./day-mean.ts";
import {areaUnderCurve, spearman} from "./rank-kernels.ts";

export interface Forecast {
  readonly value: Float64Array;
  readonly target: Float64Array;
  /** What R² is held against, a row; null where there is none. */
  readonly pastMean: Float64Array | null;
}

export interface MetricKernel {
  readonly name: string;
  /** Which way is better; "level": the nearer to the quantile's level. */
  readonly better: "lower" | "higher" | "level";
  /** @param at position of each row's day. */
  prepare(forecast: Forecast, at: Int32Array): Evaluate;
}

/**
 * The metrics of a signal's kind, each as sums over days where it can be, so that a draw of days costs one pass over days:
 *
 * - net: mae, rmse, r2, hit_rate, spearman
 * - probability: brier, log_loss, auc
 * - quantile: pinball, coverage
 */
export function metricKernels({kind, level}: Pick<Signal, "kind" | "level">): MetricKernel[] {
  if (kind === "net")
    return [
      meanLoss("mae", absoluteError),
      {...meanLoss("rmse", squaredError), prepare: (f, at) => root(meanLoss("", squaredError).prepare(f, at))},
      {name: "r2", better: "higher", prepare: r2},
      {
        name: "hit_rate",
        better: "higher",
        prepare: ({value, target}, at) =>
          dayMean(at, (i) => (target[i] !== 0 && Math.sign(value[i]) === Math.sign(target[i]) ? 1 : 0), moved(target)),
      },
      {name: "spearman", better: "higher", prepare: spearman},
    ];
  if (kind === "probability")
    return [
      meanLoss("brier", squaredError),
      meanLoss("log_loss", (o, p) => -Math.log(Math.min(1 - 1e-15, Math.max(1e-15, o === 1 ? p : 1 - p)))),
      {name: "auc", better: "higher", prepare: areaUnderCurve},
    ];
  if (!(level !== null && level > 0 && level < 1))
    throw new RangeError(`invalid level of a quantile; not in (0, 1): ${level}`);
  return [
    meanLoss("pinball", pinballLoss(level)),
    {...meanLoss("coverage", (y, q) => (y < q ? 1 : 0)), better: "level"},
  ];
}

/** Share of the rows with P&L that go the way that most of them go: what the best constant answer gets, in hindsight. */
export function majorityShare(target: Float64Array, at: Int32Array): Evaluate {
  let balance = 0;
  for (const y of target) balance += Math.sign(y);
  const most = balance >= 0 ? 1 : -1;
  return dayMean(at, (i) => (Math.sign(target[i]) === most ? 1 : 0), moved(target));
}

function meanLoss(name: string, loss: Loss): MetricKernel {
  return {
    name,
    better: "lower",
    prepare: ({value, target}, at) =>
      dayMean(
        at,
        (i) => loss(target[i], value[i]),
        () => 1,
      ),
  };
}

function root(evaluate: Evaluate): Evaluate {
  return (counts, offset) => Math.sqrt(evaluate(counts, offset));
}

function r2({value, target, pastMean}: Forecast, at: Int32Array): Evaluate {
  if (pastMean === null) return () => Number.NaN;
  const share = dayMean(
    at,
    (i) => squaredError(target[i], value[i]),
    (i) => squaredError(target[i], pastMean[i]),
  );
  return (counts, offset) => 1 - share(counts, offset);
}

/** Days without P&L have no direction: they are left out. */
function moved(target: Float64Array): (i: number) => number {
  return (i) => (target[i] === 0 ? 0 : 1);
}
