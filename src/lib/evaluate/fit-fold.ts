import {type FittedWindow, fitFeatures, type SelectionEntry, selectFeaturesInWindow} from "../features/index.ts";
import {type Design, type Learner, loadLearner, type ModelSummary} from "../models/index.ts";
import {stream} from "../numeric/index.ts";
import type {DayRange, Fold} from "./types.ts";

/** One fit of a walk-forward: plain data, so that it can go to a worker. Rows are those from train.start to test.end. */
export interface FoldItem {
  readonly learner: string;
  readonly seed: number;
  readonly fold: Fold;
  readonly trader: Int32Array;
  readonly day: Int32Array;
  /** Net P&L, study currency: the target. */
  readonly net: Float64Array;
  /** The trader's volatility as known before the day, study currency; NaN where there is none (see `pastScale`). */
  readonly scale: Float64Array;
  readonly names: readonly string[];
  /** One a feature; NaN is missing. */
  readonly columns: readonly Float64Array[];
  /** Features with parameters, fitted on the training window and appended to the design (see features/fitted.ts). Default: none. */
  readonly fitted?: readonly string[];
  /** How features are selected inside the training window (see features/select.ts). Default: all are used. */
  readonly selection?: SelectionRule | null;
}

/** The steps of `selectFeaturesInWindow` that a study may ask for. */
export interface SelectionRule {
  readonly maxMissing: number;
  readonly maxCorrelation: number | null;
  /** Level of the mutual-information step; null leaves it out. */
  readonly informationLevel: number | null;
  /** Stability selection by a lasso; null or absent leaves it out. */
  readonly stability?: {readonly share: number; readonly draws: number; readonly features: number} | null;
  /** Permutation importance of the fold's own learner; null or absent leaves it out. */
  readonly permutation?: {readonly repeats: number} | null;
}

export interface FoldResult {
  readonly fold: number;
  /** Rows of the test window, in the order of the item. */
  readonly trader: Int32Array;
  readonly day: Int32Array;
  /** Predicted net P&L, study currency; NaN where the trader has no past volatility or there was no row to train on. */
  readonly value: Float64Array;
  readonly model: ModelSummary;
  /** What became of each of the item's `fitted`; absent where it asks for none. */
  readonly fitted?: FittedWindow["log"];
  /** What became of each feature; absent where none was asked to be selected. */
  readonly selection?: readonly SelectionEntry[];
}

/** Targets are limited to this many volatilities in training: one tail day must not carry a fit. */
const targetLimit = 10;

/**
 * Fits a learner on a fold's training window and predicts its test window.
 *
 * Large and small traders are pooled in one fit, so the target is net in units of the trader's own past volatility (known
 * before the day, hence no leak), limited to ± 10; predictions are multiplied back. In currency this is weighted least
 * squares with weights 1 / volatility²: without it, the largest trader would be the fit. The model's weights are therefore
 * in volatilities.
 *
 * Its random stream depends on seed, learner and fold only, not on the worker or the order of work.
 */
export async function fitFold(given: FoldItem): Promise<FoldResult> {
  const {item: full, log} = withFitted(given);
  const {fold, day, net, scale} = full;
  const learner = await loadLearner(full.learner);
  const train = rowsOf(day, fold.train).filter((i) => Number.isFinite(net[i] / scale[i]));
  const test = rowsOf(day, fold.test);
  const head = {
    fold: fold.index,
    trader: test.map((i) => full.trader[i]),
    day: test.map((i) => day[i]),
    ...(log === undefined ? {} : {fitted: log}),
  };
  if (train.length === 0)
    return {
      ...head,
      value: new Float64Array(test.length).fill(Number.NaN),
      model: {rowsUsed: 0, chosen: {}, weights: {}},
    };
  const target = Float64Array.from(train, (i) => Math.max(-targetLimit, Math.min(targetLimit, net[i] / scale[i])));
  const days = train.map((i) => day[i]);
  const {item, selection} = withSelected(full, train, target, days, learner);
  const model = learner.fit(designOf(item, train), target, {
    days,
    random: stream(item.seed, "walk-forward", item.learner, fold.index),
  });
  const predicted = model.predict(designOf(item, test));
  return {
    ...head,
    ...(selection === undefined ? {} : {selection}),
    value: predicted.map((v, k) => v * scale[test[k]]),
    model: model.summary(),
  };
}

/** The item with the features that its own training rows select. Where they select none, all stay: a model needs some. */
function withSelected(item: FoldItem, train: Int32Array, target: Float64Array, days: Int32Array, learner: Learner) {
  if (!item.selection) return {item};
  const {maxMissing, maxCorrelation, informationLevel, stability, permutation} = item.selection;
  const {seed, fold} = item;
  // The same draws for all learners; only a permutation's fits are the learner's own.
  const random = stream(seed, "walk-forward", "selection", fold.index);
  const fitRandom = stream(seed, "walk-forward", "selection", item.learner, fold.index);
  const {kept, log} = selectFeaturesInWindow(designOf(item, train), target, {
    days,
    random,
    maxMissing,
    maxCorrelation,
    ...(informationLevel === null ? {} : {informationLevel}),
    ...(stability ? {stability} : {}),
    ...(permutation
      ? {
          permutation: {
            ...permutation,
            fit: (x: Design, y: Float64Array, ofDays: Int32Array) => {
              const model = learner.fit(x, y, {days: ofDays, random: fitRandom});
              return (test: Design) => model.predict(test);
            },
          },
        }
      : {}),
  });
  const names = kept.length === 0 ? item.names : kept;
  const columns = names.map((name) => item.columns[item.names.indexOf(name)]);
  return {item: {...item, names, columns}, selection: log};
}

/** The item with its fitted features among its columns. */
function withFitted(item: FoldItem): {item: FoldItem; log?: FittedWindow["log"]} {
  if (item.fitted === undefined || item.fitted.length === 0) return {item};
  const names = ["walk-forward", "fitted", item.fold.index]; // not the learner: all learners see the same regimes
  const {log, ...made} = fitFeatures(item.fitted, item, item.fold.train, {seed: item.seed, names});
  const columns = [...item.columns, ...made.columns];
  return {item: {...item, names: [...item.names, ...made.names], columns}, log};
}

function rowsOf(day: Int32Array, {start, end}: DayRange): Int32Array {
  const rows: number[] = [];
  for (let i = 0; i < day.length; i++) if (day[i] >= start && day[i] < end) rows.push(i);
  return Int32Array.from(rows);
}

function designOf({names, columns}: FoldItem, rows: Int32Array): Design {
  return {rows: rows.length, names, columns: columns.map((column) => Float64Array.from(rows, (i) => column[i]))};
}
