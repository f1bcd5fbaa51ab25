import type {Strength} from "./bias.ts";
import type {ClusteredDml, ClusteredLinear} from "./moved.ts";

/** `sensitivity.json`: how strong a hidden cause would have to be to change what is said of real limits. */
export type SensitivityReport =
  | {readonly status: "not possible"; readonly reason: string; readonly needs: string}
  | ComputedSensitivity;

export interface ComputedSensitivity {
  readonly status: "computed";
  /** Of all intervals, two-sided. */
  readonly level: number;
  /** Trader-days compared, and those with a limit. */
  readonly n: number;
  readonly treated: number;
  /** The published estimate (double machine learning): all that its movement depends on. */
  readonly fit: ClusteredDml;
  readonly method: string;
  /**
   * Strength, with limit and P&L alike, that takes the published estimate to zero; and that takes the near end of its interval there
   * (0: the interval holds zero as it stands). Partial R², adversity 1.
   */
  readonly robustnessValue: number;
  readonly robustnessValueAtLevel: number;
  /** The published estimate under a hidden cause k times as strong as what was seen, sign and correlation at their worst. */
  readonly benchmarks: readonly BenchmarkRow[];
  /** Index in `benchmarks` of the single feature that would move the estimate most, at 1 ×; null: no feature moves it. */
  readonly strongest: number | null;
  /** Whether the interval still leaves out zero under a hidden cause as strong as that; null: it holds zero as it stands, or there is none. */
  readonly survives: boolean | null;
  /** How many times as strong as the strongest feature a hidden cause must be. */
  readonly explainedAway: ExplainedAway | null;
  /** The same two questions of the strongest family of features, all of it one hidden cause: a harder test. */
  readonly family: {readonly survives: boolean | null; readonly explainedAway: ExplainedAway} | null;
  readonly linear: LinearReport;
  readonly leftOut: readonly LeftOutRow[];
  readonly contour: ContourReport;
  readonly pairs: PairReport | {readonly reason: string};
  readonly simulated: SimulatedCheck | null;
  readonly notes: readonly string[];
}

/** What k times as strong as an observed feature, or a family of them, would do. */
export interface BenchmarkRow {
  /** Name of the feature or of the family. */
  readonly feature: string;
  readonly label: string;
  readonly kind: "feature" | "family";
  readonly times: number;
  /** Of the hidden cause, not of the feature (Cinelli and Hazlett 2020, eq. 13 and 14). */
  readonly partialR2Treatment: number;
  readonly partialR2Outcome: number;
  readonly estimate: number;
  readonly interval: readonly [number, number];
}

export interface ExplainedAway {
  readonly feature: string;
  readonly label: string;
  /** To take the estimate to zero, and the near end of its interval; null: not even at `largest`. 0: it is there as it stands. */
  readonly times: number | null;
  readonly timesAtLevel: number | null;
  /** At this multiple it would explain all of the limits: no cause can be stronger. null: it has no bound. */
  readonly largest: number | null;
}

/** The linear counterpart: least squares on the same trader-days, features and trader levels. */
export interface LinearReport {
  readonly fit: ClusteredLinear;
  readonly interval: readonly [number, number];
  readonly method: string;
  /** Share of what is left of P&L that the limit explains; what a cause of all the rest of P&L would need with the limit. */
  readonly partialR2: number;
  readonly robustnessValue: number;
  /** With the clustered standard error, which is the one to believe, and with the classical one of the method's authors. */
  readonly robustnessValueAtLevel: number;
  readonly classicalValueAtLevel: number;
  /** Clustered standard error over the classical one. */
  readonly designEffect: number;
  readonly benchmarks: readonly BenchmarkRow[];
  /** What each feature and family explains itself. */
  readonly observed: readonly {
    readonly feature: string;
    readonly label: string;
    readonly kind: "feature" | "family";
    readonly treatment: number;
    readonly outcome: number;
  }[];
}

/** Double machine learning done again without a family of features, as if it had been hidden. */
export interface LeftOutRow {
  readonly feature: string;
  readonly label: string;
  readonly kind: "feature" | "family";
  readonly features: number;
  /** The estimate without it. */
  readonly estimate: number;
  /** Gains of knowing it: C²_Y and C²_D of Chernozhukov et al. (2022), and the correlation of both errors. */
  readonly strength: Strength;
  readonly correlation: number | null;
  /** Bounds and interval of the published estimate under a hidden cause that strong, sign unknown, correlation 1. */
  readonly lowest: number;
  readonly highest: number;
  readonly interval: readonly [number, number];
}

/** Frame of the contour plot, which shows the robustness value and every benchmark; and its lines. */
export interface ContourReport {
  readonly maxTreatment: number;
  readonly maxOutcome: number;
  /**
   * Factors √(C²_Y C²_D / (1 − C²_D)) at correlation 1: every cause that has one takes `share` of the estimate off (`factorLine` draws
   * it); at correlation ρ, those over ρ.
   */
  readonly lines: readonly {readonly share: number; readonly factor: number}[];
  /** The factor that takes the near end of the interval to zero; 0: it is beyond as it stands. */
  readonly interval: number;
}

/** Limited trader-days, each beside one free trader-day of the same day with a like chance of a limit. */
export interface PairReport {
  readonly how: string;
  readonly pairs: number;
  readonly unmatched: number;
  /** Mean difference of the chance of a limit: of all limited and free days, and within pairs. */
  readonly gapBefore: number;
  readonly gapWithin: number;
  readonly direction: "raises" | "lowers";
  /** One-sided level of the tests. */
  readonly alpha: number;
  /** Largest Γ at which the effect is still significant; null: without bound. 1: not even without hidden bias. */
  readonly largestGamma: number | null;
  /** The same by Huber's M-statistic. */
  readonly largestGammaHuber: number | null;
  /** What Γ means: a cause that multiplies the odds of a limit by `treatment` and those of the better day of a pair by `outcome`. */
  readonly amplified: {readonly treatment: number; readonly outcome: number} | null;
  readonly rows: readonly GammaRow[];
  readonly eValue: EValueReport | {readonly reason: string};
}

export interface GammaRow {
  readonly gamma: number;
  readonly p: number;
  /** Hodges-Lehmann estimates, lowest and highest, and the interval around both; null ends are unbounded. */
  readonly lowest: number;
  readonly highest: number;
  readonly interval: readonly [number | null, number | null];
}

export interface EValueReport {
  readonly how: string;
  /** Share of losing days: limited, and their partners. */
  readonly limited: number;
  readonly free: number;
  readonly ratio: number;
  readonly interval: readonly [number, number];
  readonly point: number;
  readonly near: number;
}

/** A hidden cause made up, given to double machine learning as a feature: what it would have said had it known. */
export interface SimulatedCheck {
  /** Partial R² with limits and with P&L: the robustness value. */
  readonly strength: number;
  /** What the formula says, and what the refitted estimator says. */
  readonly expected: number;
  readonly refitted: number;
}
