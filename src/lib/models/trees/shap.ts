import type {Design, Explanation} from "../learner.ts";
import {addTable, eachLeaf} from "./leaf-tables.ts";
import {nodeMeans} from "./node-means.ts";
import {predictMargin} from "./predict.ts";
import {interventional, pathDependent} from "./shapley-tables.ts";
import type {TreeEnsemble} from "./tree.ts";

export interface ShapOptions {
  /**
   * Rows of the same features whose values stand in for a feature left out ("interventional"). Default: none; what is left
   * out follows the cover of the trees' nodes, so the training rows ("path-dependent").
   */
  readonly background?: Design;
}

/**
 * Exact TreeSHAP: Shapley values of each row's margin (Lundberg, Erion and Lee 2018; Lundberg et al. 2020). `base` is the
 * mean margin (by cover, or over the background) and base + Σⱼ columns[j][i] the margin of row i.
 *
 * How: at a leaf, a row is no more than the set of conditions that it meets, and a path of depth 6 has 64 of them. So the
 * leaf's Shapley values are tabulated once for each set, and a row's are looked up (Yang 2021, Fast TreeSHAP v2).
 * @throws RangeError as `modelColumns`, for a background without rows, or where a path asks more than 30 features.
 */
export function treeShap(ensemble: TreeEnsemble, x: Design, {background}: ShapOptions = {}): Explanation {
  const columns = ensemble.names.map(() => new Float64Array(x.rows));
  eachLeaf(ensemble, x, background, ({value, features, shares, patterns, ...leaf}, rows, from) => {
    const k = features.length;
    if (value === 0 || k === 0) return;
    const fill = leaf.background ? interventional(value, leaf.background) : pathDependent(value, shares);
    addTable(
      patterns.subarray(0, rows),
      k,
      features.map((j) => columns[j]),
      fill,
      from,
    );
  });
  return {base: baseOf(ensemble, background), columns};
}

/** Mean margin: of the background rows, or of the training rows by the trees' covers. */
export function baseOf(ensemble: TreeEnsemble, background: Design | undefined): number {
  if (background !== undefined)
    return predictMargin(ensemble, background).reduce((sum, m) => sum + m, 0) / background.rows;
  const {trees, average, base} = ensemble;
  const sum = trees.reduce((total, tree) => total + nodeMeans(tree)[0], 0);
  return base + (average && trees.length > 0 ? sum / trees.length : sum);
}
