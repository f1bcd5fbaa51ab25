import {h} from "../dom.ts";
import {facts} from "../effect.ts";
import type {Findings} from "../finding.ts";
import {formatValue} from "../format.ts";
import {dataTable} from "../table.ts";
import {inErrors} from "./twins.ts";

const artifact = "method-check/recorded-known-truth.json";

/** `recorded-known-truth.json`, as far as the page reads it. */
export interface RecordedFile {
  readonly status: "fresh" | "older code" | "contradicted" | "missing";
  readonly why: string;
  readonly command: string;
  readonly cases: readonly RecordedRow[];
  readonly absent: readonly string[];
  readonly rerun: number;
}

export interface RecordedRow {
  readonly name: string;
  readonly draws: number;
  readonly full: number;
  readonly fresh: boolean;
  readonly summary: {
    readonly family: string;
    readonly method: string;
    readonly design: string;
    readonly n: number;
    readonly bias: number;
    readonly biasError: number;
    readonly spread: number;
    readonly biasInStandardErrors: number;
    readonly meanStandardError: number;
    readonly coverage: number;
    readonly coverageError: number;
    readonly strained: string | null;
  };
}

const words: Readonly<Record<RecordedFile["status"], readonly [sign: string, tone: string, text: string]>> = {
  fresh: ["✓", "better", "The record was made by the code of this build."],
  "older code": ["○", "unclear", "The record was made by earlier code, and this build's code gives the same."],
  contradicted: ["✕", "worse", "The record cannot be believed, so no number of it is shown."],
  missing: ["–", "unclear", "There is no record yet."],
};

/** Whether the record can be believed, and why. */
export function recordLine(file: RecordedFile | null, findings: Findings): HTMLElement {
  if (file === null) return h("p", {class: "pb-empty"}, "This build did not ask.");
  const [sign, tone, text] = words[file.status];
  return h(
    "div",
    {"data-artifact": artifact},
    h(
      "p",
      null,
      h("span", {class: `pb-${tone}`}, h("span", {"aria-hidden": "true"}, `${sign} `), text),
      ` ${file.why}`,
    ),
    findings.has("method_check.kept")
      ? h(
          "p",
          null,
          "An estimator is within bounds if its 95 % intervals hold the truth in 93 to 97 % of data sets and it is off by at most a tenth of a standard error. Strained designs, which lack something that it assumes, are shown and not counted.",
        )
      : null,
    findings.has("method_check.kept")
      ? facts([
          ["Estimators on a design", findings.finding("method_check.cases")],
          ["Within bounds", findings.finding("method_check.kept")],
          ["Data sets a row", findings.finding("method_check.draws")],
          ["Draws run again", findings.finding("method_check.rerun")],
        ])
      : null,
  );
}

/** One table a family of estimators: sizes, bias and coverage with their Monte-Carlo errors. */
export function recordTables(file: RecordedFile | null): HTMLElement {
  const cases = file?.cases ?? [];
  const families = [...new Set(cases.map((c) => c.summary.family))];
  return h(
    "div",
    null,
    families.map((family) => [
      h("h3", null, family),
      familyTable(
        family,
        cases.filter((c) => c.summary.family === family),
      ),
    ]),
    (file?.absent.length ?? 0) > 0
      ? h(
          "p",
          {class: "pb-muted"},
          `Not recorded yet: ${file!.absent.join("; ")}. Run `,
          h("code", null, file!.command),
          ".",
        )
      : null,
  );
}

function familyTable(family: string, rows: readonly RecordedRow[]): HTMLElement {
  const short = rows.some((r) => r.draws < r.full);
  return dataTable({
    caption: `${family}: known truth on classic designs${short ? " (a short run: fewer data sets than a full one)" : ""}`,
    quiet: !short,
    artifact,
    rows,
    columns: [
      {label: "Estimator", cell: (r) => r.summary.method, wrap: true},
      {
        label: "Design",
        wrap: true,
        cell: (r) => [
          r.summary.design,
          r.summary.strained === null ? null : h("p", {class: "pb-muted"}, `Strained: ${r.summary.strained}`),
        ],
      },
      {label: "Rows", unit: "count", cell: (r) => r.summary.n},
      {label: "Data sets", unit: "count", cell: (r) => r.draws},
      {
        label: "Bias",
        term: "bias",
        unit: "ratio",
        cell: ({summary: s}) => inErrors(s.bias / s.spread, s.biasError / s.spread),
      },
      {
        label: "Held the truth",
        term: "coverage",
        unit: "share",
        cell: ({summary: s}) => `${formatValue(s.coverage, "share")} ± ${formatValue(s.coverageError, "share")}`,
      },
      {
        label: "Stated / true error",
        unit: "ratio",
        cell: ({summary: s}) => s.meanStandardError / s.spread,
      },
      {label: "Code", cell: (r) => (r.fresh ? "this build’s" : "earlier")},
    ],
  });
}
