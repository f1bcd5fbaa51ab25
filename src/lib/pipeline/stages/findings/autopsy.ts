import type {FindingDraft} from "../../../study/index.ts";
import type {Exhibit} from "../../../verdict/index.ts";

/** Every number of every exhibit: what the old report said, the truth, what Proofbook says. */
export function autopsyFindings(exhibits: readonly Exhibit[]): FindingDraft[] {
  const artifact = "autopsy.json";
  return [
    {
      id: "autopsy.exhibits",
      label: "Failures rebuilt",
      value: exhibits.length,
      unit: "count",
      n: exhibits.length,
      of: "failures of an earlier report",
      method: "One exhibit a failure, on simulated desks whose truth is known.",
      artifact,
    },
    ...exhibits.flatMap(({old, truth, proofbook}) =>
      [old, truth, proofbook].flatMap(({figures}) => figures.map((figure): FindingDraft => ({...figure, artifact}))),
    ),
  ];
}
