import type {CalibrationMethod, Settings} from "../models/index.ts";
import type {Preparation} from "./prepare-fold.ts";
import type {Target} from "./target.ts";
import type {Fold} from "./types.ts";

/** One fit of a walk-forward: plain data, so that it can go to a worker. Rows are those from train.start to test.end, by day. */
export interface FoldItem {
  readonly learner: string;
  readonly seed: number;
  readonly fold: Fold;
  readonly trader: Int32Array;
  readonly day: Int32Array;
  /** Net P&L, study currency. */
  readonly net: Float64Array;
  /** The trader's volatility as known before the day, study currency; NaN where there is none (see `pastScale`). */
  readonly scale: Float64Array;
  readonly names: readonly string[];
  /** One a feature; NaN is missing. */
  readonly columns: readonly Float64Array[];
  /** Levels of the categorical ones among the columns (see models/learner.ts). Default: none. */
  readonly levels?: Readonly<Record<string, readonly string[]>>;
  /** What is predicted. Default: next-day net. */
  readonly target?: Target;
  /** Settings of the learner other than its defaults. */
  readonly settings?: Settings;
  /** How the learner's settings are searched for inside the training window. Default: they are not. */
  readonly tuning?: TuningRule | null;
  /** How predicted probabilities are calibrated inside the training window; of no use to other targets. Default: they are not. */
  readonly calibration?: CalibrationMethod | null;
  /** Whether the result carries the whole model. Default: its summary only. */
  readonly keepModel?: boolean;
  /** Features with parameters, fitted on the training window and appended to the design (see features/fitted.ts). Default: none. */
  readonly fitted?: readonly string[];
  /** How features are selected inside the training window (see features/select.ts). Default: all are used. */
  readonly selection?: SelectionRule | null;
  /** What `prepareFold` made of this fold; absent: `fitFold` makes it itself. */
  readonly prepared?: Preparation;
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

/** How hyperparameters are searched for. */
export interface TuningRule {
  readonly method: "random" | "halving";
  /** Settings tried, the defaults among them. */
  readonly trials: number;
}
