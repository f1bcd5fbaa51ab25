import {
  type Design,
  designRows,
  type FitOptions,
  type Learner,
  type Model,
  pick,
  type Task,
} from "../../models/index.ts";
import {stream} from "../../numeric/index.ts";
import {type Labels, numbered} from "../inference/labels.ts";
import {type CrossFitFold, checkFolds} from "./folds.ts";
import {lessLevels, trainingMeans} from "./within.ts";

/** The sample that nuisances are cross-fitted on. */
export interface CrossFitSample {
  readonly x: Design;
  /** Day index of each row: learners that tune do so on time-ordered inner splits. */
  readonly day: Int32Array;
  readonly folds: readonly CrossFitFold[];
  readonly seed: number;
  /** Groups that inference may cluster by; `day` is always among them. */
  readonly labels?: Labels;
}

export interface Nuisance {
  /** Names the random stream and the errors: "outcome", "treatment". */
  readonly name: string;
  readonly learner: Learner;
  /**
   * "probability": the target is 0 or 1; a learner that does not do the task predicts the mean (a linear probability), which
   * callers clip. Default "mean".
   */
  readonly task?: "mean" | "probability";
  /** Only training rows with 1 are fitted on (an arm of the treatment); all rows are predicted. */
  readonly among?: Uint8Array;
  /**
   * Group of each row (its trader) whose own level of the target and of every feature is taken out first, by means of its
   * training rows (the within transformation): a confounder that no feature needs to carry. A group without training rows
   * has the mean of all. Makes the task the mean.
   */
  readonly group?: Int32Array;
}

/** The task that a learner is really given for a 0/1 target. */
export function probabilityTask({tasks = ["mean"]}: Pick<Learner, "tasks">): "mean" | "probability" {
  return tasks.includes("probability") ? "probability" : "mean";
}

/** A nuisance, and what it predicts. */
export interface TargetNuisance extends Omit<Nuisance, "among" | "group"> {
  readonly target: Float64Array;
}

/**
 * Predictions of one nuisance, each row by a model that was fitted without its fold.
 * @returns one prediction a row.
 * @throws RangeError if the folds do not test every row exactly once; where a fold has nothing to train on; where a
 * probability's target does not vary in a fold's training rows; where a learner predicts what is not finite.
 */
export function crossFit(target: Float64Array, sample: CrossFitSample, nuisance: Nuisance): Float64Array {
  return crossFitTogether(sample, nuisance, [{...nuisance, target}])[0];
}

/**
 * Predictions of several nuisances that are fitted on the same rows: those of `crossFit` for each, but that all that the targets
 * share is made once a fold.
 * @throws RangeError as `crossFit`.
 */
export function crossFitTogether(
  sample: CrossFitSample,
  rows: Pick<Nuisance, "among" | "group">,
  nuisances: readonly TargetNuisance[],
): Float64Array[] {
  checkFolds(sample.folds, sample.day.length);
  const parts = nuisances.map((): FoldPrediction[] => []);
  sample.folds.forEach((_, k) => {
    const fold = foldDesign(sample, {...rows, name: nuisances[0].name}, k);
    const data = nuisances.map((nuisance) => foldTarget(fold, nuisance.target, sample, nuisance, k));
    const together = {targets: data.map(({target}) => target)};
    nuisances.forEach(({learner}, j) => {
      const {levels, test} = data[j];
      parts[j].push({levels, found: fitOn(data[j], learner, {together}).predict(test)});
    });
  });
  return nuisances.map((nuisance, j) => assemble(parts[j], sample, nuisance));
}

/** What one fold's model is fitted on and asked for: plain data, which a worker can be sent. */
export interface FoldData {
  readonly train: Design;
  readonly target: Float64Array;
  readonly days: Int32Array;
  readonly test: Design;
  /** Added to the prediction of each tested row: its group's level. Null: nothing. */
  readonly levels: Float64Array | null;
  readonly task: Task;
  /** Name of the random stream. */
  readonly stream: readonly [seed: number, ...names: (string | number)[]];
}

/** The model of a fold. */
export function fitOn(
  {train, target, days, task, stream: [seed, ...names]}: FoldData,
  learner: Learner,
  options: Pick<FitOptions, "settings" | "together"> = {},
): Model {
  return learner.fit(train, target, {random: stream(seed, ...names), days, task, ...options});
}

