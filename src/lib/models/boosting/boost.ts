import type {Random} from "../../numeric/index.ts";
import type {Kernel} from "../kernel/index.ts";
import {withKernel} from "../kernel/index.ts";
import type {BinnedDesign} from "../trees/bins.ts";
import {openGrower} from "../trees/grow.ts";
import {sampleOf} from "../trees/grow-columns.ts";
import type {GrowSettings} from "../trees/grow-settings.ts";
import type {Tree, TreeEnsemble} from "../trees/tree.ts";
import type {Objective, Rows} from "./objectives.ts";

/** What is boosted. */
export interface BoostData {
  readonly design: BinnedDesign;
  /** One a row of the design. */
  readonly y: Float64Array;
  /** One a row, ≥ 0; rows of weight 0 are left out. Default: all 1. */
  readonly weights?: Float64Array;
  /** Rows to fit on, ascending; default: all. */
  readonly rows?: Int32Array;
}

export interface BoostOptions extends GrowSettings {
  readonly objective: Objective;
  readonly rounds: number;
  /** Share of the rows drawn for each tree, without replacement, at least one. */
  readonly subsample: number;
  readonly random: Random;
  /** Margin before any tree; default: the objective's. */
  readonly base?: number;
  /** Rows to judge each round on; boosting stops after `patience` rounds without a smaller loss. */
  readonly validation?: {readonly rows: Int32Array; readonly patience: number};
  /** The kernel to use, for tests; default: the fastest there is. */
  readonly kernel?: Kernel;
}

export interface Boosted {
  readonly ensemble: TreeEnsemble;
  /** Mean weighted loss on the validation rows after each round; empty without them. */
  readonly losses: readonly number[];
  /** Number of rounds with the smallest of them, at least 1; all rounds without validation. */
  readonly best: number;
}

/**
 * Gradient boosting (Friedman 2001; Chen and Guestrin 2016): the base margin, then `rounds` trees, each grown on the
 * gradients that those before leave. All trees are kept, also those after the best round. Stops before where all gradients
 * are 0: nothing would change any more. A target that is the same in all rows gives no tree.
 */
export function boost(data: BoostData, options: BoostOptions): Boosted {
  return withKernel((kernel) => boostWith(kernel, data, options), options.kernel);
}

function boostWith(kernel: Kernel, data: BoostData, options: BoostOptions): Boosted {
  const {design} = data;
  const {objective, rounds, subsample, random, validation} = options;
  const {indices, train, held, count} = localRows(data, validation?.rows);
  const base = Math.fround(options.base ?? objective.base(train));
  const trees: Tree[] = [];
  const losses: number[] = [];
  const finish = (best: number): Boosted => ({
    ensemble: {names: design.names, levels: levelsOf(design), trees, base, average: false, link: objective.link},
    losses,
    best,
  });
  if (train.y.every((value) => value === train.y[0])) return finish(0);

  const grower = openGrower(kernel, design, indices, options);
  const margin = new Float64Array(count).fill(base);
  const gradient = new Float64Array(count);
  const hessian = new Float64Array(count);
  const every = Int32Array.from(train.y, (_, i) => i);
  const drawn = Math.max(1, Math.floor(subsample * every.length));
  const leafWeight = leafWeightOf(objective, train, margin);
  let best = 0;
  for (let round = 1; round <= rounds; round++) {
    const hasHessian = objective.gradients(margin, train, gradient, hessian);
    if (every.every((i) => gradient[i] === 0)) break;
    const grown = grower.grow({
      gradient,
      hessian: hasHessian ? hessian : null,
      sample: drawn < every.length ? sampleOf(every, drawn, random) : every,
      random,
      leafWeight,
    });
    trees.push(grown.tree);
    grown.addTo(margin);
    if (held === null) continue;
    losses.push(meanLoss(objective, margin.subarray(every.length), held));
    if (best === 0 || losses[round - 1] < losses[best - 1]) best = round;
    if (round - best >= validation!.patience) break;
  }
  return finish(held === null ? trees.length : best);
}

interface LocalRows {
  /** Rows of the design, those to fit on first; null: all, in order. */
  readonly indices: Int32Array | null;
  readonly train: Rows;
  /** null: there are none. */
  readonly held: Rows | null;
  readonly count: number;
}

/** Targets and weights of the rows of positive weight that take part. */
function localRows({design, y, weights, rows}: BoostData, validation?: Int32Array): LocalRows {
  const positive = (given: Int32Array) => (weights === undefined ? given : given.filter((i) => weights[i] > 0));
  const pick = (chosen: Int32Array): Rows => ({
    y: Float64Array.from(chosen, (i) => y[i]),
    weights:
      weights === undefined || chosen.every((i) => weights[i] === 1)
        ? null
        : Float64Array.from(chosen, (i) => weights[i]),
  });
  const fitted = positive(rows ?? Int32Array.from({length: design.rows}, (_, i) => i));
  if (fitted.length === 0) throw new RangeError("invalid rows; none to fit on has a weight above 0");
  const held = positive(validation ?? new Int32Array(0));
  const indices = new Int32Array(fitted.length + held.length);
  indices.set(fitted);
  indices.set(held, fitted.length);
  return {
    indices: rows === undefined && indices.length === design.rows && held.length === 0 ? null : indices,
    train: pick(fitted),
    held: held.length === 0 ? null : pick(held),
    count: indices.length,
  };
}

function levelsOf({names, features}: BinnedDesign): Record<string, readonly string[]> {
  return Object.fromEntries(features.flatMap(({levels}, j) => (levels === undefined ? [] : [[names[j], levels]])));
}

function leafWeightOf({leafWeight}: Objective, {y, weights}: Rows, margin: Float64Array) {
  if (leafWeight === undefined) return undefined;
  return (rows: Int32Array) =>
    leafWeight(
      Float64Array.from(rows, (i) => y[i] - margin[i]),
      weights === null ? null : Float64Array.from(rows, (i) => weights[i]),
    );
}

function meanLoss({loss}: Objective, margin: Float64Array, {y, weights}: Rows): number {
  let [sum, total] = [0, 0];
  for (let i = 0; i < y.length; i++) {
    const w = weights === null ? 1 : weights[i];
    sum += w * loss(margin[i], y[i]);
    total += w;
  }
  return sum / total;
}
