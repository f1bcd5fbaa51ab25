/** `causal.json`: the effect of what was really done, not of what a policy would have done. */
export type CausalReport =
  | ({readonly status: "not possible"} & Refusal)
  | ({readonly status: "estimated"} & CausalEstimate);

/** Why the data cannot carry a design, and what it would need. */
export interface Refusal {
  readonly reason: string;
  readonly needs: string;
}

/** What an estimate rests on. "failed": the data speak against it, or leave too little to estimate from. */
export interface Assumption {
  readonly name: string;
  readonly status: "checked" | "not checkable" | "failed";
  readonly evidence: string;
}

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
  readonly assumptions: readonly Assumption[];
  /** For simulated desks: the value it should find. */
  readonly truth: number | null;
}
