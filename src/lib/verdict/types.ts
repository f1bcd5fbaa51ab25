import type {Unit} from "../study/index.ts";
import type {Registration} from "./registration.ts";

export type Decision = "deploy" | "do not deploy" | "not enough evidence";

/** "fail" is evidence against; "inconclusive" is absence of evidence; "not assessed" could not be tried. */
export type GateStatus = "pass" | "fail" | "inconclusive" | "not assessed";

export interface Gate {
  readonly id: GateId;
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
  /** What would change its answer; null where it was not asked. */
  readonly change: Change | null;
}

/** In the order in which they are asked. */
export const gateIds = [
  "quality",
  "leakage",
  "known-truth",
  "skill",
  "timing",
  "placebo",
  "causal",
  "sensitivity",
] as const;
export type GateId = (typeof gateIds)[number];

/** What would change the answer of a gate. */
export type Change = MoreData | Margin | Otherwise;

/** An open gate: how much longer, or how much larger an effect. See `moreData`. */
export interface MoreData {
  readonly kind: "more data";
  /** What the effect is of: "timing". */
  readonly of: string;
  readonly unit: Unit;
  readonly estimate: number;
  /** Allows for dependence over time. */
  readonly standardError: number;
  /** Days behind it. */
  readonly days: number;
  readonly power: number;
  /** Smallest effect that as many days would show with that power. */
  readonly smallest: number;
  /** Days that an effect of the size seen needs, and how many more than there are; null: `reason` says why nobody knows. */
  readonly daysNeeded: number | null;
  readonly moreDays: number | null;
  /** The same if the effect were as large as its interval allows; null: not even then. */
  readonly fewestDays: number | null;
  readonly reason: string | null;
  readonly words: string;
}

/** A gate that passed: how much of the effect could go before its interval reaches zero. */
export interface Margin {
  readonly kind: "margin";
  readonly of: string;
  readonly unit: Unit;
  readonly estimate: number;
  /** The near end of the interval. */
  readonly margin: number;
  readonly share: number;
  readonly words: string;
}

/** Something that no number of days changes by itself. */
export interface Otherwise {
  readonly kind: "otherwise";
  readonly words: string;
}

export interface TraderVerdict {
  readonly trader: number;
  readonly decision: Decision;
  /** The gate that decided, by id; timing and causal are the trader's own. null when all passed. */
  readonly decidedBy: GateId | null;
  readonly because: string;
  /** The trader's own gates; his intervals hold for all traders at once. */
  readonly timing: GateStatus;
  readonly causal: GateStatus;
  readonly change: Change | null;
}

/** `verdict.json` */
export interface VerdictReport {
  readonly decision: Decision;
  readonly signal: string;
  /** The causal design that was declared to decide. */
  readonly design: string;
  /** The gate that decided, by id; null when all passed. */
  readonly decidedBy: GateId | null;
  readonly because: string;
  /** The gate whose change would change the verdict, and how: of "deploy", the one with the smallest margin. */
  readonly change: {readonly gate: GateId; readonly change: Change} | null;
  readonly gates: readonly Gate[];
  readonly traders: readonly TraderVerdict[];
  /** What the causal designs other than the declared one say. */
  readonly designs: readonly DesignAgreement[];
  readonly registration: Registration;
  /** Signals that the study judges: the primary one was declared, not picked. */
  readonly signals: number;
  readonly declaredPrimary: boolean;
}

export interface DesignAgreement {
  readonly id: string;
  readonly title: string;
  readonly primary: boolean;
  readonly status: GateStatus;
}
