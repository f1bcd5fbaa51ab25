import type {Learner} from "../../models/index.ts";
import type {Table} from "../../numeric/index.ts";
import type {IrmFit} from "../dml/index.ts";
import type {FittedLimits} from "../fitted-limits.ts";
import type {Assumption, Refusal} from "../types.ts";
import type {DesignName} from "./names.ts";

/** What a design reports, whatever it is. Plain data: written as JSON, drawn by pages. */
export type DesignReport = DesignIdentity & (({readonly status: "refused"} & Refusal) | EstimatedDesign);

export interface DesignIdentity {
  readonly id: DesignName;
  readonly title: string;
  /** What a reader would ask to get this answer. */
  readonly question: string;
  /** What one unit of the effect is: a day with a limit, or a day after limits began (most without one). */
  readonly per: "limited day" | "day after adoption" | "trader-day";
}

export interface EstimatedDesign {
  readonly status: "estimated";
  readonly estimate: DesignEstimate;
  /** Of a simulated desk: what this design, on just these rows, should find. */
  readonly truth: number | null;
  readonly card: EstimandCard;
  readonly figures: DesignFigures;
}

export interface DesignEstimate {
  readonly value: number;
  readonly unit: "currency/trader-day";
  readonly standardError: number;
  readonly interval: readonly [number, number];
  readonly level: number;
  readonly p: number;
  readonly n: number;
  /** What n counts. */
  readonly of: string;
}

/** What is estimated, from what, and what it rests on. */
export interface EstimandCard {
  readonly words: string;
  readonly symbols: string;
  readonly unit: string;
  /** What the numbers of rows are, in words. */
  readonly sample: string;
  readonly method: string;
  readonly assumptions: readonly Assumption[];
}

/** What pages draw; a design fills those that it has. */
export interface DesignFigures {
  readonly overlap?: OverlapFigure;
  readonly balance?: readonly {readonly name: string; readonly before: number | null; readonly after: number | null}[];
  /** Effect by periods since adoption, with a band that holds for all at once. */
  readonly eventStudy?: EventStudyFigure;
  readonly gaps?: GapFigure;
  readonly donors?: readonly {readonly trader: number; readonly donor: number; readonly weight: number}[];
  readonly adopters?: readonly AdopterRow[];
  /** The same adopters and donors weighed in other ways. */
  readonly otherWeights?: readonly OtherWeights[];
  readonly conformal?: ConformalFigure;
  /** The same gain by each estimator, the design's own first. */
  readonly estimators?: readonly EstimatorRow[];
  /** Adopters of whom nothing can be estimated. */
  readonly leftOut?: readonly {readonly trader: number; readonly reason: string}[];
  readonly traders?: TraderEffects;
  readonly levels?: readonly LevelEffect[];
  readonly dose?: DoseFigure;
  readonly discontinuity?: DiscontinuityFigure;
  readonly series?: SeriesFigure;
}

export interface OverlapFigure {
  /** Edges of the bins, one more than counts. */
  readonly edges: readonly number[];
  readonly treated: readonly number[];
  readonly untreated: readonly number[];
  /** Rows outside [alpha, 1 − alpha] were left out. */
  readonly alpha: number;
  readonly kept: number;
  readonly dropped: number;
  /** Of the weights: rows of equal weight that would tell as much. */
  readonly effective: {readonly treated: number; readonly untreated: number};
}

export interface EventStudyFigure {
  readonly daysPerPeriod: number;
  readonly points: readonly {
    readonly time: number;
    readonly estimate: number;
    readonly interval: readonly [number, number] | null;
    readonly truth: number | null;
  }[];
  readonly level: number;
}

export interface GapFigure {
  readonly daysPerPeriod: number;
  /** Mean gap of the adopters by period since adoption. */
  readonly mean: readonly {readonly time: number; readonly gap: number}[];
  /** The same of traders not under limits, each as if it had adopted with one of the adopters. */
  readonly placebos: readonly {
    readonly trader: number;
    readonly as: number;
    readonly points: readonly {readonly time: number; readonly gap: number}[];
  }[];
}

export interface AdopterRow {
  readonly trader: number;
  /** Day of the first limit. */
  readonly adoption: number;
  readonly donors: number;
  readonly effect: number;
  readonly truth: number | null;
  /** Root mean squared gap before adoption, and how many times larger it is after. */
  readonly fitBefore: number;
  readonly ratio: number | null;
  /** Rank of the ratio among the donors treated in turn, 1 the largest, of so many; null with one donor. */
  readonly rank: number | null;
  readonly of: number | null;
}

export interface OtherWeights {
  readonly label: string;
  /** Mean over adopters, currency a day; null where it cannot be fitted to these data. */
  readonly effect: number | null;
  /** Mean over adopters of the root mean squared gap before adoption. */
  readonly fitBefore: number | null;
}

export interface EstimatorRow {
  readonly estimator: "ips" | "self-normalised" | "doubly robust";
  readonly estimate: number;
  readonly interval: readonly [number, number];
  /** Rows of equal weight that would tell as much. */
  readonly effective: number;
}

