import type {MonthImpact} from "./by-month.ts";

/** `policy.json`: how predictions became multipliers. One entry a signal that has a policy. */
export interface PolicyReport {
  readonly signal: string;
  readonly kind: "fixed" | "fitted" | "sized";
  readonly description: string;
  readonly folds: readonly FoldSettings[];
  /** Candidates whose training-window result was looked at, over all folds: what multiplicity corrections must count. */
  readonly tried: number;
}

/** Cut-offs on badness (see Signal.kind); null: the band is not used in this fold. A sized policy has none, but a slope. */
export interface FoldSettings {
  readonly fold: number;
  /** First and last date on which these apply. */
  readonly from: string;
  readonly to: string;
  /** Days of out-of-sample predictions that they were fitted on; 0 for a fixed policy. */
  readonly fittedOnDays: number;
  readonly avoidAbove: number | null;
  readonly reduceAbove: number | null;
  readonly amplifyBelow: number | null;
  /** Sized: change of the multiplier per standard deviation of the outlook, and the change below which none is made. */
  readonly slope?: number;
  readonly friction?: number;
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

/** `policy-trials.json`: what being the best of everything tried is worth. */
export interface PolicyTrials {
  /** Days on which every policy is judged. */
  readonly days: number;
  readonly trials: readonly {
    readonly signal: string;
    readonly rule: string;
    /** Timing on these days, study currency, and its Sharpe ratio per day. */
    readonly timing: number;
    readonly sharpe: number;
  }[];
  /** Settings looked at in training windows, of policies and of learners: not compared on the days judged, but logged. */
  readonly logged: number;
  readonly winner: TrialJudgement | null;
  /** The study's own policy, chosen beforehand: deflated all the same. */
  readonly primary: TrialJudgement | null;
  /** Probability of backtest overfitting (CSCV), and the share of splits in which the best in sample loses out of sample. */
  readonly overfitting: {readonly probability: number; readonly loss: number; readonly blocks: number} | null;
  readonly note: string | null;
}

export interface TrialJudgement {
  readonly trial: number;
  readonly probabilistic: number;
  /** Probability that the Sharpe ratio is above what the best of as many trials without skill would have. */
  readonly deflated: number;
  /** The same with every setting logged counted as a trial: the most that can be held against it. */
  readonly deflatedByLogged: number;
  readonly expectedMaximum: number;
}
