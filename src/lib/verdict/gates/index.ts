import type {Study} from "../../study/index.ts";
import type {Evidence, GateLimits} from "../evidence.ts";
import type {Gate} from "../types.ts";
import {causalGate} from "./causal.ts";
import {knownTruthGate} from "./known-truth.ts";
import {leakageGate} from "./leakage.ts";
import {placeboGate} from "./placebo.ts";
import {qualityGate} from "./quality.ts";
import {sensitivityGate} from "./sensitivity.ts";
import {skillGate} from "./skill.ts";
import {timingGate} from "./timing.ts";

export {designAgreement, failedAssumptions, statusOfDesign} from "./causal.ts";
export {adjusting} from "./sensitivity.ts";
export {changeOfTiming} from "./timing.ts";
export {statusOfInterval} from "./words.ts";

/** The gates in the order in which they are asked (METHODS.md section 7); the first that decides is named in the verdict. */
export function gatesOf(evidence: Evidence, limits: GateLimits, level: number): Gate[] {
  const sensitivity = sensitivityGate(evidence, limits);
  return [
    qualityGate(evidence, limits),
    leakageGate(evidence),
    knownTruthGate(evidence, limits, level),
    skillGate(evidence, limits),
    timingGate(evidence, limits, level),
    placeboGate(evidence, limits, sensitivity),
    causalGate(evidence, limits, level),
    sensitivity,
  ];
}

/** Whether placebos can still change the verdict: not where a gate that comes before them is open. */
export function placebosAsked(
  evidence: Pick<Evidence, "signal" | "audit" | "skill" | "impact" | "robustness">,
  {gates, inference}: Pick<Study, "gates" | "inference">,
): boolean {
  return skillGate(evidence, gates).status === "pass" && timingGate(evidence, gates, inference.level).status === "pass";
}
