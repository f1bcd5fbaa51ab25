import type {Tree} from "../trees/tree.ts";
import type {GrownTree} from "./grow-tree.ts";

/** The training targets in each leaf of each tree: what a quantile forest keeps. */
export interface LeafTargets {
  /** Distinct targets, ascending. */
  readonly targets: Float64Array;
  /** One a tree. */
  readonly trees: readonly TreeTargets[];
}

export interface TreeTargets {
  /** Node → where its rows start and end in `ranks`; 0 and 0 for a node that is no leaf. */
  readonly from: Int32Array;
  readonly to: Int32Array;
  /** Index in `targets` of each row drawn, and its weight. */
  readonly ranks: Int32Array;
  readonly weights: Float64Array;
}

/** @param bag of each tree, the rows' weights times how often they were drawn. */
export function leafTargets(grown: readonly GrownTree[], y: Float64Array, bag: readonly Float64Array[]): LeafTargets {
  const targets = Float64Array.from(new Set(y)).sort();
  const rank = new Map(Array.from(targets, (v, k) => [v, k]));
  const ranks = Int32Array.from(y, (v) => rank.get(v)!);
  return {
    targets,
    trees: grown.map(({tree, rows, drawn, leaves}, t) => {
      const from = new Int32Array(tree.left.length);
      const to = new Int32Array(tree.left.length);
      for (const {node, bag: own} of leaves) {
        from[node] = own.start;
        to[node] = own.start + own.count;
      }
      const inBag = rows.subarray(0, drawn);
      return {from, to, ranks: inBag.map((i) => ranks[i]), weights: Float64Array.from(inBag, (i) => bag[t][i])};
    }),
  };
}

/**
 * A quantile of the target given the features, by a quantile regression forest (Meinshausen 2006): each tree spreads a
 * weight of 1 over the training targets in the row's leaf; the quantile is the smallest target at which the summed weights
 * reach `level` of all.
 *
 * @param leafAt leaf of row i in tree t; −1: the tree does not count for the row.
 * @returns one a row; NaN where no tree counts.
 */
export function forestQuantile(
  trees: readonly Tree[],
  {targets, trees: leaves}: LeafTargets,
  rows: number,
  level: number,
  leafAt: (tree: number, row: number) => number,
): Float64Array {
  const weight = new Float64Array(targets.length);
  const quantiles = new Float64Array(rows);
  for (let i = 0; i < rows; i++) {
    let voting = 0;
    for (let t = 0; t < trees.length; t++) {
      const leaf = leafAt(t, i);
      if (leaf < 0) continue;
      voting++;
      addLeaf(leaves[t], leaf, trees[t].cover[leaf], weight);
    }
    quantiles[i] = voting === 0 ? Number.NaN : targets[reach(weight, level * voting)];
    weight.fill(0);
  }
  return quantiles;
}

/** Adds a weight of 1 in all. @param cover of the leaf: the sum of its weights. */
function addLeaf({from, to, ranks, weights}: TreeTargets, leaf: number, cover: number, weight: Float64Array): void {
  const scale = 1 / cover;
  const end = to[leaf];
  for (let k = from[leaf]; k < end; k++) weight[ranks[k]] += scale * weights[k];
}

/** The first index at which the running sum reaches `goal`, but for rounding; the last that has weight where none does. */
function reach(weight: Float64Array, goal: number): number {
  const enough = goal * (1 - 1e-12);
  let sum = 0;
  let last = 0;
  for (let k = 0; k < weight.length; k++) {
    if (weight[k] === 0) continue;
    sum += weight[k];
    last = k;
    if (sum >= enough) break;
  }
  return last;
}
