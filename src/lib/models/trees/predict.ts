import type {Design} from "../learner.ts";
import {modelColumns} from "./model-columns.ts";
import {addPacked, columnBlocks, packTree} from "./packed-tree.ts";
import type {Tree, TreeEnsemble} from "./tree.ts";

/** Fewer rows are not worth packing trees for. */
const packFrom = 256;

/**
 * Margins of the rows: base + Σ tree values (their mean where the ensemble averages). One a row; a row's bits do not
 * depend on the rows that are with it.
 * @throws RangeError where the design is not of the features that the ensemble was fitted on: see `modelColumns`.
 */
export function predictMargin(ensemble: TreeEnsemble, x: Design): Float64Array {
  const {trees, base, average} = ensemble;
  const columns = modelColumns(ensemble, x);
  const sums = new Float64Array(x.rows);
  if (x.rows < packFrom) for (const tree of trees) addTree(tree, columns, sums, 0, x.rows);
  else {
    const layout = columnBlocks(columns);
    const packed = trees.map((tree) => packTree(tree, layout));
    for (const {values, from, to} of layout.blocks())
      packed.forEach((pack, k) => {
        if (pack === null) addTree(trees[k], columns, sums, from, to);
        else addPacked(pack, values, sums, from, to);
      });
  }
  const scale = average && trees.length > 0 ? 1 / trees.length : 1;
  for (let i = 0; i < sums.length; i++) sums[i] = base + sums[i] * scale;
  return sums;
}

/** Predictions: the margin, or the probability 1 / (1 + exp(−margin)) where the link is logistic. */
export function predictTrees(ensemble: TreeEnsemble, x: Design): Float64Array {
  const margin = predictMargin(ensemble, x);
  return ensemble.link === "logistic" ? margin.map((m) => 1 / (1 + Math.exp(-m))) : margin;
}

/** Adds a tree's value to each of the rows from … to − 1: any tree, one row after the other. */
function addTree(tree: Tree, columns: readonly Float32Array[], sums: Float64Array, from: number, to: number): void {
  const {left, right, feature, threshold, defaultLeft, value, categories} = tree;
  const plain = categories.size === 0;
  const sets = new Map([...categories].map(([node, set]) => [node, new Set(set)]));
  for (let i = from; i < to; i++) {
    let node = 0;
    while (left[node] >= 0) {
      const v = columns[feature[node]][i];
      const set = plain ? undefined : sets.get(node);
      const goesLeft = Number.isNaN(v)
        ? defaultLeft[node] === 1
        : set === undefined
          ? v < threshold[node]
          : !set.has(v);
      node = goesLeft ? left[node] : right[node];
    }
    sums[i] += value[node];
  }
}
