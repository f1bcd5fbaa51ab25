/** `intervals.json`: the intervals that other bootstraps would have given. */
export interface IntervalReport {
  readonly comparisons: readonly IntervalComparison[];
}

export type IntervalComparison =
  | {readonly of: "policy" | "causal"; readonly status: "not run"; readonly reason: string}
  | {
      readonly of: "policy" | "causal";
      readonly status: "computed";
      readonly unit: "currency" | "currency/trader-day";
      readonly estimate: number;
      readonly level: number;
      /** The reported interval is the first. */
      readonly rows: readonly IntervalRow[];
    };

export interface IntervalRow {
  readonly id: string;
  /** In a few words, for a chart: "Stationary blocks". */
  readonly short: string;
  /** What is drawn: "Blocks of days, stationary". */
  readonly scheme: string;
  /** How draws become an interval: "percentile", "basic", "BCa", "studentised", "t × standard error", "test inverted". */
  readonly type: string;
  /** null: `why` says what stood in the way. */
  readonly interval: readonly [number, number] | null;
  /** 0: none are needed. */
  readonly draws: number;
  /** What is made anew in each draw. */
  readonly anew: "the estimator" | "the influence function" | "the residuals’ regression" | "nothing";
  readonly why: string;
}
