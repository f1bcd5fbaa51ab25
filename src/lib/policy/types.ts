import type {MonthImpact} from "./by-month.ts";

/** `policy.json`: how predictions became multipliers. One entry a signal that has a policy. */
export interface PolicyReport {
  readonly signal: string;
  readonly kind: "fixed" | "fitted";
  readonly description: string;
  readonly folds: readonly FoldThresholds[];
  /** Candidates whose training-window result was looked at, over all folds: what multiplicity corrections must count. */
  readonly tried: number;
}

/** Cut-offs on badness (see Signal.kind); null: the band is not used in this fold. */
export interface FoldThresholds {
  readonly fold: number;
  /** First and last date on which these apply. */
  readonly from: string;
  readonly to: string;
  /** Days of out-of-sample predictions that they were fitted on; 0 for a fixed policy. */
  readonly fittedOnDays: number;
  readonly avoidAbove: number | null;
  readonly reduceAbove: number | null;
  readonly amplifyBelow: number | null;
}

/** `impact.json`: accounting under the replay assumption (METHODS.md section 2). */
export interface ImpactReport {
  readonly signals: readonly SignalImpact[];
}

export interface SignalImpact {
  readonly signal: string;
  readonly total: Impact;
  /** One a trader, in the order of `accounts`. */
  readonly traders: readonly (Impact & {readonly trader: number})[];
  /** The whole curve, so that no single cut-off can be picked to please: a fixed multiplier at every cut-off. */
  readonly sweep: readonly SweepPoint[];
  readonly months: readonly MonthImpact[];
}

export interface SweepPoint {
  /** Cut-off on the signal's own scale. */
  readonly threshold: number;
  readonly rows: number;
  readonly delta: number;
  readonly derisking: number;
  readonly timing: number;
}

/** All P&L in study currency. delta = policy − actual = derisking + timing, exactly. */
export interface Impact {
  readonly rows: number;
  readonly days: number;
  /** Rows whose multiplier is not 1. */
  readonly changed: number;
  readonly meanMultiplier: number;
  readonly actual: number;
  readonly policy: number;
  readonly delta: number;
  readonly derisking: number;
  readonly timing: number;
  /** Largest fall of cumulative P&L from its peak, ≥ 0. */
  readonly drawdownActual: number;
  readonly drawdownPolicy: number;
  /** Mean of the worst 5 % of days, study currency a day. */
  readonly cvarActual: number;
  readonly cvarPolicy: number;
  /** Of the changed rows with nonzero P&L, the share where the change helped; null if there are none. */
  readonly successRate: number | null;
  /** Sum of |change of multiplier| from one row of a trader to the next. */
  readonly turnover: number;
}
