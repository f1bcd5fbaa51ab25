import type {CalibrationSummary} from "../../verdict/index.ts";
import {type CalibrationCase, calibrationCases, verdictEvidence, verdictEvidenceCode} from "../calibration/index.ts";
import type {RecordedReport} from "../evidence.ts";
import {checkRecorded, recordedFiles} from "../recorded.ts";
import type {Stage} from "../stage.ts";
import {calibrationFindings} from "./findings/calibration.ts";

/** Kinds of desks of which a build judges one again, of those on record: one that goes through every gate, and one that ends at the first. */
const judgedAgain: readonly string[] = ["helpful", "tiny"];

/** `calibration.json`: how often the verdict is wrong. */
export interface CalibrationReport extends Omit<RecordedReport<CalibrationSummary>, "cases"> {
  readonly cases: readonly (RecordedReport<CalibrationSummary>["cases"][number] &
    Pick<CalibrationCase, "group" | "label" | "traders" | "days" | "effect">)[];
}

/** Holds the record of verdicts on simulated desks against the code at hand. Nothing of the study enters it. */
export function calibrationStage(): Stage {
  const files = recordedFiles(verdictEvidence.name);
  return {
    name: "calibration",
    label: "check how often the verdict is wrong",
    inputs: [],
    files,
    code: [new URL(import.meta.url), verdictEvidence.module, ...verdictEvidenceCode],
    params: {judgedAgain},
    demonstration: true,
    async run(context) {
      const record = await checkRecorded(verdictEvidence, {
        path: files.length === 0 ? null : context.file(files[0].name),
        seeds: (name) => (judgedAgain.includes(name) ? 1 : 0),
        map: context.map,
      });
      const report: CalibrationReport = {
        ...record,
        cases: record.cases.map((one) => {
          const {group, label, traders, days, effect} = calibrationCases.find((c) => c.name === one.name)!;
          return {...one, group, label, traders, days, effect};
        }),
      };
      return {
        json: {"calibration.json": report},
        findings: calibrationFindings(report),
        origin: {simulated: true, description: "Simulated desks whose truth is known", files: []},
      };
    },
  };
}
