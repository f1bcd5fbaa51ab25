import {pastScale} from "../features/index.ts";
import type {ModelSummary} from "../models/index.ts";
import {float64, int32, type Table, table} from "../numeric/index.ts";
import type {FoldResult} from "./fit-fold.ts";
import type {FoldItem} from "./fold-item.ts";
import type {Preparation} from "./prepare-fold.ts";
import type {Fold} from "./types.ts";

/** The module that exports `fitFold`, for a worker to load. */
export const fitFoldModule = new URL("./fit-fold.ts", import.meta.url);

/** What was fitted in a fold. Weights are in volatilities of the trader (see `fitFold`). */
export interface FoldModel extends ModelSummary, Pick<FoldResult, "fitted" | "selection" | "trials" | "search"> {
  readonly fold: number;
}

/** A model with what it takes to ask it again: `loadModel(learner, state)`. */
export interface SavedModel {
  readonly fold: number;
  /** Its features, in order. */
  readonly names: readonly string[];
  readonly state: unknown;
}

export interface FoldItemOptions
  extends Pick<
    FoldItem,
    "learner" | "seed" | "target" | "settings" | "tuning" | "calibration" | "fitted" | "selection"
  > {
  readonly folds: readonly Fold[];
  /** trader, day, net, then features: what `buildPanel` makes. */
  readonly panel: Table;
  /** What `prepareFold` made, one a fold in their order. Default: each fit makes its own. */
  readonly prepared?: readonly Preparation[];
  /** Account names by trader index: gives the design a categorical column "trader". Default: none. */
  readonly accounts?: readonly string[];
  /** Whether the last fold's model is kept whole. Default false. */
  readonly keepLast?: boolean;
}

/**
 * One item a fold for `prepareFold` and `fitFold`, with the rows of its window only. No folds: no items.
 *
 * The panel is put in the order of days once, in memory that workers share; a window is a stretch of it, so that neither
 * items nor training rows are copies. Rows before which there is no past volatility are left out: nothing can be learnt
 * from them, or predicted.
 */
export function foldItems(options: FoldItemOptions): FoldItem[] {
  const {folds, panel, prepared, accounts, keepLast = false, ...rest} = options;
  const names = Object.keys(panel.columns).filter((name) => !["trader", "day", "net"].includes(name));
  const day = int32(panel, "day");
  const scale = pastScale(panel, day.reduce((last, d) => Math.max(last, d), -1) + 1);
  const order = Int32Array.from(day.keys())
    .filter((i) => Number.isFinite(scale[i]))
    .sort((a, b) => day[a] - day[b] || a - b);
  const days = sharedInt(int32(panel, "day"), order);
  const traders = sharedInt(int32(panel, "trader"), order);
  const nets = shared(float64(panel, "net"), order);
  const scales = shared(scale, order);
  const columns = names.map((name) => shared(float64(panel, name), order));
  if (accounts !== undefined) {
    names.push("trader");
    columns.push(shared(Float64Array.from(int32(panel, "trader")), order));
  }
  return folds.map((fold, k) => {
    const [from, to] = [firstAtOrAfter(days, fold.train.start), firstAtOrAfter(days, fold.test.end)];
    return {
      ...rest,
      fold,
      trader: traders.subarray(from, to),
      day: days.subarray(from, to),
      net: nets.subarray(from, to),
      scale: scales.subarray(from, to),
      names,
      columns: columns.map((column) => column.subarray(from, to)),
      ...(accounts === undefined ? {} : {levels: {trader: accounts}}),
      ...(prepared === undefined ? {} : {prepared: prepared[k]}),
      ...(keepLast && k === folds.length - 1 ? {keepModel: true} : {}),
    };
  });
}

/**
 * Puts the folds' results together.
 * @returns `predictions`: trader, day, fold Int32, value Float64 (study currency), sorted by trader then day; empty without
 * folds. `models`: one a fold. `last`: the latest fold's model whole, as far as it was kept: the one a desk would use next.
 */
export function assembleWalkForward(results: readonly FoldResult[]): {
  predictions: Table;
  models: FoldModel[];
  last: SavedModel | null;
} {
  const rows = results.flatMap((result) => Array.from(result.value, (_, k) => ({result, k})));
  rows.sort((a, b) => a.result.trader[a.k] - b.result.trader[b.k] || a.result.day[a.k] - b.result.day[b.k]);
  return {
    predictions: table({
      trader: Int32Array.from(rows, ({result, k}) => result.trader[k]),
      day: Int32Array.from(rows, ({result, k}) => result.day[k]),
      fold: Int32Array.from(rows, ({result}) => result.fold),
      value: Float64Array.from(rows, ({result, k}) => result.value[k]),
    }),
    models: results.map(({fold, model, trials, search, fitted, selection}) => ({
      fold,
      ...model,
      trials,
      ...(search === undefined ? {} : {search}),
      ...(fitted === undefined ? {} : {fitted}),
      ...(selection === undefined ? {} : {selection}),
    })),
    last: savedModel(results[results.length - 1]),
  };
}

function savedModel(result: FoldResult | undefined): SavedModel | null {
  if (result?.state === undefined) return null;
  return {fold: result.fold, names: result.names ?? [], state: result.state};
}

/** Index of the first of ascending days that is `day` or later. */
function firstAtOrAfter(days: Int32Array, day: number): number {
  let [low, high] = [0, days.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (days[middle] < day) low = middle + 1;
    else high = middle;
  }
  return low;
}

function shared(values: Float64Array, order: Int32Array): Float64Array {
  const copy = new Float64Array(new SharedArrayBuffer(8 * order.length));
  for (let k = 0; k < order.length; k++) copy[k] = values[order[k]];
  return copy;
}

function sharedInt(values: Int32Array, order: Int32Array): Int32Array {
  const copy = new Int32Array(new SharedArrayBuffer(4 * order.length));
  for (let k = 0; k < order.length; k++) copy[k] = values[order[k]];
  return copy;
}
