import type {Learner} from "../../models/index.ts";
import type {Table} from "../../numeric/index.ts";
import type {IrmFit} from "../dml/index.ts";
import type {FittedLimits} from "../fitted-limits.ts";
import type {Assumption, Refusal} from "../types.ts";
import type {DesignFigures} from "./figures.ts";
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
