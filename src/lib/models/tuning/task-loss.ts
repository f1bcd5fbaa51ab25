import type {Task} from "../learner.ts";

/** Probabilities are kept this far from 0 and 1, so that one confident miss costs 34.5 and not infinity. */
const edge = 1e-15;

/**
 * The loss that a task's learner is judged by, of one row: squared error for the mean, log loss −log P(y) for a
 * probability, pinball loss (Koenker and Bassett 1978) for a quantile. Each is smallest in expectation at what the task
 * asks for. Default: the mean's.
 */
export function rowLoss(task: Task = {kind: "mean"}): (y: number, prediction: number) => number {
  if (task.kind === "mean") return (y, f) => (y - f) ** 2;
  if (task.kind === "probability") return (y, p) => -Math.log(Math.max(edge, Math.min(1 - edge, y > 0.5 ? p : 1 - p)));
  const {level} = task;
  return (y, q) => (y >= q ? level * (y - q) : (1 - level) * (q - y));
}

/**
 * Weighted mean of that loss over rows, summed in order.
 * @returns infinity where a prediction of a row that counts is not finite; NaN where all weights are 0.
 */
export function meanLoss(
  task: Task | undefined,
  y: Float64Array,
  prediction: Float64Array,
  weights: Float64Array,
): number {
  const loss = rowLoss(task);
  let sum = 0;
  let total = 0;
  for (let i = 0; i < y.length; i++) {
    if (weights[i] === 0) continue;
    if (!Number.isFinite(prediction[i])) return Number.POSITIVE_INFINITY;
    sum += weights[i] * loss(y[i], prediction[i]);
    total += weights[i];
  }
  return sum / total;
}
