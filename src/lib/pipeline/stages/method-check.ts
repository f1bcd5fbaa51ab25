import type {RecordedReport} from "../evidence.ts";
import {knownTruthEvidence, type RecordedKnownTruth} from "../known-truth-evidence.ts";
import {checkRecorded, recordedFiles} from "../recorded.ts";
import type {Stage} from "../stage.ts";
import {methodCheckFindings} from "./findings/method-check.ts";

/** Recorded seeds of each case that a build runs again. */
const seeds = 1;

/** `recorded-known-truth.json` */
export type RecordedKnownTruthReport = RecordedReport<RecordedKnownTruth>;

/** Holds the record of every estimator's coverage on classic designs against the code at hand. Nothing of the study enters it. */
export function methodCheckStage(): Stage {
  const files = recordedFiles(knownTruthEvidence.name);
  return {
    name: "method-check",
    label: "check the record of known truths",
    inputs: [],
    files,
    code: [new URL(import.meta.url), knownTruthEvidence.module],
    params: {seeds},
    demonstration: true,
    async run(context) {
      const report: RecordedKnownTruthReport = await checkRecorded(knownTruthEvidence, {
        path: files.length === 0 ? null : context.file(files[0].name),
        seeds,
        map: context.map,
      });
      return {
        json: {"recorded-known-truth.json": report},
        findings: methodCheckFindings(report),
        origin: {
          simulated: true,
          description: "Simulated designs of published papers, whose truth is known",
          files: [],
        },
      };
    },
  };
}
