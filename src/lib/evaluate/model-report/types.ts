import type {FormReport} from "./form-types.ts";
import type {IntervalReport} from "./interval-types.ts";

/** `model-reports.json` */
export interface ModelReports {
  /** In the order of the study's learners, then targets. */
  readonly signals: readonly SignalReport[];
  /** Of each signal whose outcome is the day's net P&L, trained or given. */
  readonly intervals: readonly IntervalReport[];
  /** Signals trained here without a model to show, and why. */
  readonly without: readonly {readonly signal: string; readonly label: string; readonly why: string}[];
  /** Models published whole, in `scoring.json`; the bytes of each as JSON, and of those left out. */
  readonly published: readonly {readonly signal: string; readonly bytes: number; readonly published: boolean}[];
}

/** `scoring.json`: what it takes to ask a model again in a browser. */
export interface ScoringFile {
  readonly models: Readonly<Record<string, {readonly learner: string; readonly state: unknown}>>;
}

/** What one signal's last model is, what drives it, and some of its predictions taken apart. Plain JSON: null for NaN. */
export interface SignalReport {
  readonly signal: string;
  readonly label: string;
  readonly learner: string;
  /** The learner's own, as its label. */
  readonly name: string;
  readonly description: string;
  /** What is predicted, in words: "next-day P&L". */
  readonly predicts: string;
  readonly task: "mean" | "probability" | "quantile";
  /** Of the model's output: the trader's past volatility is 1, or a probability. */
  readonly unit: "volatilities" | "probability";
  /** Contributions are of the output itself, or of its log-odds. */
  readonly link: "identity" | "logistic";
  readonly window: {
    readonly fold: number;
    readonly folds: number;
    /** Dates, both included. */
    readonly train: readonly [string, string];
    readonly test: readonly [string, string];
    readonly trainRows: number;
    readonly testRows: number;
  };
  readonly features: readonly string[];
  /** Text levels of the categorical ones. */
  readonly levels: Readonly<Record<string, readonly string[]>>;
  readonly settings: readonly SettingReport[];
  /** What the fit says of itself beyond its settings: "trees", "outOfBagLoss". */
  readonly facts: readonly {readonly name: string; readonly value: number | null}[];
  readonly choices: ChoiceReport;
  readonly form: FormReport;
  readonly drives: DriveReport;
  readonly dependence: readonly DependenceReport[];
  readonly rows: readonly ExplainedRow[];
  /** By feature: where its values lie among the rows explained, 2.5 to 97.5 %, and their median; null where it has none. */
  readonly ranges: readonly ({readonly low: number; readonly middle: number; readonly high: number} | null)[];
}

export interface SettingReport {
  readonly name: string;
  readonly description: string;
  readonly value: number | string | null;
  /** Who set it: the study, tuning, the fit itself (a penalty on inner blocks), or nobody: the default. */
  readonly from: "study" | "tuning" | "fit" | "default";
}

/** What each fold chose, and out of how much. */
export interface ChoiceReport {
  /** Settings that were searched for, or that the fits chose themselves. */
  readonly names: readonly string[];
  readonly folds: readonly {
    readonly fold: number;
    readonly rows: number;
    readonly values: readonly (number | string | null)[];
    /** Settings tried, the one used among them. */
    readonly tried: number;
    /** Loss on the inner blocks of the chosen setting and of the defaults, on the same rows; null where nothing was searched. */
    readonly loss: number | null;
    readonly defaultLoss: number | null;
  }[];
  /** How the search of the last fold went, in words; null where there was none. */
  readonly note: string | null;
}

export interface DriveReport {
  /** Test rows explained, out of those there are. */
  readonly rows: number;
  /** By mean |contribution|, largest first; empty where the model has no exact contributions. */
  readonly contributions: readonly {
    readonly feature: string;
    readonly size: number;
    readonly share: number;
    readonly quantiles: readonly number[];
    readonly direction: number | null;
  }[];
  /** By rise of the loss, largest first. */
  readonly permutation: {
    readonly loss: number | null;
    readonly rows: number;
    readonly blocks: number;
    readonly blockDays: number;
    readonly repeats: number;
    readonly level: number;
    readonly features: readonly {
      readonly feature: string;
      readonly rise: number;
      readonly interval: readonly [number | null, number | null];
      readonly moved: number;
    }[];
  } | null;
  readonly stability: {
    readonly folds: number;
    readonly top: number;
    readonly rankCorrelation: number | null;
    /** The first dozen by mean rank. */
    readonly features: readonly {
      readonly feature: string;
      readonly mean: number | null;
      readonly meanRank: number;
      readonly shareInTop: number;
      readonly signAgreement: number | null;
      /** Share of the fold's weights by size, one a fold. */
      readonly shares: readonly (number | null)[];
    }[];
    /** Whether weights have a sign that means something. */
    readonly signed: boolean;
  };
}

/** How the output depends on one feature. */
export interface DependenceReport {
  readonly feature: string;
  readonly levels: readonly string[] | null;
  readonly bins: readonly {
    readonly from: number | null;
    readonly to: number | null;
    /** Mean value; null where it is missing, and for levels. */
    readonly at: number | null;
    readonly rows: number;
    readonly mean: number;
    readonly p25: number;
    readonly p75: number;
  }[];
  /** Value, contribution, value of the companion. */
  readonly points: readonly (readonly [number, number, number | null])[];
  /** The other feature that goes most with what is left within bins; null where none does more than by chance. */
  readonly companion: string | null;
  /** Accumulated local effects: value and effect on the output; null for levels. */
  readonly local: {readonly at: readonly number[]; readonly effect: readonly number[]} | null;
}

/** One prediction, taken apart. */
export interface ExplainedRow {
  /** Where the prediction lies among those of the test window. */
  readonly place: "lowest" | "lower quartile" | "middle" | "upper quartile" | "highest";
  readonly account: string;
  readonly date: string;
  /** In the order of the features; a level's text; null where missing. Exact: asked again, the model says the same bits. */
  readonly values: readonly (number | string | null)[];
  /** What the model says, in its unit. Exact. */
  readonly prediction: number;
  /** Currency of one unit for this trader and day; 1 for a probability. */
  readonly scale: number;
  /** Prediction and what happened, in currency (0 or 1 for an event); null where that is not known. */
  readonly value: number;
  readonly actual: number | null;
  /** Null where the model has no exact contributions. */
  readonly explained: {
    /** Margin before anything is known of the row. */
    readonly base: number;
    /** The largest by size; base + their sum + rest is the margin. */
    readonly steps: readonly {readonly feature: string; readonly contribution: number}[];
    readonly rest: {readonly features: number; readonly contribution: number};
    readonly margin: number;
  } | null;
  /** Nodes from root to leaf of the tree shown, and what each question was answered with; null without a tree. */
  readonly path: {readonly nodes: readonly number[]; readonly given: readonly (number | string | null)[]} | null;
}
