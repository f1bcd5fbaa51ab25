import type {Design} from "../learner.ts";
import {interventionalPairs, pathDependentPairs} from "./interaction-tables.ts";
import {addTable, eachLeaf} from "./leaf-tables.ts";
import {baseOf, type ShapOptions, treeShap} from "./shap.ts";
import type {TreeEnsemble} from "./tree.ts";

/**
 * A row's margin as a matrix: `base` + Σⱼ Σₖ matrix[j][k][i] is the margin of row i, and Σₖ matrix[j][k][i] the Shapley value of
 * feature j.
 */
export interface Interactions {
  readonly base: number;
  /**
   * One a pair of features, one value a row. Off the diagonal half of what j and k do together beyond what each does alone:
   * matrix[j][k] and matrix[k][j] are the same array. On the diagonal what j does alone. Pairs that no path asks share one array of zeros.
   */
  readonly matrix: readonly (readonly Float64Array[])[];
}

/**
 * SHAP interaction values (Fujimoto, Kojadinovic and Marichal 2006; Lundberg et al. 2020, equations 7 to 9), exact, path-dependent
 * or with a background: see `treeShap`.
 * @throws RangeError as `treeShap`.
 */
export function shapInteractions(ensemble: TreeEnsemble, x: Design, options: ShapOptions = {}): Interactions {
  const p = ensemble.names.length;
  const zeros = new Float64Array(x.rows);
  const matrix = Array.from({length: p}, () => new Array<Float64Array>(p).fill(zeros));
  const pair = (j: number, k: number) => {
    if (matrix[j][k] === zeros) {
      matrix[j][k] = new Float64Array(x.rows);
      matrix[k][j] = matrix[j][k];
    }
    return matrix[j][k];
  };
  eachLeaf(ensemble, x, options.background, ({value, features, shares, patterns, background}, rows, from) => {
    const k = features.length;
    if (value === 0 || k < 2) return;
    const targets = features.flatMap((a, i) => features.slice(i + 1).map((b) => pair(a, b)));
    const fill = background ? interventionalPairs(value, background) : pathDependentPairs(value, shares);
    addTable(patterns.subarray(0, rows), k, targets, fill, from);
  });
  const {columns} = treeShap(ensemble, x, options);
  columns.forEach((alone, j) => {
    for (let k = 0; k < p; k++)
      if (k !== j && matrix[j][k] !== zeros) for (let i = 0; i < x.rows; i++) alone[i] -= matrix[j][k][i];
    matrix[j][j] = alone;
  });
  return {base: baseOf(ensemble, options.background), matrix};
}
