import {explainedAway} from "./benchmark-rows.ts";
import {type AssessSensitivityOptions, askOfCore} from "./core.ts";
import {dmlRobustness} from "./moved.ts";
import type {ComputedSensitivity} from "./report-types.ts";

/** What a verdict reads of a sensitivity report. */
export type HiddenCauseAnswer =
  | Pick<ComputedSensitivity, "status" | "robustnessValueAtLevel" | "explainedAway">
  | {readonly status: "not possible"; readonly reason: string; readonly needs: string};

/** The part of `assessSensitivity` that a verdict reads, from the same core, without its refits: for the hundreds of desks of a calibration. */
export function hiddenCauseAnswer(options: AssessSensitivityOptions): HiddenCauseAnswer {
  return askOfCore(options, ({whole, features: [top]}) => ({
    status: "computed" as const,
    robustnessValueAtLevel: dmlRobustness(whole, "interval"),
    explainedAway: top === undefined ? null : explainedAway(whole, top),
  }));
}
