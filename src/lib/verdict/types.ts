export type Decision = "deploy" | "do not deploy" | "not enough evidence";

/** "fail" is evidence against; "inconclusive" is absence of evidence; "not assessed" could not be tried. */
export type GateStatus = "pass" | "fail" | "inconclusive" | "not assessed";

export interface Gate {
  readonly id: string;
  readonly title: string;
  /** What the gate asks, with its threshold: "Timing is above zero at the 95 % level". */
  readonly asks: string;
  readonly status: GateStatus;
  /** What was found, in words; the numbers are in the findings. */
  readonly evidence: string;
  /** Ids of the findings that decide it. */
  readonly findings: readonly string[];
  /** Whether a pass is needed for "deploy". */
  readonly required: boolean;
}

/** `verdict.json` */
export interface VerdictReport {
  readonly decision: Decision;
  readonly signal: string;
  /** The gate that decided, by id; null when all passed. */
  readonly decidedBy: string | null;
  readonly because: string;
  readonly gates: readonly Gate[];
  readonly traders: readonly {
    readonly trader: number;
    readonly outcome: "helped" | "harmed" | "not enough evidence" | "not touched";
    readonly because: string;
  }[];
}
