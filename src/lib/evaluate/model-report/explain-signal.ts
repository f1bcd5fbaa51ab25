import {fittedForm, type TreeForm} from "../../models/form/index.ts";
import {
  calibrated,
  type Design,
  designRows,
  loadLearnerModule,
  loadModel,
  type Model,
  type Settings,
} from "../../models/index.ts";
import {stream} from "../../numeric/index.ts";
import type {FoldItem} from "../fold-item.ts";
import {testRows, trainingRows} from "../fold-rows.ts";
import type {Preparation} from "../prepare-fold.ts";
import {targetLabel, taskOf} from "../target.ts";
import type {TrainedSignal} from "../trained-signals.ts";
import type {FoldModel, SavedModel} from "../walk-forward.ts";
import {dependenceReport} from "./dependence-report.ts";
import {driveReport, isSlow} from "./drive-report.ts";
import {explainedRows} from "./explained-rows.ts";
import {designOfFold} from "./fold-design.ts";
import {formReport} from "./form-report.ts";
import {brief, evenly} from "./numbers.ts";
import {choiceReport, factReport, settingReport} from "./setting-report.ts";
import type {DriveReport, SignalReport} from "./types.ts";

/** Test rows whose contributions are computed; fewer where there are none and asking is slow. Features whose dependence is drawn. */
const explainedAtMost = {usual: 300, slow: 100};
const dependences = 5;

/** Everything that the report of one signal needs: plain data, so that it can go to a worker. */
export interface SignalItem {
  readonly signal: TrainedSignal;
  /** The fold of the saved model. */
  readonly item: FoldItem;
  readonly prepared: Preparation;
  readonly saved: SavedModel;
  /** Of all folds, in order. */
  readonly models: readonly FoldModel[];
  /** What the study sets of the learner. */
  readonly settings: Settings;
  readonly accounts: readonly string[];
  /** Date of each day index. */
  readonly dates: readonly string[];
  readonly level: number;
}

/** The module that exports `explainSignal`, for a worker to load. */
export const explainSignalModule = new URL("./explain-signal.ts", import.meta.url);

/**
 * What the last fold's model of a signal is, what drives it, and some of its predictions taken apart. Contributions,
 * permutations and dependence are on its test rows, which it had not seen. Its random stream depends on the seed and the
 * signal only.
 */
export async function explainSignal(given: SignalItem): Promise<SignalReport> {
  const {signal, item, prepared, saved, models, settings, accounts, dates, level} = given;
  const {target, learner: name} = signal;
  const [module, model] = await Promise.all([loadLearnerModule(name), loadModel(name, saved.state)]);
  const {learner} = module;
  const task = taskOf(target);
  const calibration = task.kind === "probability" ? item.calibration : null;
  const rows = designOfFold(item, prepared, saved.names);
  const form = fittedForm(saved.state);
  const formShown = formReport(form);
  const sample = designRows(rows.x, evenly(rows.x.rows, explainedAtMost[isSlow(model, task) ? "slow" : "usual"]));
  const explanation = model.explain?.(sample) ?? null;
  const known = Int32Array.from(rows.target.keys()).filter((i) => Number.isFinite(rows.target[i]));
  const drives = driveReport({
    model,
    task,
    sample,
    explanation,
    known: {x: designRows(rows.x, known), y: pick(rows.target, known), days: known.map((i) => rows.day[i])},
    level,
    random: stream(item.seed, "models", signal.name, "permutation"),
    folds: models,
  });
  const {fold} = item;
  const train = trainingRows(item, target).rows;
  const parameters = learner.hyperparameters ?? [];
  const last = models[models.length - 1];
  const tree =
    formShown.kind === "trees" && formShown.shown !== null
      ? {form: form as TreeForm, index: formShown.shown.index}
      : null;
  return {
    signal: signal.name,
    label: signal.label,
    learner: name,
    name: learner.label,
    description: (calibration ? calibrated(module, calibration).learner : learner).description,
    predicts: targetLabel(target),
    task: task.kind,
    unit: task.kind === "probability" ? "probability" : "volatilities",
    link: linkOf(model, sample),
    window: {
      fold: fold.index,
      folds: models.length,
      train: [dates[fold.train.start], dates[fold.train.end - 1]],
      test: [dates[fold.test.start], dates[fold.test.end - 1]],
      trainRows: train.length,
      testRows: testRows(item).length,
    },
    features: saved.names,
    levels: rows.x.levels ?? {},
    settings: settingReport(parameters, settings, last),
    facts: factReport(parameters, last),
    choices: choiceReport(parameters, models),
    form: formShown,
    drives,
    dependence: topFeatures(drives, saved.names).map((feature) =>
      dependenceReport(model, sample, explanation, feature, form.kind === "linear"),
    ),
    rows: explainedRows({model, rows, predictions: model.predict(rows.x), target, tree, accounts, dates}),
    ranges: sample.columns.map(rangeOf),
  };
}

/** By contributions where there are any, else by what shuffling costs. */
function topFeatures({contributions, permutation}: DriveReport, names: readonly string[]): string[] {
  const ranked =
    contributions.length > 0
      ? contributions.filter(({size}) => size > 0).map(({feature}) => feature)
      : (permutation?.features ?? []).filter(({rise}) => rise !== 0).map(({feature}) => feature);
  return ranked.filter((feature) => names.includes(feature)).slice(0, dependences);
}

/** Whether contributions add up to the output, or to its log-odds. */
function linkOf(model: Model, sample: Design): "identity" | "logistic" {
  if (model.explain === undefined || sample.rows === 0) return "identity";
  const one = designRows(sample, [0]);
  const {base, columns} = model.explain(one);
  const margin = columns.reduce((sum, column) => sum + column[0], base);
  return Math.abs(margin - model.predict(one)[0]) <= 1e-6 * Math.max(1, Math.abs(margin)) ? "identity" : "logistic";
}

function rangeOf(column: Float64Array) {
  const sorted = column.filter((v) => !Number.isNaN(v)).sort();
  if (sorted.length === 0) return null;
  const at = (p: number) => brief(sorted[Math.round(p * (sorted.length - 1))]);
  return {low: at(0.025), middle: at(0.5), high: at(0.975)};
}

function pick(values: Float64Array, rows: Int32Array): Float64Array {
  return Float64Array.from(rows, (i) => values[i]);
}
