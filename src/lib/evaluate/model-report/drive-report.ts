import {importanceStability, permutationImportance, summariseContributions} from "../../models/explain/index.ts";
import {
  type Design,
  designRows,
  type Explanation,
  type Model,
  type ModelSummary,
  type Task,
} from "../../models/index.ts";
import type {Random} from "../../numeric/index.ts";
import {brief, evenly, short} from "./numbers.ts";
import type {DriveReport} from "./types.ts";

/** Features of the stability table. */
const stable = 12;
/** Days whose values are shuffled among each other. */
const blockDays = 5;
/** Rows asked, and shuffles. */
const usual = {rows: 1000, repeats: 5};
const few = {rows: 80, repeats: 2};

export interface DriveOptions {
  readonly model: Model;
  readonly task: Task;
  /** Rows whose contributions are summarised, and those contributions; null where the model has none. */
  readonly sample: Design;
  readonly explanation: Explanation | null;
  /** Test rows whose outcome is known, in the learner's unit, and their days. */
  readonly known: {readonly x: Design; readonly y: Float64Array; readonly days: Int32Array};
  readonly level: number;
  readonly random: Random;
  /** One a fold, in order. */
  readonly folds: readonly ModelSummary[];
}

/** What drives a model: contributions on rows it had not seen, what shuffling costs, and whether folds agree. */
export function driveReport(options: DriveOptions): DriveReport {
  const {sample, explanation, known} = options;
  return {
    rows: sample.rows,
    contributions:
      explanation === null || sample.rows === 0
        ? []
        : summariseContributions(explanation, sample).map(({name, meanAbsolute, share, quantiles, direction}) => ({
            feature: name,
            size: brief(meanAbsolute),
            share: brief(share),
            quantiles: quantiles.map((q) => brief(q)),
            direction: short(direction),
          })),
    permutation: known.x.rows === 0 ? null : permuted(options),
    stability: stabilityOf(options.folds),
  };
}

/** A forest's quantile weighs all training targets for each prediction: few of those are affordable. */
export function isSlow(model: Model, task: Task): boolean {
  return task.kind === "quantile" && model.explain === undefined;
}

function permuted({model, task, known, level, random}: DriveOptions): DriveReport["permutation"] {
  const predict = (x: Design) => model.predict(x);
  const {rows, repeats} = isSlow(model, task) ? few : usual;
  const asked = evenly(known.x.rows, rows);
  const [x, y] = [designRows(known.x, asked), Float64Array.from(asked, (i) => known.y[i])];
  const days = asked.map((i) => known.days[i]);
  const found = permutationImportance({predict, x, y, days, random, loss: lossOf(task), blockDays, repeats, level});
  return {
    loss: short(found.loss),
    rows: found.rows,
    blocks: found.blocks,
    blockDays,
    repeats,
    level,
    features: found.features
      .map(({name, rise, interval, moved}) => ({
        feature: name,
        rise: brief(rise),
        interval: [short(interval[0]), short(interval[1])] as const,
        moved: brief(moved),
      }))
      .sort((a, b) => b.rise - a.rise || (a.feature < b.feature ? -1 : 1)),
  };
}

/** Squared error for a mean and (as the Brier score) a probability; pinball loss for a quantile. */
function lossOf(task: Task): (prediction: number, y: number) => number {
  if (task.kind !== "quantile") return (prediction, y) => (prediction - y) ** 2;
  const {level} = task;
  return (prediction, y) => (y < prediction ? (1 - level) * (prediction - y) : level * (y - prediction));
}

function stabilityOf(folds: readonly ModelSummary[]): DriveReport["stability"] {
  const weights = folds.map((fold) => fold.weights);
  const names = [...new Set(weights.flatMap((each) => Object.keys(each)))].sort((a, b) => (a < b ? -1 : 1));
  const empty = {folds: folds.length, top: 0, rankCorrelation: null, features: [], signed: false};
  if (names.length === 0) return empty;
  const found = importanceStability(names, weights);
  const sizes = weights.map((each) => Object.values(each).reduce((sum, w) => sum + Math.abs(w), 0));
  const own = (fold: number, name: string) => (Object.hasOwn(weights[fold], name) ? weights[fold][name] : 0);
  return {
    folds: found.folds,
    top: found.top,
    rankCorrelation: short(found.rankCorrelation),
    signed: weights.some((each) => Object.values(each).some((w) => w < 0)),
    features: found.features.slice(0, stable).map(({name, mean, meanRank, shareInTop, signAgreement}) => ({
      feature: name,
      mean: short(mean),
      meanRank: brief(meanRank),
      shareInTop: brief(shareInTop),
      signAgreement: short(signAgreement),
      shares: sizes.map((size, fold) => (size > 0 ? short(Math.abs(own(fold, name)) / size, 4) : null)),
    })),
  };
}