/** What the targets of a fold share. */
interface FoldDesign {
  readonly train: Design;
  readonly test: Design;
  readonly days: Int32Array;
  readonly rows: CrossFitFold;
  /** Group of each row of the sample; null: no level is taken out. */
  readonly groups: ReturnType<typeof numbered> | null;
}

/** Data of fold k. @throws RangeError as `crossFit`. */
export function foldData(
  target: Float64Array,
  sample: CrossFitSample,
  nuisance: Omit<Nuisance, "learner"> & {readonly learner: Pick<Learner, "tasks">},
  k: number,
): FoldData {
  checkFolds(sample.folds, sample.day.length);
  return foldTarget(foldDesign(sample, nuisance, k), target, sample, nuisance, k);
}

function foldDesign(
  {x, day, folds}: CrossFitSample,
  {name, among, group}: Pick<Nuisance, "name" | "among" | "group">,
  k: number,
): FoldDesign {
  const {train: all, test} = folds[k];
  const train = among === undefined ? all : all.filter((i) => among[i] === 1);
  if (train.length === 0)
    throw new RangeError(`invalid treatment; ${foldOf(folds, k)} has no row to fit the ${name} on: ${remedy}`);
  const common = {days: train.map((i) => day[i]), rows: {train, test}};
  if (group === undefined) return {...common, train: designRows(x, train), test: designRows(x, test), groups: null};
  const groups = numbered(group);
  const means = x.columns.map((column) => trainingMeans(column, groups, train));
  const within = (rows: Int32Array): Design => ({
    ...x,
    rows: rows.length,
    columns: x.columns.map((column, j) => lessLevels(column, means[j], groups.of, rows)),
  });
  return {...common, train: within(train), test: within(test), groups};
}

const remedy = "use fewer folds or a smaller gap";
const foldOf = (folds: readonly CrossFitFold[], k: number) => `fold ${k + 1} of ${folds.length}`;

function foldTarget(
  {train, test, days, rows, groups}: FoldDesign,
  target: Float64Array,
  {x, folds, seed}: CrossFitSample,
  {name, learner, task = "mean"}: Pick<Nuisance, "name" | "task"> & {readonly learner: Pick<Learner, "tasks">},
  k: number,
): FoldData {
  if (x.rows !== target.length)
    throw new RangeError(`invalid design; it has ${x.rows} rows, the ${name} ${target.length}`);
  if (task === "probability" && rows.train.every((i) => target[i] === target[rows.train[0]]))
    throw new RangeError(
      `invalid treatment; the ${name} does not vary in what ${foldOf(folds, k)} is trained on (all ${target[rows.train[0]]}): ${remedy}`,
    );
  const kind: Task = {kind: groups === null && task === "probability" ? probabilityTask(learner) : "mean"};
  const common = {train, test, days, task: kind, stream: [seed, "cross-fit", name, k] as const};
  if (groups === null) return {...common, target: pick(target, rows.train), levels: null};
  const level = trainingMeans(target, groups, rows.train);
  return {
    ...common,
    target: lessLevels(target, level, groups.of, rows.train),
    levels: pick(
      level,
      rows.test.map((i) => groups.of[i]),
    ),
  };
}

/** What a fold's model predicts for its tested rows, before their levels are added. */
export interface FoldPrediction {
  readonly levels: Float64Array | null;
  readonly found: Float64Array;
}

/** Predictions of the folds' tested rows, put in the order of the rows. @throws RangeError for one that is not finite. */
export function assemble(
  parts: readonly FoldPrediction[],
  sample: CrossFitSample,
  {name, learner}: {readonly name: string; readonly learner: Pick<Learner, "name">},
): Float64Array {
  const prediction = new Float64Array(sample.x.rows);
  parts.forEach(({levels, found}, k) => {
    sample.folds[k].test.forEach((i, row) => {
      prediction[i] = found[row] + (levels === null ? 0 : levels[row]);
    });
  });
  const bad = prediction.findIndex((v) => !Number.isFinite(v));
  if (bad >= 0)
    throw new RangeError(
      `invalid ${name}; ${learner.name} predicts ${prediction[bad]} for row ${bad}: choose another learner`,
    );
  return prediction;
}
