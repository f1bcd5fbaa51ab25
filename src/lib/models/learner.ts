import type {Random} from "../numeric/random.ts";

/** Column-major design: one Float64Array a feature, all of length `rows`; NaN is a missing value. */
export interface Design {
  readonly rows: number;
  readonly names: readonly string[];
  readonly columns: readonly Float64Array[];
}

export interface FitOptions {
  /** One non-negative weight a row; all 1 when absent. */
  readonly weights?: Float64Array;
  readonly random: Random;
  /** Day index of each row, ascending or not: learners that tune do so on inner, time-ordered splits. */
  readonly days: Int32Array;
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
  fit(x: Design, y: Float64Array, options: FitOptions): Model;
}

export interface Model {
  /** One prediction a row. @throws if the columns' names differ from those it was fitted on. */
  predict(x: Design): Float64Array;
  /** What was fitted, as JSON (no NaN), enough to rebuild it with the learner module's `fromJSON`. */
  toJSON(): unknown;
  /** A few words and numbers for a page: chosen penalty, rows used, weights by feature. */
  summary(): ModelSummary;
}

export interface ModelSummary {
  readonly rowsUsed: number;
  readonly chosen: Readonly<Record<string, number>>;
  /** Feature → weight (standardised coefficient, or share of splits), signed where it has a sign. */
  readonly weights: Readonly<Record<string, number>>;
}
