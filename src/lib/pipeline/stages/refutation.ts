import type {AuditReport, Plan} from "../../evaluate/index.ts";
import {
  type IntervalReport,
  type KnownTruthReport,
  type PlaceboReport,
  type RefutationReport,
  refutations,
  type SensitivityReport,
  type StabilityReport,
} from "../../robustness/index.ts";
import type {FindingDraft, Study} from "../../study/index.ts";
import type {Stage} from "../stage.ts";

/** All attempts to break the two results in one table. */
export function refutationStage({gates: {design}}: Study): Stage {
  return {
    name: "refutation",
    label: "list every attempt to refute it",
    inputs: ["plan", "placebos", "stability", "intervals", "audit", "sensitivity", "known-truth"],
    files: [],
    code: [new URL(import.meta.url)],
    params: {design},
    async run(context) {
      const file: RefutationReport = {
        attempts: refutations({
          placebos: context.input("placebos").json<PlaceboReport>("placebos.json"),
          stability: context.input("stability").json<StabilityReport>("stability.json"),
          intervals: context.input("intervals").json<IntervalReport>("intervals.json"),
          audit: context.input("audit").json<AuditReport>("audit.json"),
          sensitivity: context.input("sensitivity").json<SensitivityReport>("sensitivity.json"),
          knownTruth: context.input("known-truth").json<KnownTruthReport>("known-truth.json"),
          signal: context.input("plan").json<Plan>("plan.json").primary,
          design,
        }),
      };
      const count = (status: string, label: string): FindingDraft => ({
        id: `refutation.${status.replace(" ", "_")}`,
        label,
        value: file.attempts.filter((a) => a.status === status).length,
        unit: "count",
        n: file.attempts.length,
        of: "attempts",
        method: "Each attempt says beforehand what would refute.",
        artifact: "refutation.json",
      });
      return {
        json: {"refutation.json": file},
        findings: [
          count("survived", "Attempts that the results survived"),
          count("refuted", "Attempts that refuted something"),
          count("not run", "Attempts that could not be made"),
        ],
      };
    },
  };
}
