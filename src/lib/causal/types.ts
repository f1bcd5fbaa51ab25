/** `causal.json`: the effect of what was really done, not of what a policy would have done. */
export type CausalReport =
  | {readonly status: "not possible"; readonly reason: string; readonly needs: string}
  | ({readonly status: "estimated"} & CausalEstimate);

export interface CausalEstimate {
  readonly design: string;
  readonly treatment: string;
  readonly estimand: {readonly words: string; readonly symbols: string};
  readonly unit: "currency/trader-day";
  readonly estimate: number;
  readonly standardError: number;
  readonly interval: readonly [number, number];
  readonly level: number;
  readonly p: number;
  readonly n: number;
  readonly treated: number;
  readonly clusters: readonly {readonly of: string; readonly count: number}[];
  readonly assumptions: readonly {
    readonly name: string;
    readonly status: "checked" | "not checkable" | "failed";
    readonly evidence: string;
  }[];
  /** For simulated desks: the value it should find. */
  readonly truth: number | null;
}
