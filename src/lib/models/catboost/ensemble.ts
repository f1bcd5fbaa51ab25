import type {Design, Explanation} from "../learner.ts";
import {treeShap} from "../trees/shap.ts";
import type {Tree, TreeEnsemble} from "../trees/tree.ts";
import {floatAfter} from "./borders.ts";
import {type ObliviousModel, type ObliviousTree, type Test, testsOf} from "./model.ts";
import {testedColumns} from "./tested-columns.ts";

/** A model as an ensemble of binary trees over the numbers that its tests compare. */
export interface ObliviousEnsemble {
  readonly ensemble: TreeEnsemble;
  /** The model's column behind each of the ensemble's; −1: a combination of several. */
  readonly owner: Int32Array;
  /** The ensemble's design: numbers, 0 or 1 for one-hot values, values of statistics. */
  design(x: Design): Design;
}

/**
 * The same predictions from nodes: column by column the numeric features, one-hot values and statistics. The root asks a
 * tree's last test, as in CatBoost's own SHAP values, so that a subtree is a run of leaves.
 * @returns null where a file does not say the leaves' weights, which are the covers.
 */
export function toEnsemble(model: ObliviousModel): ObliviousEnsemble | null {
  const tests = testsOf(model);
  const {columns, owner, names} = ensembleColumns(model);
  const trees = model.trees.map((tree) => (tree.weights === null ? null : toTree(model, tree, tests, columns)));
  if (trees.some((tree) => tree === null)) return null;
  const {bias, link} = model;
  const ensemble: TreeEnsemble = {names, levels: {}, trees: trees as Tree[], base: bias, average: false, link};
  return {ensemble, owner, design: (x) => ensembleDesign(model, names, x)};
}

/**
 * Shapley values by feature: those of a feature's one-hot values and statistics added up.
 * @returns null where leaves have no weights, or a test is on several features at once, which no sum parts exactly.
 */
export function explainer(model: ObliviousModel): ((x: Design) => Explanation) | null {
  const found = toEnsemble(model);
  if (found === null || found.owner.includes(-1)) return null;
  const {ensemble, owner, design} = found;
  return (x) => {
    const {base, columns} = treeShap(ensemble, design(x));
    const sums = model.names.map(() => new Float64Array(x.rows));
    columns.forEach((column, c) => {
      const sum = sums[owner[c]];
      for (let i = 0; i < column.length; i++) sum[i] += column[i];
    });
    return {base, columns: sums};
  };
}

/** Names and owners of the ensemble's columns, and the column of each feature or (feature, value). */
function ensembleColumns({names: own, numeric, categorical, statistics}: ObliviousModel) {
  const names: string[] = [];
  const owner: number[] = [];
  const at = new Map<string, number>();
  const add = (key: string, name: string, column: number) => {
    at.set(key, names.push(name) - 1);
    owner.push(column);
  };
  numeric.forEach((f, j) => {
    add(`numeric ${j}`, own[f.column], f.column);
  });
  categorical.forEach((f, j) => {
    f.values.forEach((value, k) => {
      add(`oneHot ${j} ${k}`, `${own[f.column]} is ${value}`, f.column);
    });
  });
  statistics.forEach((s, j) => {
    const parts = new Set(
      s.elements.map((e) => (e.kind === "above" ? numeric[e.numeric] : categorical[e.categorical]).column),
    );
    add(
      `statistic ${j}`,
      `statistic ${j} of ${[...parts].map((c) => own[c]).join(", ")}`,
      parts.size === 1 ? [...parts][0] : -1,
    );
  });
  const columns = ({kind, feature, border}: Test) =>
    at.get(kind === "oneHot" ? `oneHot ${feature} ${border}` : `${kind} ${feature}`)!;
  return {names, owner: Int32Array.from(owner), columns};
}

function ensembleDesign(model: ObliviousModel, names: readonly string[], x: Design): Design {
  const {numeric, hashes, statistics} = testedColumns(model, x);
  const oneHot = model.categorical.flatMap((f, j) =>
    [...f.values].map((value) => Float64Array.from(hashes[j], (h) => (h === value ? 1 : 0))),
  );
  return {rows: x.rows, names, columns: [...numeric, ...oneHot, ...statistics.map((s) => Float64Array.from(s))]};
}

/** Nodes in the order of a heap: the children of node k are 2k + 1 (no) and 2k + 2 (yes). */
function toTree(
  model: ObliviousModel,
  {tests: numbers, values, weights}: ObliviousTree,
  tests: readonly Test[],
  columns: (test: Test) => number,
): Tree {
  const depth = numbers.length;
  const inner = (1 << depth) - 1;
  const count = 2 * inner + 1;
  const tree = {
    left: new Int32Array(count).fill(-1),
    right: new Int32Array(count).fill(-1),
    feature: new Int32Array(count).fill(-1),
    threshold: new Float64Array(count),
    defaultLeft: new Uint8Array(count),
    value: new Float64Array(count),
    cover: new Float64Array(count),
    gain: new Float64Array(count),
    categories: new Map<number, readonly number[]>(),
  };
  for (let leaf = 0; leaf <= inner; leaf++) {
    tree.value[inner + leaf] = model.scale * values[leaf];
    tree.cover[inner + leaf] = weights![leaf];
  }
  for (let node = inner - 1; node >= 0; node--) {
    const level = 31 - Math.clz32(node + 1);
    const test = tests[numbers[depth - 1 - level]];
    tree.left[node] = 2 * node + 1;
    tree.right[node] = 2 * node + 2;
    tree.feature[node] = columns(test);
    tree.threshold[node] = thresholdOf(model, test);
    tree.defaultLeft[node] = test.kind === "numeric" && model.numeric[test.feature].missing === "AsTrue" ? 0 : 1;
    tree.cover[node] = tree.cover[2 * node + 1] + tree.cover[2 * node + 2];
  }
  return tree;
}

/** The least 32-bit float that answers yes. */
function thresholdOf({numeric, statistics}: ObliviousModel, {kind, feature, border}: Test): number {
  if (kind === "oneHot") return 0.5;
  return floatAfter((kind === "numeric" ? numeric : statistics)[feature].borders[border]);
}
