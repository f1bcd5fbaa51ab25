import type {Task} from "../learner.ts";
import {weightedQuantile} from "../linear/weighted-quantile.ts";

/**
 * The constant prediction for a task from the rows with weight: the weighted mean; the lower weighted quantile; or, for a
 * probability, (k + ½) / (n + 1) of n rows, k = n × the weighted share of events (Jeffreys): never 0 or 1, so that the first
 * exception does not cost infinitely.
 *
 * @param rows which rows; all when absent. @returns null where none of them has weight.
 */
export function constantFor(task: Task, y: Float64Array, w: Float64Array, rows?: Int32Array): number | null {
  const at = rows ?? Int32Array.from(y.keys());
  let [total, sum, count] = [0, 0, 0];
  let [least, most] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY];
  for (const i of at) {
    if (w[i] === 0) continue;
    total += w[i];
    sum += w[i] * y[i];
    count++;
    least = Math.min(least, y[i]);
    most = Math.max(most, y[i]);
  }
  if (count === 0) return null;
  if (task.kind === "probability") return ((sum / total) * count + 0.5) / (count + 1);
  if (least === most) return least + 0; // exactly, whatever rounding makes of the sum; no negative zero, JSON would lose it
  if (task.kind === "mean") return sum / total;
  return (
    weightedQuantile(
      Float64Array.from(at, (i) => y[i]),
      Float64Array.from(at, (i) => w[i]),
      task.level,
    ) + 0
  );
}
