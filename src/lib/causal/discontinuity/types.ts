/** Rows with a score that decides the treatment at a cutoff. */
export interface DiscontinuitySample {
  readonly outcome: Float64Array;
  /** What the rule looks at: a model's prediction, say. */
  readonly score: Float64Array;
  /** Rows with score ≥ cutoff are treated (or more likely to be). */
  readonly cutoff: number;
  /** Fuzzy design: what was really done, 0 or 1 (or a dose). Absent: the rule was always followed. */
  readonly treatment?: Float64Array;
  /** Rows of one cluster (a day) may depend on each other in any way, on both sides of the cutoff. */
  readonly cluster?: Int32Array;
}

export type DiscontinuityKernel = "triangular" | "epanechnikov" | "uniform";

/** One side of the cutoff, by ascending score. */
export interface Side {
  readonly right: boolean;
  /** Score − cutoff. */
  readonly x: Float64Array;
  readonly y: Float64Array;
  readonly treatment: Float64Array | null;
  readonly cluster: Int32Array | null;
  /** Distinct distances from the cutoff, ascending. */
  readonly distinct: Float64Array;
}
