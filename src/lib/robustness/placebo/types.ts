import type {Unit} from "../../study/index.ts";

/** `placebos.json`: the same estimates where there can be no effect. */
export interface PlaceboReport {
  readonly placebos: readonly Placebo[];
  /** What a reader must know to read them, in sentences. */
  readonly notes: readonly string[];
}

/**
 * One placebo. "quiet": nothing was found that speaks against the estimate. "alarm": something was. "not run": `happened`
 * says why, and the numbers are null.
 */
export interface Placebo {
  /** "policy.shift", "causal.within-day", …; unique. */
  readonly id: string;
  readonly title: string;
  readonly of: "policy" | "causal";
  /** True where an alarm speaks against the estimate itself; false where it only says where the effect lies. */
  readonly central: boolean;
  readonly status: "quiet" | "alarm" | "not run";
  /** The real estimate among the draws, or, where nothing was drawn, the estimate on what cannot be affected. */
  readonly observed: number | null;
  readonly unit: Unit;
  /** Interval of `observed` where nothing was drawn. */
  readonly interval?: readonly [number, number];
  /** The same estimate under each draw, in their order; empty where nothing was drawn. */
  readonly drawn: readonly number[];
  readonly p: number | null;
  /** Monte-Carlo standard error of p; 0 where all draws that there are were made, or none was needed. */
  readonly pError: number | null;
  /** How many were drawn. */
  readonly draws: number;
  /** All possible draws were made. */
  readonly exact: boolean;
  /** What is drawn, the statistic, and how p counts. */
  readonly method: string;
  readonly wouldRefute: string;
  readonly happened: string;
}

/** `refutation.json`: every attempt to break the result. */
export interface RefutationReport {
  readonly attempts: readonly Refutation[];
}

export interface Refutation {
  readonly attempt: string;
  /** What is under attack. */
  readonly of: "policy" | "causal";
  readonly wouldRefute: string;
  readonly happened: string;
  readonly status: "survived" | "refuted" | "not run";
  /** Ids of the findings that it rests on. */
  readonly findings: readonly string[];
}
