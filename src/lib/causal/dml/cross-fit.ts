import type {Design, Learner, Model, Settings, Task} from "../../models/index.ts";
import {stream} from "../../numeric/index.ts";
import {type Labels, numbered} from "../inference/labels.ts";
import {type CrossFitFold, checkFolds} from "./folds.ts";
import {designRows, pick} from "./rows.ts";
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

/**
 * Predictions of one nuisance, each row by a model that was fitted without its fold.
 * @returns one prediction a row.
 * @throws RangeError if the folds do not test every row exactly once; where a fold has nothing to train on; where a
 * probability's target does not vary in a fold's training rows; where a learner predicts what is not finite.
 */
export function crossFit(target: Float64Array, sample: CrossFitSample, nuisance: Nuisance): Float64Array {
  const parts = sample.folds.map((_, k): FoldPrediction => {
    const fold = foldData(target, sample, nuisance, k);
    return {levels: fold.levels, found: fitOn(fold, nuisance.learner).predict(fold.test)};
  });
  return assemble(parts, sample, nuisance);
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
  settings?: Settings,
): Model {
  return learner.fit(train, target, {random: stream(seed, ...names), days, task, settings});
}

/** Data of fold k. @throws RangeError as `crossFit`. */
export function foldData(
  target: Float64Array,
  {x, day, folds, seed}: CrossFitSample,
  {name, learner, task = "mean", among, group}: Omit<Nuisance, "learner"> & {readonly learner: Pick<Learner, "tasks">},
  k: number,
): FoldData {
  checkFolds(folds, target.length);
  if (x.rows !== target.length)
    throw new RangeError(`invalid design; it has ${x.rows} rows, the ${name} ${target.length}`);
  const {train: all, test} = folds[k];
  const train = among === undefined ? all : all.filter((i) => among[i] === 1);
  const where = `fold ${k + 1} of ${folds.length}`;
  const remedy = "use fewer folds or a smaller gap";
  if (train.length === 0)
    throw new RangeError(`invalid treatment; ${where} has no row to fit the ${name} on: ${remedy}`);
  if (task === "probability" && train.every((i) => target[i] === target[train[0]]))
    throw new RangeError(
      `invalid treatment; the ${name} does not vary in what ${where} is trained on (all ${target[train[0]]}): ${remedy}`,
    );
  const days = Int32Array.from(train, (i) => day[i]);
  const kind: Task = {kind: group === undefined && task === "probability" ? probabilityTask(learner) : "mean"};
  const common = {days, task: kind, stream: [seed, "cross-fit", name, k] as const};
  if (group === undefined) {
    const [own, other] = [designRows(x, train), designRows(x, test)];
    return {...common, train: own, target: pick(target, train), test: other, levels: null};
  }
  const groups = numbered(group);
  const means = x.columns.map((column) => trainingMeans(column, groups, train));
  const within = (rows: Int32Array): Design => ({
    ...x,
    rows: rows.length,
    columns: x.columns.map((column, j) => lessLevels(column, means[j], groups.of, rows)),
  });
  const level = trainingMeans(target, groups, train);
  return {
    ...common,
    train: within(train),
    target: lessLevels(target, level, groups.of, train),
    test: within(test),
    levels: Float64Array.from(test, (i) => level[groups.of[i]]),
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
