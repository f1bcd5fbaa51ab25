import type {FindingDraft} from "../../../study/index.ts";
import type {RecordedReport} from "../../evidence.ts";
import type {RecordedKnownTruth} from "../../known-truth-evidence.ts";

const artifact = "recorded-known-truth.json";
/** What an estimator must keep on a design that has what it assumes. */
const bounds = {coverage: [0.93, 0.97], bias: 0.1} as const;

/** Whether the record can be believed, and how many estimators keep their level in it. */
export function methodCheckFindings({status, why, cases, rerun}: RecordedReport<RecordedKnownTruth>): FindingDraft[] {
  const common = {artifact, n: cases.length, of: "estimators on a design"};
  const record: FindingDraft = {
    ...common,
    id: "method_check.record",
    label: "The record of known truths",
    value: status,
    unit: "text",
    method:
      "The record's digest, the hash of the code that made it, and some of its draws run again, compared bit for bit.",
    note: why,
  };
  if (cases.length === 0) return [record];
  const own = cases.filter(({summary}) => summary.strained === null);
  const [low, high] = bounds.coverage;
  const short = cases.find((c) => c.draws < c.full);
  const count = (id: string, label: string, value: number, method: string): FindingDraft => ({
    ...{...common, id: `method_check.${id}`, label, value, method},
    unit: "count",
  });
  const keeps = own.filter(
    ({summary: s}) => s.coverage >= low && s.coverage <= high && s.biasInStandardErrors <= bounds.bias,
  );
  return [
    record,
    count(
      "cases",
      "Estimators on a design that has what they assume",
      own.length,
      "Rows of the record, strained designs apart.",
    ),
    {
      ...count(
        "kept",
        "of them within bounds",
        keeps.length,
        `Coverage of 95 % intervals in ${100 * low} to ${100 * high} %, bias at most ${bounds.bias} standard errors.`,
      ),
      ...(short === undefined
        ? {}
        : {
            value: null,
            note: `${short.draws} data sets a row are too few to tell; a full run has ${short.full}`,
          }),
    },
    count(
      "rerun",
      "Recorded draws that this build has run again",
      rerun,
      "Same code path, same seeds; each gave the same bits.",
    ),
    {
      ...common,
      id: "method_check.draws",
      label: "Data sets behind each row, at least",
      value: cases.reduce((least, c) => Math.min(least, c.draws), Number.POSITIVE_INFINITY),
      unit: "count",
      method: "Draws of the case with the fewest.",
    },
  ];
}
