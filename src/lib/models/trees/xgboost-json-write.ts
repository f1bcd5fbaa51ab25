import {nodeMeans} from "./node-means.ts";
import type {Tree, TreeEnsemble} from "./tree.ts";
import {writeLevels} from "./xgboost-json-levels.ts";
import {baseMargin, type XgboostModel} from "./xgboost-json-schema.ts";

export interface XgboostOptions {
  /**
   * What XGBoost is to take the model for. Default: binary:logistic for a logistic link, else reg:squarederror, which also
   * serves objectives that XGBoost 1.7 does not have (quantile, custom): predictions are the same, training on would not be.
   */
  readonly objective?: "reg:squarederror" | "reg:pseudohubererror" | "reg:absoluteerror" | "binary:logistic";
  /** Slope of the pseudo-Huber loss. Default 1. */
  readonly huberSlope?: number;
  /** Weight of the positive class. Default 1. */
  readonly scalePosWeight?: number;
  /** Unscaled leaf weights are leaf values divided by it: only `base_weights` depends on it. Default 1. */
  readonly learningRate?: number;
}

const noParent = 2147483647;

/**
 * The ensemble in XGBoost's JSON model format, version 1.7, as data; `xgboostText` makes the file of it that XGBoost reads.
 * XGBoost computes in 32-bit floats: leaf values are rounded to them. An average is written as a sum of values divided by
 * the number of trees. Where a logistic base is so far out that base_score, a probability in 32 bits, cannot hold it, a
 * tree of one leaf adds the rest. Levels of categorical features go into an attribute, which XGBoost keeps.
 * @throws RangeError where the objective's link is not the ensemble's, or a setting is not above 0.
 */
export function toXgboost(ensemble: TreeEnsemble, options: XgboostOptions = {}): XgboostModel {
  const logistic = ensemble.link === "logistic";
  const {objective = logistic ? "binary:logistic" : "reg:squarederror"} = options;
  const {huberSlope = 1, scalePosWeight = 1, learningRate = 1} = options;
  for (const [name, value] of Object.entries({huberSlope, scalePosWeight, learningRate}))
    if (!(value > 0 && value < Number.POSITIVE_INFINITY))
      throw new RangeError(`invalid ${name}; not above 0: ${value}`);
  if ((objective === "binary:logistic") !== logistic)
    throw new RangeError(`invalid objective; ${objective} does not have the model's link, ${ensemble.link}`);
  const {names, levels, base} = ensemble;
  const divisor = ensemble.average ? Math.max(1, ensemble.trees.length) : 1;
  const score = float32(logistic ? 1 / (1 + Math.exp(-Math.min(16, Math.max(-80, base)))) : base);
  const rest = base - baseMargin(score, ensemble.link);
  const trees = ensemble.trees.map((tree, id) => writeTree(tree, id, names.length, divisor, learningRate));
  if (logistic && Math.abs(rest) > 1e-6)
    trees.push(writeTree(leafOnly(rest), trees.length, names.length, 1, learningRate));
  const categorical = names.map((name) => Object.hasOwn(levels, name));
  return {
    version: [1, 7, 4],
    learner: {
      attributes: writeLevels(names, levels),
      feature_names: names,
      feature_types: categorical.map((c) => (c ? "c" : "float")),
      gradient_booster: {
        name: "gbtree",
        model: {
          gbtree_model_param: {num_parallel_tree: "1", num_trees: String(trees.length), size_leaf_vector: "0"},
          tree_info: trees.map(() => 0),
          trees,
        },
      },
      learner_model_param: {
        base_score: String(score),
        boost_from_average: "0",
        num_class: "0",
        num_feature: String(names.length),
        num_target: "1",
      },
      objective: {
        name: objective,
        ...(objective === "reg:pseudohubererror" && {pseudo_huber_param: {huber_slope: String(float32(huberSlope))}}),
        ...((objective === "reg:squarederror" || logistic) && {
          reg_loss_param: {scale_pos_weight: String(float32(scalePosWeight))},
        }),
      },
    },
  };
}

function writeTree(tree: Tree, id: number, features: number, divisor: number, learningRate: number) {
  const {left, right, feature, threshold, defaultLeft, value, cover, gain, categories} = tree;
  const order = breadthFirst(tree);
  const place = new Int32Array(left.length);
  order.forEach((node, k) => {
    place[node] = k;
  });
  const parents = order.map(() => noParent);
  order.forEach((node, k) => {
    if (left[node] < 0) return;
    parents[place[left[node]]] = k;
    parents[place[right[node]]] = k;
  });
  const split = order.flatMap((node, k) => (categories.has(node) ? [k] : []));
  const sets = split.map((k) => categories.get(order[k])!);
  let used = 0;
  const segments = sets.map((set) => {
    used += set.length;
    return used - set.length;
  });
  const means = nodeMeans(tree);
  const child = (side: Int32Array) => order.map((node) => (side[node] < 0 ? -1 : place[side[node]]));
  return {
    base_weights: order.map((node) => float32(means[node] / divisor / learningRate)),
    categories: sets.flat(),
    categories_nodes: split,
    categories_segments: segments,
    categories_sizes: sets.map((set) => set.length),
    default_left: order.map((node) => defaultLeft[node]),
    id,
    left_children: child(left),
    loss_changes: order.map((node) => float32(gain[node])),
    parents,
    right_children: child(right),
    split_conditions: order.map((node) => float32(left[node] < 0 ? value[node] / divisor : threshold[node])),
    split_indices: order.map((node) => (left[node] < 0 ? 0 : feature[node])),
    split_type: order.map((node) => (categories.has(node) ? 1 : 0)),
    sum_hessian: order.map((node) => float32(cover[node])),
    tree_param: {
      num_deleted: "0",
      num_feature: String(features),
      num_nodes: String(order.length),
      size_leaf_vector: "0",
    },
  };
}

/** Nodes level by level: XGBoost takes the node after a left child for its right sibling. */
function breadthFirst({left, right}: Tree): number[] {
  const order = [0];
  for (let k = 0; k < order.length; k++) if (left[order[k]] >= 0) order.push(left[order[k]], right[order[k]]);
  return order;
}

/** A tree that gives every row the same value. */
function leafOnly(value: number): Tree {
  const none = () => Int32Array.of(-1);
  const zero = () => Float64Array.of(0);
  return {
    left: none(),
    right: none(),
    feature: none(),
    threshold: zero(),
    defaultLeft: new Uint8Array(1),
    value: Float64Array.of(value),
    cover: zero(),
    gain: zero(),
    categories: new Map(),
  };
}

/** The shortest decimal number that is the same 32-bit float: XGBoost reads up to nine digits exactly. */
function float32(x: number): number {
  const rounded = Math.fround(x);
  for (let digits = 6; digits < 9; digits++) {
    const short = Number(rounded.toPrecision(digits));
    if (Math.fround(short) === rounded) return short + 0;
  }
  return Number(rounded.toPrecision(9)) + 0;
}