/** Conformal inference, adopter by adopter, in periods shorter than those of the estimate. */
export interface ConformalFigure {
  readonly daysPerPeriod: number;
  /** Of each period's interval, alone. */
  readonly level: number;
  readonly rows: readonly {
    readonly trader: number;
    /** Periods permuted, before and after: p is a multiple of 1 / periods. */
    readonly periods: number;
    /** Those of them from the first limit on. */
    readonly asked: number;
    /** Of no effect in any of these. */
    readonly p: number;
    /** Effect in each period from the first limit on; none where the periods before are too few for the level. */
    readonly intervals: readonly (readonly [number, number])[];
  }[];
}

export interface TraderEffects {
  readonly mean: number;
  readonly meanStandardError: number;
  /** Standard deviation of true effects between traders. */
  readonly tau: number;
  /** Share of the differences between raw effects that is not noise. */
  readonly iSquared: number;
  readonly rows: readonly {
    readonly trader: number;
    readonly rows: number;
    readonly limited: number;
    readonly raw: number;
    readonly standardError: number;
    readonly rawInterval: readonly [number, number];
    readonly shrunk: number;
    readonly interval: readonly [number, number];
    /** 0: its own estimate alone; 1: the desk's mean alone. */
    readonly borrowed: number;
    readonly truth: number | null;
  }[];
  readonly leftOut: readonly {readonly trader: number; readonly rows: number; readonly reason: string}[];
  /** Do effects found on some days tell who gains on others? null where it cannot be asked. */
  readonly ranking: {
    readonly slope: number;
    readonly slopeInterval: readonly [number, number];
    readonly pSlope: number;
    readonly autoc: number;
    readonly autocInterval: readonly [number, number];
    readonly pAutoc: number;
    readonly n: number;
    /** The same for days ranked by what was known of them: DR-learner (Kennedy 2023), R-learner (Nie and Wager 2021). */
    readonly byFeatures: readonly {
      readonly method: "dr" | "r";
      readonly autoc: number;
      readonly autocInterval: readonly [number, number];
      readonly pAutoc: number;
    }[];
  } | null;
}

export interface LevelEffect {
  readonly level: string;
  readonly rows: number;
  readonly estimate: number;
  readonly interval: readonly [number, number];
  readonly p: number;
  readonly truth: number | null;
}

/** Effect of a cut by its size, against a light one. */
export interface DoseFigure {
  /** The light cut: share of size taken away. */
  readonly reference: number;
  /** Of the band, for all points at once. */
  readonly level: number;
  readonly points: readonly {
    readonly cut: number;
    readonly effect: number;
    readonly interval: readonly [number, number];
  }[];
}

export interface DiscontinuityFigure {
  readonly score: string;
  readonly cutoff: number;
  readonly bandwidth: number;
  /** Means of bins of the score. */
  readonly bins: readonly {
    readonly score: number;
    readonly rows: number;
    readonly outcome: number;
    readonly treated: number;
  }[];
  readonly atCutoff: readonly [number, number];
}

export interface SeriesFigure {
  readonly daysPerPeriod: number;
  readonly prePeriods: number;
  readonly points: readonly {
    readonly period: number;
    readonly outcome: number;
    readonly expected: number | null;
    readonly lower: number | null;
    readonly upper: number | null;
  }[];
}

/** Everything that a design may read. */
export interface DesignContext {
  /** trader, day, net, then one Float64 column a feature known before the day; one row a trader and day. */
  readonly panel: Table;
  /** trader, day, multiplier, and propensity where known; null: the desk states none. */
  readonly interventions: Table | null;
  /** Days of the desk. */
  readonly days: number;
  readonly accounts: readonly string[];
  /** ISO code, for sentences. */
  readonly currency: string;
  readonly learners: {
    readonly outcome: Learner;
    readonly treatment: Learner;
    /** For designs that divide by the chance of a limit. */
    readonly propensity: Learner;
  };
  readonly seed: number;
  readonly level: number;
  /** A rule with a threshold that limits were recommended by; null: none is on record. */
  readonly rule: StatedRule | null;
  /** Of a simulated desk, one value a row of the panel; null: not known. */
  readonly truth: TruthRows | null;
  /** The estimate and its interval are all that is wanted: costly checks beside them may be left out. Default false. */
  readonly estimateOnly?: boolean;
  /** Where designs that make the same fit of this context leave it for each other. Default: each makes its own. */
  readonly fits?: SharedFits;
}

/** Fits that several designs of one context rest on; filled by the first that needs them. */
export interface SharedFits {
  limits?: FittedLimits | Refusal;
  interactive?: IrmFit;
}

export interface StatedRule {
  readonly label: string;
  readonly cutoff: number;
  /** Limits are recommended above the cut-off (a probability of loss) or below it (a predicted P&L). */
  readonly side: "above" | "below";
  /** trader, day, value. */
  readonly scores: Table;
}

export interface TruthRows {
  /** Expected difference that a limit makes on the row's day. */
  readonly effect: Float64Array;
  /** Chance of a limit, given the past. */
  readonly propensity: Float64Array;
}

/** A design: what `designModule` loads. */
export interface Design extends DesignIdentity {
  run(context: DesignContext): DesignReport;
}
