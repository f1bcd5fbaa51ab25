import type {Random} from "../../numeric/index.ts";
import type {Objective, Rows} from "../boosting/objectives.ts";
import {type Kernel, withKernel} from "../kernel/index.ts";
import type {BinColumn} from "./bin-matrix.ts";
import {type EvidenceModels, openChooser} from "./choose-tests.ts";
import type {ColumnTest} from "./grow.ts";
import {type Fitted, leafSteps, sumsByLeaf} from "./leaf-values.ts";
import type {Segment} from "./order.ts";
import type {CatboostSettings} from "./settings.ts";

/** The training rows in one order: targets and weights by position, bins of position p from p · columns. */
export interface OrderedRows extends Rows {
  readonly bins: Uint8Array;
  /** Supporting models of ordered boosting; empty: plain. */
  readonly segments: readonly Segment[];
}

/** Rows to judge by, which no tree has seen. */
export interface HeldOut extends Rows {
  readonly bins: Uint8Array;
}

export interface BoostedTree {
  readonly tests: readonly ColumnTest[];
  /** Learning rate included. */
  readonly values: Float64Array;
  /** Weight of the training rows in each leaf. */
  readonly weights: Float64Array;
}

export interface Boosted {
  readonly base: number;
  readonly trees: readonly BoostedTree[];
  /** Mean loss on the rows held out after 0, 1, … trees; empty without such rows. */
  readonly losses: readonly number[];
  /** Of the first learning order: the models whose residuals would choose the next tree's tests. */
  readonly evidence: readonly Fitted[];
}

export interface BoostData {
  readonly columns: readonly BinColumn[];
  readonly orders: readonly OrderedRows[];
  /** Orders whose residuals choose tests; the first order has the model that is the result. */
  readonly learning: readonly number[];
  readonly objective: Objective;
  readonly heldOut?: HeldOut;
}

/**
 * Gradient boosting of symmetric trees (Prokhorenkova et al. 2018, algorithm 2). A tree's tests are chosen on the residuals
 * of one of the learning orders, drawn anew for each tree; its leaves are then filled, and margins move on, in every order.
 *
 * Plain: one model an order, its residuals those of rows that it has seen. They are shifted: each row has pulled its own
 * prediction towards its target (theorem 1). Ordered: supporting models, each fitted to the rows before a cut, give the
 * residuals of rows after it. The final model's leaf values are in both the plain ones, from all rows of the first order.
 */
export function boost(data: BoostData, settings: CatboostSettings, random: Random, kernel?: Kernel): Boosted {
  const {columns, orders, objective} = data;
  const base = objective.base(orders[0]);
  const trees: BoostedTree[] = [];
  const judge = data.heldOut && openJudge(data.heldOut, objective, base, columns.length);
  const {models, result} = startModels(data, base);
  if (columns.length > 0 && settings.depth > 0)
    withKernel((k) => {
      const chooser = openChooser(k, data, models, settings);
      while (trees.length < settings.iterations) {
        orders.forEach((order, o) => {
          for (const model of models[o].all) setDerivatives(objective, order, model);
        });
        const tests = chooser.choose(trees.length, random);
        if (tests.length === 0) break;
        const tree = fillTree(data, models, result, tests, settings, chooser.lambda);
        trees.push(tree);
        if (judge?.add(tree, settings.earlyStoppingRounds)) break;
      }
    }, kernel);
  return {base, trees, losses: judge?.losses ?? [], evidence: models[data.learning[0]].evidence};
}

/** Models of each order: those that give evidence for tests, and in the first order the result. */
function startModels({orders, learning}: BoostData, base: number): {models: EvidenceModels[]; result: Fitted} {
  const n = orders[0].y.length;
  const fresh = ({body, rows}: Segment): Fitted => {
    const margin = new Float64Array(rows).fill(base);
    return {body, rows, margin, gradient: new Float64Array(rows), hessian: new Float64Array(rows)};
  };
  const result = fresh({body: n, rows: n});
  const models = orders.map(({segments}, o) => {
    const whole = o === 0 ? result : fresh({body: n, rows: n});
    const evidence = learning.includes(o) && segments.length > 0 ? segments.map(fresh) : [whole];
    return {evidence, all: o === 0 && evidence[0] !== whole ? [...evidence, whole] : evidence};
  });
  return {models, result};
}

function setDerivatives(objective: Objective, {y, weights}: Rows, model: Fitted): void {
  const served = {y: y.subarray(0, model.rows), weights: weights === null ? null : weights.subarray(0, model.rows)};
  const hessian = model.hessian ?? new Float64Array(0); // null: the objective writes none, now as before
  model.hessian = objective.gradients(model.margin, served, model.gradient, hessian) ? hessian : null;
}

/** Fills the leaves, moves all models on, and returns the tree of the model that is the result. */
function fillTree(
  {columns, orders, objective}: BoostData,
  models: readonly EvidenceModels[],
  result: Fitted,
  tests: readonly ColumnTest[],
  {learningRate, leafEstimation: estimation}: CatboostSettings,
  lambda: number,
): BoostedTree {
  const leaves = 1 << tests.length;
  let tree: BoostedTree | undefined;
  orders.forEach((order, o) => {
    const leaf = leavesOf(order.bins, columns.length, order.y.length, tests);
    for (const model of models[o].all) {
      const steps = leafSteps(objective, order, model, leaf, {leaves, lambda, estimation});
      const own = steps.map((v) => learningRate * v);
      addValues(model.margin, own, leaf);
      if (model === result) tree = {tests, values: own, weights: sumsByLeaf(leaf, leaf.length, leaves, order.weights)};
    }
  });
  return tree!; // the first order has the result among its models
}

/** Leaf of each row: bit i is the answer to test i. */
function leavesOf(bins: Uint8Array, width: number, rows: number, tests: readonly ColumnTest[]): Uint8Array {
  const leaf = new Uint8Array(rows);
  tests.forEach((test, i) => {
    addBit(leaf, i, bins, width, test);
  });
  return leaf;
}

function addBit(leaf: Uint8Array, i: number, bins: Uint8Array, width: number, {column, above}: ColumnTest): void {
  for (let p = 0, at = column; p < leaf.length; p++, at += width) leaf[p] |= Number(bins[at] > above) << i;
}

function addValues(margin: Float64Array, values: Float64Array, leaf: Uint8Array): void {
  for (let p = 0; p < margin.length; p++) margin[p] += values[leaf[p]];
}

/** Follows the loss on rows held out. `add` says whether it has not fallen for `patience` trees. */
function openJudge({bins, y, weights}: HeldOut, {loss}: Objective, base: number, width: number) {
  const margin = new Float64Array(y.length).fill(base);
  const mean = () => {
    let [sum, total] = [0, 0];
    for (let i = 0; i < y.length; i++) {
      const w = weights === null ? 1 : weights[i];
      sum += w * loss(margin[i], y[i]);
      total += w;
    }
    return sum / total;
  };
  const losses = [mean()];
  let best = 0;
  return {
    losses,
    add({tests, values}: BoostedTree, patience: number): boolean {
      addValues(margin, values, leavesOf(bins, width, y.length, tests));
      const last = losses.push(mean()) - 1;
      if (losses[last] < losses[best]) best = last;
      return patience > 0 && last - best >= patience;
    },
  };
}
