import type {AuditCheck, AuditReport} from "../evaluate/types.ts";
import type {QualityCheck} from "../ingest/desk.ts";
import {h} from "./dom.ts";
import type {Findings} from "./finding.ts";
import {formatDate} from "./format.ts";
import {labelled} from "./signal-labels.ts";
import {dataTable} from "./table.ts";

const statuses: Readonly<Record<AuditCheck["status"], readonly [sign: string, tone: string, words: string]>> = {
  clean: ["✓", "better", "clean"],
  leak: ["✕", "worse", "leak"],
  "not auditable": ["–", "unclear", "not auditable"],
};

const severities: Readonly<Record<QualityCheck["severity"], readonly [sign: string, tone: string, words: string]>> = {
  ok: ["✓", "better", "fine"],
  info: ["i", "unclear", "note"],
  warning: ["!", "worse", "warning"],
  error: ["✕", "worse", "error"],
};

const mark = ([sign, tone, words]: readonly [string, string, string]) =>
  h("span", {class: `pb-outcome pb-${tone}`}, h("span", {"aria-hidden": "true"}, `${sign} `), words);

/** What a check for leakage found: a sign and a word. */
export const auditMark = (status: AuditCheck["status"]): HTMLElement => mark(statuses[status]);

/** How grave a result of a quality check is: a sign and a word. */
export const severityMark = (severity: QualityCheck["severity"]): HTMLElement => mark(severities[severity]);

/** What the audit asked of each station, and what it found: whether the past stayed as it was, whether the facts hold. */
export function auditTable(
  {checks}: AuditReport,
  findings: Findings,
  /** What a reader calls the features and signals that evidence names. */
  names: readonly {readonly name: string; readonly label: string}[] = [],
): HTMLElement {
  const dates = [...new Set(checks.flatMap((c) => c.cutDates))].sort();
  return h(
    "div",
    null,
    findings.has("audit.compared")
      ? h(
          "p",
          null,
          "Values of the past that were compared bit for bit: ",
          findings.finding("audit.compared"),
          findings.has("audit.facts") ? [". Facts that were checked: ", findings.finding("audit.facts")] : null,
          ".",
        )
      : null,
    dataTable({
      caption: dates.length > 0 ? `The future was rewritten after ${dates.map(formatDate).join(", ")}` : "The audit",
      artifact: "audit/audit.json",
      empty: "The audit could not be run on this study.",
      rows: checks,
      columns: [
        {label: "What was audited", cell: (c) => c.title, wrap: true},
        {label: "Result", cell: (c) => auditMark(c.status)},
        {label: "Compared", unit: "count", cell: (c) => c.compared},
        {
          label: "How",
          wrap: true,
          cell: (c) =>
            c.rewrites.length > 0 ? c.rewrites.join(", ") : c.status === "not auditable" ? null : "facts, looked up",
        },
        {
          label: "Evidence",
          wrap: true,
          cell: (c) => [labelled(c.evidence, names), c.first === null ? null : h("p", null, firstLeak(c.first))],
        },
      ],
    }),
  );
}

const firstLeak = ({column, row, cut, rewrite}: NonNullable<AuditCheck["first"]>) =>
  cut === null
    ? `First seen in ${column}, ${row}.`
    : `First seen in ${column}, ${row}, when the days after ${formatDate(cut)} were rewritten (${rewrite}).`;
