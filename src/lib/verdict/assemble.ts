import type {Impact} from "../policy/types.ts";
import {decide, decidingChange} from "./decide.ts";
import type {Evidence, GateLimits} from "./evidence.ts";
import {designAgreement, gatesOf} from "./gates/index.ts";
import type {Registration} from "./registration.ts";
import {traderVerdicts} from "./traders.ts";
import type {VerdictReport} from "./types.ts";

export interface VerdictOptions {
  readonly evidence: Evidence;
  /** Accounting by trader, in the order of the desk. */
  readonly impacts: readonly (Impact & {readonly trader: number})[];
  readonly limits: GateLimits;
  /** Of the study's intervals. */
  readonly level: number;
  readonly registration: Registration;
  /** Signals judged, and whether the study names the primary one itself. */
  readonly signals: number;
  readonly declaredPrimary: boolean;
}

/** The one place where evidence becomes a verdict: for the desk, and for each trader. */
export function assembleVerdict(options: VerdictOptions): VerdictReport {
  const {evidence, impacts, limits, level, registration, signals, declaredPrimary} = options;
  const gates = gatesOf(evidence, limits, level);
  const decided = decide(gates);
  return {
    ...decided,
    signal: evidence.signal,
    design: limits.design,
    change: decidingChange(gates, decided.decidedBy),
    gates,
    traders: traderVerdicts({
      impacts,
      robustness: evidence.robustness,
      gates,
      designs: evidence.designs,
      design: limits.design,
      knownTruth: evidence.knownTruth,
      level,
      power: limits.power,
      days: evidence.impact?.days ?? 0,
    }),
    designs: designAgreement(evidence.designs, limits.design),
    registration,
    signals,
    declaredPrimary,
  };
}
