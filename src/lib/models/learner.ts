import type {Random} from "../numeric/random.ts";
import type {Hyperparameter, Settings} from "./hyperparameters.ts";
import type {TargetGrams} from "./linear/window-grams.ts";

/** Column-major design: one Float64Array a feature, all of length `rows`; NaN is a missing value. */
export interface Design {
  readonly rows: number;
  readonly names: readonly string[];
  readonly columns: readonly Float64Array[];
  /**
   * Categorical features, by column name: the levels, in any order. The column holds the index of the row's level; NaN is
   * missing. A model keeps the levels it was fitted on and matches by the level's text, so that a design with other levels
   * can be predicted: a level not seen in training counts as missing.
   */
  readonly levels?: Readonly<Record<string, readonly string[]>>;
}

/** What a model predicts: the mean of y, the probability that y is 1 (y is 0 or 1), or a quantile of y. */
export type Task =
  | {readonly kind: "mean"}
  | {readonly kind: "probability"}
  | {readonly kind: "quantile"; readonly level: number};

export interface FitOptions {
  /** One non-negative weight a row; all 1 when absent. */
  readonly weights?: Float64Array;
  readonly random: Random;
  /** Day index of each row, ascending or not: learners that tune or stop early do so on inner, time-ordered splits. */
  readonly days: Int32Array;
  /** Default: the mean. @throws RangeError from a learner that does not do the task. */
  readonly task?: Task;
  /** Values for some of the learner's `hyperparameters`; the rest take their defaults. */
  readonly settings?: Settings;
  /** Where several targets are fitted on this very design, with these days and weights. Changes no result. */
  readonly together?: TargetsTogether;
}

/**
 * Targets that are fitted one after the other on one design. Who fits them makes one such object and hands it to each fit: what a
 * learner makes of the design alone it makes once, and leaves here for the next.
 */
export interface TargetsTogether {
  readonly targets: readonly Float64Array[];
  grams?: TargetGrams;
}

/**
 * A learner: `fit` takes a training window and returns a model; everything with parameters (scaling, imputation, tuning)
 * is fitted inside. Numbers in, numbers out: no file, no clock, no global random state.
 */
export interface Learner {
  readonly name: string;
  readonly label: string;
  /** What it is, and its fixed settings, in one sentence. */
  readonly description: string;
  /** Tasks it does; `["mean"]` when absent. */
  readonly tasks?: readonly Task["kind"][];
  /** What may be set, its range and default, and over which range tuning searches; none when absent. */
  readonly hyperparameters?: readonly Hyperparameter[];
  /** Columns that its designs must have, whatever else is selected; none when absent. `fit` throws where one is missing. */
  readonly needs?: readonly string[];
  fit(x: Design, y: Float64Array, options: FitOptions): Model;
}

export interface Model {
  /** One prediction a row. @throws if the columns' names differ from those it was fitted on. */
  predict(x: Design): Float64Array;
  /** What was fitted, as JSON (no NaN), enough to rebuild it with the learner module's `fromJSON`. */
  toJSON(): unknown;
  /** A few words and numbers for a page: chosen penalty, rows used, weights by feature. */
  summary(): ModelSummary;
  /** Additive contributions to each prediction; absent where the model has none that are exact. */
  explain?(x: Design): Explanation;
}

/**
 * Contributions on the scale of the model's margin (the prediction itself for a mean or quantile, its log-odds for a
 * probability): `base` + Σⱼ columns[j][i] is the margin of row i.
 */
export interface Explanation {
  readonly base: number;
  /** One a feature, in the order of the design's names. */
  readonly columns: readonly Float64Array[];
}

export interface ModelSummary {
  readonly rowsUsed: number;
  readonly chosen: Readonly<Record<string, number>>;
  /** Feature → weight (standardised coefficient, or share of splits), signed where it has a sign. */
  readonly weights: Readonly<Record<string, number>>;
}
