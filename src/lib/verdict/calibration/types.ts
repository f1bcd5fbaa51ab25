import type {Decision, GateId, GateStatus} from "../types.ts";

/** What one simulated desk of a calibration came to; plain JSON. */
export interface CalibrationDraw {
  /** "error": the chain failed, which it never should. */
  readonly decision: Decision | "error";
  readonly decidedBy: GateId | null;
  /** What each gate said. */
  readonly gates: Partial<Record<GateId, GateStatus>>;
  /** What is true of the desk, luck apart, as shares of gross P&L (the sum of |P&L| over the trader-days): see `truthOfDesk`. */
  readonly truth: {readonly timing: number | null; readonly limits: number | null};
  readonly traders: TraderCounts;
  /** Whether the leakage audit was run on this desk, or taken from those it was run on. */
  readonly audited: boolean;
  readonly message?: string;
}

/** Traders by verdict, and how many of each were wrong: "deploy" where timing truly loses or does nothing, "do not deploy" where it truly gains. */
export interface TraderCounts {
  readonly judged: number;
  readonly deploy: number;
  readonly deployWrong: number;
  readonly against: number;
  readonly againstWrong: number;
}

/** A cell of the confusion table, and all that a page says of a kind of desk. */
export interface CalibrationSummary {
  readonly desks: number;
  readonly verdicts: readonly VerdictShare[];
  /** Gates that decided, most often first. */
  readonly decidedBy: readonly {readonly decision: Decision; readonly gate: GateId; readonly desks: number}[];
  /** Share of desks on which each gate passed, of those on which it was asked. */
  readonly passed: readonly {readonly gate: GateId; readonly asked: number; readonly passed: number}[];
  /** Means over the desks on which they are known. */
  readonly truth: {readonly timing: number | null; readonly limits: number | null};
  readonly traders: TraderCounts;
  readonly audited: number;
  readonly errors: number;
  readonly firstError: string | null;
}

export interface VerdictShare {
  readonly decision: Decision;
  readonly desks: number;
  readonly share: number;
  /** Exact 95 % interval (Clopper and Pearson 1934). */
  readonly interval: readonly [number, number];
}
