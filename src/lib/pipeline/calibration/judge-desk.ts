import type {PlaceboReport} from "../../robustness/index.ts";
import {simulate} from "../../simulate/index.ts";
import {defineStudy, type Study} from "../../study/index.ts";
import {type CalibrationDraw, countTraders, truthOfDesk, type VerdictReport} from "../../verdict/index.ts";
import {runInMemory} from "../in-memory.ts";
import {readPolicyRows} from "../stages/policy.ts";
import type {CalibrationCase} from "./cases.ts";
import {calibrationStages} from "./desk-stages.ts";

/** Every so many seeds, the leakage audit is run in full. */
const auditEvery = 25;

/**
 * Judges one simulated desk by the chain of stages that a report runs: features, one walk-forward learner (ridge), policy, accounting,
 * bootstrap, placebos, double machine learning, sensitivity, audit, verdict. Draws of the bootstrap: 200, the fewest that a study may ask
 * for; features are not selected, which ridge does not need; the audit has one cut. An error is an outcome, to be counted.
 */
export async function judgeDesk(one: CalibrationCase, seed: number): Promise<CalibrationDraw> {
  const {desk, strength, traders, days} = one;
  const simulation = simulate({desk, seed, traders, days, strength});
  const audited = seed % auditEvery === 0;
  const base = {judged: 0, deploy: 0, deployWrong: 0, against: 0, againstWrong: 0};
  try {
    const read = await runInMemory(calibrationStages(calibrationStudy(one, seed), simulation, audited), "verdict");
    const verdict = read("verdict").json<VerdictReport>("verdict.json");
    const {placebos} = read("placebos").json<PlaceboReport>("placebos.json");
    const rows = readPolicyRows(read("policy")).get(verdict.signal);
    const truth = rows === undefined ? null : truthOfDesk(simulation, rows);
    return {
      decision: verdict.decision,
      decidedBy: verdict.decidedBy,
      gates: Object.fromEntries(
        verdict.gates
          .filter((g) => g.required && (g.id !== "placebo" || placebos.length > 0))
          .map((g) => [g.id, g.status]),
      ),
      truth: {timing: truth?.timingShare ?? null, limits: truth?.limitsShare ?? null},
      traders: truth === null ? base : countTraders(verdict.traders, truth.timing),
      audited,
    };
  } catch (error) {
    return {
      decision: "error",
      decidedBy: null,
      gates: {},
      truth: {timing: null, limits: null},
      traders: base,
      audited,
      message: error instanceof Error ? error.message : String(error),
    };
  }
}

/** The study that every desk of a calibration is judged by: the defaults, but for what its size asks. */
export function calibrationStudy({desk, label}: Pick<CalibrationCase, "desk" | "label">, seed: number): Study {
  const leaky = desk === "leaky";
  return defineStudy({
    title: label.slice(0, 120),
    seed,
    source: {kind: "simulated", desk},
    learners: leaky ? [] : ["ridge"],
    primary: leaky ? "predicted_net" : "ridge",
    selection: null,
    inference: {draws: 200},
    audit: {cuts: 1},
    knownTruth: null,
  });
}
