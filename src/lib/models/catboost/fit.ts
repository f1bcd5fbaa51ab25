import {type Random, stream} from "../../numeric/index.ts";
import {weightedQuantile} from "../boosting/quantile-loss.ts";
import {checkFit, designRows, pick, taskOf} from "../design.ts";
import type {Kernel} from "../kernel/index.ts";
import type {Design, FitOptions, Learner, Task} from "../learner.ts";
import {type BinColumn, binColumns, binMatrix} from "./bin-matrix.ts";
import {type Boosted, boost, type OrderedRows} from "./boost.ts";
import {roundBorders} from "./borders.ts";
import {type Features, trainingFeatures} from "./features.ts";
import type {ObliviousModel} from "./model.ts";
import {objectiveOf} from "./objective.ts";
import {type RowOrder, randomOrder, segments, timeOrder} from "./order.ts";
import {pruneTests} from "./prune.ts";
import {type CatboostSettings, catboostSettings} from "./settings.ts";
import {testedColumns} from "./tested-columns.ts";

/** What a fit gives. */
export interface CatboostFit {
  readonly model: ObliviousModel;
  readonly settings: CatboostSettings;
  /** Rows of positive weight. */
  readonly rows: number;
  /** Days held out for early stopping; 0 where it did not judge. */
  readonly heldOutDays: number;
}

/** Share of the days, the last, on which early stopping judges; days and rows below which it does not. */
const held = {share: 0.2, days: 10, rows: 30};

/**
 * Fits a model (see catboost.ts). Rows of weight 0 are left out before anything is computed.
 * @param kernel instead of the usual one, for tests. @throws RangeError for what `checkFit`, `taskOf` or the settings say.
 */
export function fitOblivious(
  learner: Pick<Learner, "name" | "tasks">,
  x: Design,
  y: Float64Array,
  options: FitOptions,
  kernel?: Kernel,
): CatboostFit {
  const weights = checkFit(x, y, options);
  const task = taskOf(learner, y, options);
  const settings = catboostSettings(options.settings);
  const all: Window = {x, y, w: weights, days: options.days};
  const window = rowsOf(all, (i) => weights[i] > 0);
  const seed = options.random.uint32();
  const {trees, heldOutDays} = bestNumber(window, task, settings, seed, kernel);
  const used = {...settings, iterations: trees};
  const trained = train(window, task, used, stream(seed, "all rows"), undefined, kernel);
  return {model: toModel(trained, window.x, task), settings, rows: window.y.length, heldOutDays};
}

interface Window {
  readonly x: Design;
  readonly y: Float64Array;
  readonly w: Float64Array;
  readonly days: Int32Array;
}

function rowsOf({x, y, w, days}: Window, keep: (row: number) => boolean): Window {
  const rows = Int32Array.from(y.keys()).filter(keep);
  if (rows.length === y.length) return {x, y, w, days};
  return {x: designRows(x, rows), y: pick(y, rows), w: pick(w, rows), days: rows.map((i) => days[i])};
}

/** The number of trees of least loss on the last days, from trees fitted to the days before them. */
function bestNumber(
  window: Window,
  task: Task,
  settings: CatboostSettings,
  seed: number,
  kernel?: Kernel,
): {trees: number; heldOutDays: number} {
  const distinct = Int32Array.from(new Set(window.days)).sort();
  const from = distinct[Math.floor(distinct.length * (1 - held.share))];
  const late = rowsOf(window, (i) => window.days[i] >= from);
  const early = rowsOf(window, (i) => window.days[i] < from);
  if (settings.earlyStoppingRounds === 0 || distinct.length < held.days || late.y.length < held.rows)
    return {trees: settings.iterations, heldOutDays: 0};
  const {losses} = train(early, task, settings, stream(seed, "early rows"), late, kernel).boosted;
  let best = 0;
  losses.forEach((loss, k) => {
    if (loss < losses[best]) best = k;
  });
  return {trees: best, heldOutDays: distinct.length - Math.floor(distinct.length * (1 - held.share))};
}

interface Trained {
  readonly features: Features;
  readonly columns: readonly BinColumn[];
  readonly boosted: Boosted;
}

function train(
  {x, y, w, days}: Window,
  task: Task,
  settings: CatboostSettings,
  random: Random,
  late?: Window,
  kernel?: Kernel,
): Trained {
  const {objective} = objectiveOf(task);
  const {orders, learning} = rowOrders(x, days, settings, random);
  const features = trainingFeatures(x, aboveBorder(y, w, task), orders, settings);
  const columns = binColumns(features);
  const numbers = testedColumns(bare(features), x);
  const ordered = orders.map((order, k): OrderedRows => {
    const own = {...numbers, statistics: features.ordered[k]};
    return {
      bins: binMatrix(columns, features, own, order.rows),
      y: pick(y, order.rows),
      weights: unlessOnes(pick(w, order.rows)),
      segments: settings.boostingType === "ordered" && learning.includes(k) ? segments(order) : [],
    };
  });
  const heldOut = late && {
    bins: binMatrix(columns, features, testedColumns(bare(features), late.x), Int32Array.from(late.y.keys())),
    y: late.y,
    weights: unlessOnes(late.w),
  };
  const boosted = boost({columns, orders: ordered, learning, objective, heldOut}, settings, random, kernel);
  return {features, columns, boosted};
}

function unlessOnes(w: Float64Array): Float64Array | null {
  return w.every((v) => v === 1) ? null : w;
}

/** A model of the features without trees. */
function bare(features: Features): ObliviousModel {
  return {...features, trees: [], scale: 1, bias: 0, link: "identity", loss: ""};
}

/** The orders, and which of them choose tests; the first one fills the leaves. */
function rowOrders(
  x: Design,
  days: Int32Array,
  {hasTime, permutationCount, boostingType}: CatboostSettings,
  random: Random,
): {orders: RowOrder[]; learning: number[]} {
  const matters = boostingType === "ordered" || Object.keys(x.levels ?? {}).length > 0;
  if (hasTime === "yes" || !matters) return {orders: [timeOrder(days)], learning: [0]};
  const learning = Array.from({length: permutationCount}, (_, k) => k + 1);
  return {orders: [0, ...learning].map(() => randomOrder(x.rows, random)), learning};
}

/** The target of the statistics: whether y is 1, or above its median, or above the quantile that is the task. */
function aboveBorder(y: Float64Array, w: Float64Array, task: Task): Uint8Array {
  const level = task.kind === "quantile" ? task.level : 0.5;
  const border = task.kind === "probability" ? 0.5 : weightedQuantile(y, w, level);
  return Uint8Array.from(y, (v) => (v > border ? 1 : 0));
}

function toModel({features, columns, boosted}: Trained, x: Design, task: Task): ObliviousModel {
  const {loss, objective} = objectiveOf(task);
  const trees = boosted.trees.map(({tests, values, weights}) => ({
    tests: Int32Array.from(tests, ({column, above}) => columns[column].first + above),
    values,
    weights,
  }));
  const {numeric, categorical, statistics} = features;
  const pruned = pruneTests({
    names: [...x.names],
    numeric,
    categorical,
    statistics,
    trees,
    scale: 1,
    bias: boosted.base,
    link: objective.link,
    loss,
  });
  const rounded = pruned.numeric.map((f) => ({...f, borders: roundBorders(f.borders, x.columns[f.column])}));
  return {...pruned, numeric: rounded};
}
