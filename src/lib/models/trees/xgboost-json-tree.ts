import {checkTree} from "./check-tree.ts";
import type {Tree} from "./tree.ts";
import type {XgboostTree} from "./xgboost-json-schema.ts";

export interface TreeContext {
  /** For messages: the tree's place in the file. */
  readonly where: string;
  readonly features: number;
  readonly categorical: readonly boolean[];
  /** Highest category met of each feature; updated. */
  readonly codes: number[];
}

/** Highest category code that is read: a file of a few bytes must not ask for more memory than that many levels. */
const highestCode = 1_000_000;

/**
 * A tree of XGBoost's, its nodes renumbered level by level so that children come after their parent.
 * @throws RangeError saying where it is not a tree: see `fromXgboost`.
 */
export function readTree(given: XgboostTree, context: TreeContext): Tree {
  const {where, features, categorical} = context;
  const fail = (what: string) => new RangeError(`invalid XGBoost model; ${where}: ${what}`);
  if (Number(given.tree_param.size_leaf_vector) > 1) throw fail("its leaves are vectors: only one output is read");
  const n = checkLengths(given, fail);
  const sets = categorySets(given, n, fail);
  const order = breadthFirst(given, n, fail);
  const deleted = Number(given.tree_param.num_deleted);
  if (order.length !== n - deleted)
    throw fail(`the root reaches ${order.length} of ${n} nodes, ${deleted} of which are deleted`);
  const m = order.length;
  const tree = {
    left: new Int32Array(m).fill(-1),
    right: new Int32Array(m).fill(-1),
    feature: new Int32Array(m).fill(-1),
    threshold: new Float64Array(m),
    defaultLeft: new Uint8Array(m),
    value: new Float64Array(m),
    cover: new Float64Array(m),
    gain: new Float64Array(m),
    categories: new Map<number, readonly number[]>(),
  };
  const place = new Int32Array(n);
  for (let k = 0; k < m; k++) place[order[k]] = k;
  for (let k = 0; k < m; k++) {
    const node = order[k];
    tree.cover[k] = given.sum_hessian[node];
    const condition = given.split_conditions[node];
    if (given.left_children[node] < 0) {
      if (condition === null) throw fail(`the value of leaf ${node} is not a finite number`);
      tree.value[k] = Math.fround(condition);
      continue;
    }
    const feature = given.split_indices[node];
    if (!(Number.isInteger(feature) && feature >= 0 && feature < features))
      throw fail(`split_indices[${node}] is ${feature}, there are ${features} features`);
    tree.left[k] = place[given.left_children[node]];
    tree.right[k] = place[given.right_children[node]];
    tree.feature[k] = feature;
    tree.defaultLeft[k] = given.default_left[node];
    tree.gain[k] = given.loss_changes[node];
    const set = sets.get(node);
    const wanted = given.split_type?.[node] === 1;
    if (wanted !== (set !== undefined))
      throw fail(`split_type[${node}] is ${given.split_type?.[node]}, but categories_nodes says otherwise`);
    if (set !== undefined) {
      if (!categorical[feature]) throw fail(`node ${node} splits feature ${feature} by category; its type is not "c"`);
      tree.categories.set(k, set);
      context.codes[feature] = Math.max(context.codes[feature], set.at(-1) ?? -1);
    } else {
      if (categorical[feature]) throw fail(`node ${node} splits feature ${feature} by threshold; its type is "c"`);
      if (condition === null) throw fail(`the threshold of node ${node} is not a finite number`);
      tree.threshold[k] = Math.fround(condition);
    }
  }
  checkTree(tree, {features, where: `XGBoost model; ${where}`});
  return tree;
}

type Fail = (what: string) => RangeError;

function checkLengths(given: XgboostTree, fail: Fail): number {
  const n = Number(given.tree_param.num_nodes);
  if (!(Number.isInteger(n) && n >= 1)) throw fail(`num_nodes is not a whole number above 0: ${n}`);
  const {left_children, right_children, split_indices, split_conditions, default_left, sum_hessian, loss_changes} =
    given;
  const arrays = {
    left_children,
    right_children,
    split_indices,
    split_conditions,
    default_left,
    sum_hessian,
    loss_changes,
  };
  for (const [name, array] of Object.entries({...arrays, ...(given.split_type && {split_type: given.split_type})}))
    if (array.length !== n) throw fail(`${name} has ${array.length} entries, num_nodes is ${n}`);
  return n;
}

/** The nodes from the root on, level by level: parents before children. */
function breadthFirst(given: XgboostTree, n: number, fail: Fail): number[] {
  const seen = new Uint8Array(n);
  const order = [0];
  for (const node of order) {
    if (seen[node]) throw fail(`node ${node} is reached twice: a cycle, or a child of two parents`);
    seen[node] = 1;
    const [l, r] = [given.left_children[node], given.right_children[node]];
    if (l === -1 && r === -1) continue;
    for (const [side, child] of [
      ["left", l],
      ["right", r],
    ] as const) {
      if (!(Number.isInteger(child) && child >= 0 && child < n))
        throw fail(`the ${side} child of node ${node} is ${child}, not one of ${n} nodes`);
      order.push(child);
    }
  }
  return order;
}

/** Node → categories that go right, ascending. */
function categorySets(given: XgboostTree, n: number, fail: Fail): Map<number, readonly number[]> {
  const {categories = [], categories_nodes = [], categories_segments = [], categories_sizes = []} = given;
  if (categories_segments.length !== categories_nodes.length || categories_sizes.length !== categories_nodes.length)
    throw fail("categories_nodes, categories_segments and categories_sizes differ in length");
  const sets = new Map<number, readonly number[]>();
  categories_nodes.forEach((node, k) => {
    const [from, size] = [categories_segments[k], categories_sizes[k]];
    const whole = [node, from, size].every((v) => Number.isInteger(v) && v >= 0);
    if (!(whole && node < n && from + size <= categories.length) || sets.has(node))
      throw fail(
        `categories_nodes[${k}] is node ${node}, categories ${from} to ${from + size} of ${categories.length}`,
      );
    const set = [...new Set(categories.slice(from, from + size))].sort((a, b) => a - b);
    const bad = set.find((code) => !(Number.isInteger(code) && code >= 0 && code <= highestCode));
    if (bad !== undefined) throw fail(`a category of node ${node} is not a code from 0 to ${highestCode}: ${bad}`);
    sets.set(node, set);
  });
  return sets;
}
