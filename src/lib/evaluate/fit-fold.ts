import {type SelectionEntry, selectFeaturesInWindow} from "../features/index.ts";
import {
  calibrated,
  type Learner,
  loadLearnerModule,
  type Model,
  type ModelSummary,
  type Search,
  tuned,
} from "../models/index.ts";
import {stream} from "../numeric/index.ts";
import type {FoldItem} from "./fold-item.ts";
import {designOf, inCurrency, type TrainingRows, testRows, trainingRows, withLevels} from "./fold-rows.ts";
import {applyPreparation, type Preparation, prepareFold, withSelection} from "./prepare-fold.ts";
import {nextDayNet, targetSuffix, taskOf} from "./target.ts";

export interface FoldResult {
  readonly fold: number;
  /** Rows of the test window, in the order of the item. */
  readonly trader: Int32Array;
  readonly day: Int32Array;
  /** What was predicted: currency, or an event's probability; NaN where there was no row to train on. */
  readonly value: Float64Array;
  readonly model: ModelSummary;
  /** Settings tried in the training window, the one used among them: what a Deflated Sharpe must be told. */
  readonly trials: number;
  /** How they were searched for, and what each scored; absent where they were not. */
  readonly search?: Search;
  /** The whole model as its learner saves it; absent unless the item asks for it. */
  readonly state?: unknown;
  /** The features it was given, in order; with `state`. */
  readonly names?: readonly string[];
  /** What became of each of the item's `fitted`; absent where it asks for none. */
  readonly fitted?: Preparation["fitted"];
  /** What became of each feature; absent where none was asked to be selected. */
  readonly selection?: readonly SelectionEntry[];
}

/**
 * Fits a learner on a fold's training window and predicts its test window.
 *
 * Large and small traders are pooled in one fit, so P&L is given in units of the trader's own past volatility (known
 * before the day, hence no leak), limited to ± 10; predictions are multiplied back. In currency this is weighted least
 * squares with weights 1 / volatility²: without it, the largest trader would be the fit. The model's weights are therefore
 * in volatilities.
 *
 * Everything with parameters is fitted here or in `prepareFold`, on training rows: regimes, selection, imputation, scaling,
 * tuning, calibration. Its random stream depends on seed, signal and fold only, not on the worker or the order of work.
 */
export async function fitFold(given: FoldItem): Promise<FoldResult> {
  const prepared = given.prepared ?? (await prepareFold(given));
  const module = await loadLearnerModule(given.learner);
  const {learner} = module;
  const ready = applyPreparation(given, prepared, learner.needs);
  const {fold, seed, target = nextDayNet} = ready;
  const test = testRows(ready);
  const head = {
    fold: fold.index,
    trader: test.map((i) => ready.trader[i]),
    day: test.map((i) => ready.day[i]),
    ...(given.fitted === undefined || given.fitted.length === 0 ? {} : {fitted: prepared.fitted}),
  };
  const train = trainingRows(ready, target);
  if (train.rows.length === 0)
    return {
      ...head,
      value: new Float64Array(test.length).fill(Number.NaN),
      model: {rowsUsed: 0, chosen: {}, weights: {}},
      trials: 0,
    };
  const {item, selection} = permuted(ready, prepared.selection, train, learner);
  const random = stream(seed, "walk-forward", `${ready.learner}${targetSuffix(target)}`, fold.index);
  const options = {days: train.days, random, task: taskOf(target), settings: ready.settings};
  const tunable = item.tuning && learner.hyperparameters?.some((p) => p.search !== undefined);
  // Tuning goes outside: it judges settings by calibrated probabilities, and its log of trials is the model's.
  const used =
    item.calibration && options.task.kind === "probability" ? calibrated(module, item.calibration).learner : learner;
  const asked = tunable ? tuned(used, item.tuning!) : used;
  const model: Model & {readonly search?: Search} = asked.fit(designOf(item, train.rows), train.target, options);
  const predicted = model.predict(designOf(item, test));
  return {
    ...head,
    ...(selection === null ? {} : {selection}),
    value: predicted.map((v, k) => inCurrency(target, v, ready.scale[test[k]])),
    model: model.summary(),
    trials: model.search?.tried ?? 1,
    ...(model.search === undefined ? {} : {search: model.search}),
    ...(item.keepModel ? {state: model.toJSON(), names: item.names} : {}),
  };
}

/** The last step of selection, which asks the learner itself (by squared error, which says nothing of a quantile). */
function permuted(
  item: FoldItem,
  before: Preparation["selection"],
  {rows, target, days}: TrainingRows,
  learner: Learner,
): {item: FoldItem; selection: Preparation["selection"]} {
  const rule = item.selection?.permutation;
  if (!rule || before === null || item.target?.kind === "quantile") return {item, selection: before};
  const random = stream(item.seed, "walk-forward", "selection", item.learner, item.fold.index);
  const {log} = selectFeaturesInWindow(designOf(item, rows), target, {
    days,
    random,
    maxCorrelation: null,
    permutation: {
      ...rule,
      fit: (x, y, ofDays) => {
        const task = taskOf(item.target ?? nextDayNet);
        const model = learner.fit(withLevels(x, item), y, {days: ofDays, random, task, settings: item.settings});
        return (other) => model.predict(withLevels(other, item));
      },
    },
  });
  const later = new Map(log.map((entry) => [entry.name, entry]));
  const selection = before.map((entry) => (entry.kept ? (later.get(entry.name) ?? entry) : entry));
  return {item: withSelection(item, log, learner.needs), selection};
}
