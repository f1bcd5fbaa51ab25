import type {Task} from "../learner.ts";
import {meanLoss} from "../tuning/index.ts";
import {nonNegativeLeastSquares} from "./nnls.ts";
import {simplexLeastSquares, simplexLikelihood, simplexPinball} from "./simplex-weights.ts";

export const combinations = ["average", "inverse-error", "stacking", "stacking-free"] as const;
export type Combination = (typeof combinations)[number];

/**
 * Weights of a combination of predictions, from predictions of rows that their models have not seen.
 *
 * - "average": all the same.
 * - "inverse-error": in proportion to 1 / mean loss (Bates and Granger 1969, their errors taken as uncorrelated). Where
 *   some have no loss at all, those share the weight.
 * - "stacking": not negative and of sum 1, with the smallest loss (Breiman 1996): least squares for the mean, pinball loss
 *   for a quantile, log loss for a probability.
 * - "stacking-free": not negative, of any sum, for the mean: Breiman's own. It can shrink towards 0 what predicts too
 *   much. For a probability or a quantile the same as "stacking".
 *
 * @param predictions one a model, of equal length. @param y what came. @param weights one a row, not all 0.
 */
export function combinationWeights(
  how: Combination,
  task: Task | undefined,
  predictions: readonly Float64Array[],
  y: Float64Array,
  weights: Float64Array,
): Float64Array {
  const n = predictions.length;
  if (how === "average") return new Float64Array(n).fill(1 / n);
  if (how === "inverse-error") return inverse(predictions.map((p) => meanLoss(task, y, p, weights)));
  if (task?.kind === "probability") return simplexLikelihood(predictions, y, weights);
  if (task?.kind === "quantile") return simplexPinball(predictions, y, weights, task.level);
  return (how === "stacking" ? simplexLeastSquares : nonNegativeLeastSquares)(predictions, y, weights);
}

function inverse(losses: readonly number[]): Float64Array {
  const perfect = losses.some((loss) => loss === 0);
  const raw = Float64Array.from(losses, (loss) => (perfect ? Number(loss === 0) : 1 / loss));
  const sum = raw.reduce((a, b) => a + b, 0);
  return raw.map((v) => v / sum);
}
