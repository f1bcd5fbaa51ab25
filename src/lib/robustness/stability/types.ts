/** `stability.json`: one specification curve a result. */
export interface StabilityReport {
  readonly curves: readonly SpecificationCurve[];
}

export type SpecificationAxis =
  | "as reported"
  | "period"
  | "regime"
  | "learner"
  | "window"
  | "features"
  | "trimming"
  | "leave one trader out"
  | "leave one month out";

export interface Specification {
  /** Unique in the curve: "period.half-1". */
  readonly id: string;
  readonly label: string;
  readonly axis: SpecificationAxis;
  /** null: could not be estimated, see `reason`. */
  readonly estimate: number | null;
  readonly interval: readonly [number, number] | null;
  readonly p: number | null;
  /** Trader-days behind it. */
  readonly n: number;
  readonly reason?: string;
}

/** One result under all choices that could have been made otherwise. */
export type SpecificationCurve =
  | {readonly of: "policy" | "causal"; readonly status: "not run"; readonly reason: string}
  | ComputedCurve;

export interface ComputedCurve {
  readonly of: "policy" | "causal";
  readonly status: "computed";
  readonly unit: "currency/day" | "currency/trader-day";
  readonly level: number;
  readonly method: string;
  /** As reported. */
  readonly estimate: number;
  readonly interval: readonly [number, number] | null;
  /** "as reported" is the first. */
  readonly specifications: readonly Specification[];
  /** Specifications that could be estimated, the reported one apart: what the shares below are of. */
  readonly compared: number;
  /** Share of them with the sign of the reported estimate; null where there is none, or the estimate is exactly zero. */
  readonly sameSign: number | null;
  /** Share of them whose interval says the same: above zero, below zero, or neither. */
  readonly sameSignificance: number | null;
  /** The estimates furthest apart. */
  readonly range: readonly [number, number] | null;
}
