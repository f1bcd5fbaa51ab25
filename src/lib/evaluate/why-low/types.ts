import type {Signal} from "../types.ts";
import type {AttainableR2} from "./attainable-r2.ts";
import type {DayEstimate} from "./day-ratio.ts";
import type {HitRateParts} from "./hit-rate-parts.ts";
import type {LearningPoint} from "./learning-curve.ts";
import type {Reason} from "./reasons.ts";
import type {DecayPoint} from "./signal-decay.ts";
import type {DailySkill, PowerInR2} from "./skill-in-r2.ts";
import type {VarianceShares} from "./variance-shares.ts";

/** What could not be said here, and why. */
export interface Unsaid {
  readonly what: string;
  readonly why: string;
}

/** `learning-curves.json`: what more days, and each family of features, are worth. */
export interface LearningReport {
  /** Folds that were fitted, neighbours merged; days and rows that they test. */
  readonly folds: number;
  readonly days: number;
  readonly rows: number;
  readonly curves: readonly {
    readonly learner: string;
    readonly label: string;
    readonly points: readonly (LearningPoint & {readonly id: string})[];
  }[];
  /** null where there is one family of features, or none. */
  readonly families: {
    readonly learner: string;
    readonly label: string;
    readonly all: DayEstimate;
    readonly families: readonly {
      readonly family: string;
      readonly label: string;
      readonly features: number;
      /** R² with this family only, and R² that is lost without it. */
      readonly alone: DayEstimate;
      readonly lost: DayEstimate;
    }[];
  } | null;
  readonly limits: readonly Unsaid[];
}

/** `twin.json`: what could be foretold on desks simulated to resemble this one, and how much of it a ridge regression foretold. */
export interface TwinReport {
  /** null: there is none, `limits` says why. */
  readonly skill:
    | (AttainableR2 & {
        readonly learner: string;
        readonly label: string;
        readonly draws: number;
        readonly traders: number;
        readonly rows: number;
        /** R² on the twins, luck included. */
        readonly r2: DayEstimate;
        /** For the power of a test; null where nothing is attainable. */
        readonly daily: DailySkill | null;
      })
    | null;
  readonly limits: readonly Unsaid[];
}

/** `why-low.json`: the answer, but for what the two reports above hold. */
export interface WhyLowReport {
  /** The predictions of next-day P&L that R² is about; null: there are none. */
  readonly subject: Pick<Signal, "name" | "label" | "source"> | null;
  /** The signal that the verdict is about, where that is another one. */
  readonly primary: Pick<Signal, "name" | "label" | "kind"> | null;
  readonly level: number;
  readonly rows: number;
  readonly days: number;
  readonly r2: DayEstimate | null;
  /** The same in units of each trader's own volatility, so that no large trader is the answer. */
  readonly r2InVolatilities: DayEstimate | null;
  /** From the generator of a simulated desk; null where the truth is not known. */
  readonly known: AttainableR2 | null;
  readonly shares: VarianceShares | null;
  /** What the days' regimes are of. */
  readonly regimes: string;
  readonly hit: HitRateParts | null;
  readonly decay: readonly {
    readonly signal: string;
    readonly label: string;
    readonly points: readonly DecayPoint[];
  }[];
  readonly power: PowerInR2 | null;
  readonly reasons: readonly Reason[];
  readonly limits: readonly Unsaid[];
}
