import type {Task} from "../learner.ts";
import {meanLoss} from "../tuning/index.ts";
import type {GrownTree} from "./grow-tree.ts";
import {forestQuantile, type LeafTargets} from "./leaf-targets.ts";

/** How well trees predict the training rows that they were not grown on (Breiman 2001, section 3.1). */
export interface OutOfBag {
  /** Weighted mean of the task's loss (see `rowLoss`). */
  readonly loss: number;
  /** Rows that at least one tree was not grown on. */
  readonly rows: number;
}

/**
 * The out-of-bag error: each row is predicted by the trees that did not draw it. null where every tree drew every row.
 *
 * Rows of one day are not independent, nor are days: with rows drawn one by one this error is too good where the rows of a
 * day move together. Draw days for an honest one; and judge a forecast on later days.
 *
 * @param weights one a row, > 0.
 */
export function outOfBag(
  grown: readonly GrownTree[],
  leaves: LeafTargets | null,
  y: Float64Array,
  weights: Float64Array,
  task: Task,
): OutOfBag | null {
  const votes = new Int32Array(y.length);
  for (const {rows, drawn} of grown) for (let k = drawn; k < rows.length; k++) votes[rows[k]]++;
  const rows = votes.reduce((count, n) => count + Number(n > 0), 0);
  if (rows === 0) return null;
  const prediction =
    leaves === null || task.kind !== "quantile"
      ? meanOfVotes(grown, votes)
      : quantileOfVotes(grown, leaves, y, task.level);
  const counted = weights.map((w, i) => (votes[i] > 0 ? w : 0));
  return {loss: meanLoss(task, y, prediction, counted), rows};
}

function meanOfVotes(grown: readonly GrownTree[], votes: Int32Array): Float64Array {
  const sums = new Float64Array(votes.length);
  for (const {tree, rows, leaves} of grown)
    for (const {node, out} of leaves)
      for (let k = out.start; k < out.start + out.count; k++) sums[rows[k]] += tree.value[node];
  return sums.map((sum, i) => sum / votes[i]);
}

function quantileOfVotes(
  grown: readonly GrownTree[],
  targets: LeafTargets,
  y: Float64Array,
  level: number,
): Float64Array {
  const leafOfRow = grown.map(({rows, leaves}) => {
    const at = new Int32Array(rows.length).fill(-1);
    for (const {node, out} of leaves) for (let k = out.start; k < out.start + out.count; k++) at[rows[k]] = node;
    return at;
  });
  const trees = grown.map(({tree}) => tree);
  return forestQuantile(trees, targets, y.length, level, (t, i) => leafOfRow[t][i]);
}
