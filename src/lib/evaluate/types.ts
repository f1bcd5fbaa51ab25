import type {Target} from "./target.ts";

/** A prediction series that is judged, wherever it was made. */
export interface Signal {
  /** Column name in predictions.csv, or the learner's name. */
  readonly name: string;
  readonly label: string;
  /**
   * "net": predicts the day's net P&L; "quantile": predicts its `level` quantile (value at risk); "probability":
   * probability of a bad outcome. Badness is the value itself for a probability and its negative otherwise.
   */
  readonly kind: "net" | "probability" | "quantile";
  /** For a quantile: its level, 0.05 for a 5 % value at risk. */
  readonly level: number | null;
  /** For a probability: the 0/1 column of predictions.csv that says whether it happened; null: net below zero. */
  readonly outcome: string | null;
  readonly source: "given" | "trained";
  /** Of a trained one: the learner, and what it was trained to predict (see target.ts); absent: next-day net, a loss or its quantile. */
  readonly learner?: string;
  readonly target?: Target;
}

/** Half-open ranges of day indices. No label of a training row reaches `test`. */
export interface Fold {
  readonly index: number;
  readonly train: DayRange;
  /** Days between train and test: purge (label horizon) and embargo. May be empty. */
  readonly gap: DayRange;
  readonly test: DayRange;
  /** Tests the traders of this group only, and trains on those of the others (see splits/new-traders.ts); absent: all on both. */
  readonly newTraders?: {readonly group: number; readonly groups: number};
}

export interface DayRange {
  readonly start: number;
  readonly end: number;
}

/** Lengths in trading days of the desk, or in calendar months or quarters; purge and embargo always in trading days. */
export interface SplitOptions {
  readonly kind: "expanding" | "rolling" | "anchored";
  /** What `train` and `test` count. Default: trading days. */
  readonly unit?: "month" | "quarter";
  readonly train: number;
  readonly test: number;
  /** Label horizon beyond the day itself: 0 for next-day P&L. */
  readonly purge: number;
  readonly embargo: number;
  /** Anchored: index of the day that training starts with; days before it are not used. Default 0. */
  readonly anchor?: number;
}

/** `plan.json`: what this study will do on this desk, what it cannot, and why. */
export interface Plan {
  readonly signals: readonly Signal[];
  readonly primary: string;
  readonly split: SplitOptions;
  readonly folds: readonly Fold[];
  /** Groups of traders, each tested by models of the others; absent: traders are known to the models that judge them. */
  readonly traderGroups?: number;
  readonly limits: readonly {readonly what: string; readonly why: string}[];
}

/** `skill.json` */
export interface SkillReport {
  readonly signals: readonly SignalSkill[];
}

export interface SignalSkill {
  readonly signal: string;
  readonly kind: Signal["kind"];
  /** Rows and days on which signal and every baseline exist. */
  readonly n: number;
  readonly days: number;
  readonly metrics: Readonly<Record<string, number | null>>;
  /** The same loss for each naive rule, on the same rows. */
  readonly baselines: readonly {readonly name: string; readonly label: string; readonly loss: number}[];
  /** null: there is no row to compare on; `notes` says so. */
  readonly loss: {readonly name: string; readonly label: string; readonly value: number | null};
  /** Test of equal predictive ability against the best baseline; null where it cannot be computed, `note` says why. */
  readonly test: {
    readonly versus: string;
    readonly statistic: number;
    /** Two-sided. */
    readonly p: number;
    /** Mean loss of the baseline minus that of the signal: positive when the signal is better. */
    readonly difference: number;
    readonly interval: readonly [number, number];
    readonly level: number;
    readonly method: string;
  } | null;
  readonly byFold: readonly FoldSkill[];
  /** For a probability: bins of predicted against observed; for a quantile: share below by fold; else empty. */
  readonly calibration: readonly {
    readonly predicted: number;
    readonly observed: number;
    readonly lower: number;
    readonly upper: number;
    readonly n: number;
  }[];
  readonly notes: readonly string[];
}

export interface FoldSkill {
  readonly fold: number;
  readonly from: string;
  readonly to: string;
  readonly n: number;
  readonly loss: number;
  readonly baselineLoss: number;
}

/** `audit.json`: checks in the order in which a number travels, so that the first leak is the nearest to its cause. */
export interface AuditReport {
  readonly checks: readonly AuditCheck[];
}

/**
 * One question about leakage. `rewrites` is empty for a check of facts (the split, the registry), which needs no other
 * future; its id is "audit.", the station, and for what belongs to one signal "." and its name.
 */
export interface AuditCheck {
  readonly id: string;
  readonly title: string;
  readonly status: "clean" | "leak" | "not auditable";
  readonly rewrites: readonly string[];
  readonly cutDates: readonly string[];
  /** Values of the past that were compared bit for bit; facts, for a check of facts. */
  readonly compared: number;
  /** Where the past first moved, or the first fact that is wrong (then without cut and rewrite). */
  readonly first: {
    readonly column: string;
    readonly row: string;
    readonly cut: string | null;
    readonly rewrite: string | null;
  } | null;
  readonly evidence: string;
}
