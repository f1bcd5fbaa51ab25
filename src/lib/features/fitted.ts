import {hmmRegime} from "./fitted-hmm.ts";

/**
 * Features with parameters: fitted on a training window, then applied causally. They cannot be columns of the panel, whose
 * rows know no window; the walk-forward makes them inside each fold (`fitFeatures`, called by evaluate/fit-fold.ts).
 *
 * What they read are columns of the panel that are known at the previous close and the same for all traders of a day, so
 * that they see the future as little as those do.
 */
export interface FittedFeature {
  readonly name: string;
  readonly label: string;
  readonly family: "regime";
  readonly description: string;
  /** The panel column it is fitted on. */
  readonly reads: string;
  readonly knownAt: "previous close";
  /** Columns that it makes, the same in every fold. */
  readonly columns: readonly FittedColumn[];
  /**
   * @param series one value a day of the training window, in order of time; NaN is missing.
   * @returns the state as plain JSON, or null where the window does not allow a fit.
   */
  readonly fit: (series: Float64Array, options: FitWindowOptions) => FittedState | null;
  /** A machine that is fed one day's value after the other and says, after each, one number a column. */
  readonly apply: (state: FittedState) => (value: number) => readonly number[];
}

export interface FittedColumn {
  readonly name: string;
  readonly label: string;
  readonly unit: "share" | "ratio";
  readonly description: string;
}

export interface FitWindowOptions {
  readonly seed: number;
  /** Names of the random streams. */
  readonly names: readonly (string | number)[];
}

/** What was fitted: `log` is for a page, `parameters` are what `apply` needs. */
export interface FittedState {
  readonly log: Readonly<Record<string, number>>;
  readonly parameters: unknown;
}

/** Every fitted feature there is. */
export const fittedFeatures: readonly FittedFeature[] = [
  hmmRegime("market_regime", "market_return_lag1", "the market's daily return"),
  hmmRegime("desk_regime", "desk_mean_lag1", "the desk's daily mean P&L"),
];

/** A fold's rows: those of its training and test windows (and between), in any order. */
export interface WindowRows {
  readonly day: Int32Array;
  readonly names: readonly string[];
  /** One a name, one value a row. */
  readonly columns: readonly Float64Array[];
}

export interface FittedWindow extends FittedColumns {
  /** One entry a feature asked for: what was fitted, or why nothing was. */
  readonly log: readonly {
    readonly feature: string;
    readonly fitted: boolean;
    readonly note: string;
    readonly values: Readonly<Record<string, number>>;
  }[];
  /** One a feature asked for, plain JSON: what `applyFeatures` needs; null where nothing was fitted. */
  readonly states: readonly (FittedState | null)[];
}

export interface FittedColumns {
  readonly names: readonly string[];
  /** One value a row. */
  readonly columns: readonly Float64Array[];
}

/**
 * Fits features on the days of a training window, and applies them to every row: a row's values depend on days up to its own
 * (whose series value is of the close before) and on the fit.
 *
 * @param wanted names of fitted features. @throws RangeError for one that is not there.
 * @param train days start ≤ day < end of the training window.
 * @returns columns to append to the design; a feature that could not be fitted gives none, and the log says why.
 */
export function fitFeatures(
  wanted: readonly string[],
  rows: WindowRows,
  train: {readonly start: number; readonly end: number},
  options: FitWindowOptions,
): FittedWindow {
  const fits = wanted.map((name) => {
    const feature = fittedFeature(name);
    const at = rows.names.indexOf(feature.reads);
    const nothing = (note: string) => ({state: null, log: {feature: name, fitted: false, note, values: {}}});
    if (at < 0) return nothing(`The panel has no ${feature.reads}.`);
    const {days, values} = seriesByDay(rows.day, rows.columns[at]);
    const window = values.filter((_, k) => days[k] >= train.start && days[k] < train.end);
    const state = feature.fit(window, {seed: options.seed, names: [...options.names, name]});
    if (state === null) return nothing("The training window has too few values, or they do not vary.");
    return {state, log: {feature: name, fitted: true, note: "", values: state.log}};
  });
  const states = fits.map(({state}) => state);
  return {...applyFeatures(wanted, rows, states), log: fits.map(({log}) => log), states};
}

/** The columns of features that were fitted: `states` are those that `fitFeatures` gave for the same names. */
export function applyFeatures(
  wanted: readonly string[],
  rows: WindowRows,
  states: readonly (FittedState | null)[],
): FittedColumns {
  const names: string[] = [];
  const columns: Float64Array[] = [];
  wanted.forEach((name, f) => {
    const state = states[f];
    if (state === null) return;
    const feature = fittedFeature(name);
    const next = feature.apply(state);
    const {days, values} = seriesByDay(rows.day, rows.columns[rows.names.indexOf(feature.reads)]);
    const byDay = new Map<number, readonly number[]>();
    for (let k = 0; k < days.length; k++) byDay.set(days[k], next(values[k]));
    feature.columns.forEach((column, c) => {
      names.push(column.name);
      columns.push(Float64Array.from(rows.day, (d) => byDay.get(d)![c]));
    });
  });
  return {names, columns};
}

function fittedFeature(name: string): FittedFeature {
  const feature = fittedFeatures.find((f) => f.name === name);
  if (feature !== undefined) return feature;
  throw new RangeError(`invalid fitted feature; not one of ${fittedFeatures.map((f) => f.name).join(", ")}: ${name}`);
}

/** One value a day, in order of time. All rows of a day have the same, since the column depends on the day only. */
function seriesByDay(day: Int32Array, column: Float64Array): {days: Int32Array; values: Float64Array} {
  const first = new Map<number, number>();
  for (let r = 0; r < day.length; r++) if (!first.has(day[r])) first.set(day[r], column[r]);
  const days = Int32Array.from(first.keys()).sort();
  return {days, values: Float64Array.from(days, (d) => first.get(d)!)};
}
