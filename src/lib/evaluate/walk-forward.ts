import {pastScale} from "../features/index.ts";
import type {ModelSummary} from "../models/index.ts";
import {float64, int32, type Table, table, take} from "../numeric/index.ts";
import type {FoldItem, FoldResult, SelectionRule} from "./fit-fold.ts";
import type {Fold} from "./types.ts";

/** The module that exports `fitFold`, for a worker to load. */
export const fitFoldModule = new URL("./fit-fold.ts", import.meta.url);

/** What was fitted in a fold. Weights are in volatilities of the trader (see `fitFold`). */
export interface FoldModel extends ModelSummary, Pick<FoldResult, "fitted" | "selection"> {
  readonly fold: number;
}

export interface FoldItemOptions {
  readonly learner: string;
  readonly seed: number;
  readonly folds: readonly Fold[];
  /** trader, day, net, then features: what `buildPanel` makes. */
  readonly panel: Table;
  /** Names of features to fit in each fold: see features/fitted.ts. Default: none. */
  readonly fitted?: readonly string[];
  /** How features are selected inside each training window. Default: all are used. */
  readonly selection?: SelectionRule | null;
}

/** One item a fold for `fitFold`, with the rows of its window only. No folds: no items. */
export function foldItems({learner, seed, folds, panel, fitted, selection}: FoldItemOptions): FoldItem[] {
  const names = Object.keys(panel.columns).filter((name) => !["trader", "day", "net"].includes(name));
  const day = int32(panel, "day");
  const scale = pastScale(panel, day.reduce((last, d) => Math.max(last, d), -1) + 1);
  return folds.map((fold) => {
    const rows = Int32Array.from(day.keys()).filter((i) => day[i] >= fold.train.start && day[i] < fold.test.end);
    const window = take(panel, rows);
    return {
      learner,
      seed,
      fold,
      trader: int32(window, "trader"),
      day: int32(window, "day"),
      net: float64(window, "net"),
      scale: Float64Array.from(rows, (i) => scale[i]),
      names,
      columns: names.map((name) => float64(window, name)),
      ...(fitted === undefined ? {} : {fitted}),
      ...(selection === undefined ? {} : {selection}),
    };
  });
}

/**
 * Puts the folds' results together.
 * @returns `predictions`: trader, day, fold Int32, value Float64 (study currency), sorted by trader then day; empty without
 * folds. `models`: one a fold.
 */
export function assembleWalkForward(results: readonly FoldResult[]): {predictions: Table; models: FoldModel[]} {
  const rows = results.flatMap((result) => Array.from(result.value, (_, k) => ({result, k})));
  rows.sort((a, b) => a.result.trader[a.k] - b.result.trader[b.k] || a.result.day[a.k] - b.result.day[b.k]);
  return {
    predictions: table({
      trader: Int32Array.from(rows, ({result, k}) => result.trader[k]),
      day: Int32Array.from(rows, ({result, k}) => result.day[k]),
      fold: Int32Array.from(rows, ({result}) => result.fold),
      value: Float64Array.from(rows, ({result, k}) => result.value[k]),
    }),
    models: results.map(({fold, model, fitted, selection}) => ({
      fold,
      ...model,
      ...(fitted === undefined ? {} : {fitted}),
      ...(selection === undefined ? {} : {selection}),
    })),
  };
}
