import type {CalibrationSummary} from "../../verdict/calibration/types.ts";
import type {Decision, GateId} from "../../verdict/types.ts";
import {type Content, h} from "../dom.ts";
import type {Findings} from "../finding.ts";
import {formatValue} from "../format.ts";
import {dataTable} from "../table.ts";

export const artifact = "calibration/calibration.json";

/** `calibration.json`, as far as pages read it. */
export interface CalibrationFile {
  readonly status: "fresh" | "older code" | "contradicted" | "missing";
  readonly why: string;
  readonly command: string;
  readonly cases: readonly CalibrationRow[];
  readonly absent: readonly string[];
}

export interface CalibrationRow {
  readonly name: string;
  readonly group: "scenario" | "effect" | "days";
  readonly label: string;
  readonly traders: number;
  readonly days: number;
  readonly effect: number | null;
  readonly draws: number;
  readonly full: number;
  readonly summary: CalibrationSummary;
}

const decisions: readonly Decision[] = ["deploy", "do not deploy", "not enough evidence"];
const slug = (name: string) => name.replace(/[^A-Za-z0-9]+/g, "_").replace(/_$/, "");

/** Whether the record can be believed, and why. */
export function calibrationLine(
  {status, why, command, cases, absent}: CalibrationFile,
  findings: Findings,
): HTMLElement {
  const words: Readonly<Record<CalibrationFile["status"], readonly [string, string, string]>> = {
    fresh: ["✓", "better", "The record was made by the code of this build."],
    "older code": ["○", "unclear", "The record was made by earlier code, and this build's code gives the same."],
    contradicted: ["✕", "worse", "The record cannot be believed, so no number of it is shown."],
    missing: ["–", "unclear", "There is no record yet."],
  };
  const [sign, tone, text] = words[status];
  const short = cases.filter((c) => c.draws < c.full);
  // the command stands at the end, once, as code
  const reason = why.replace(` Run ${command} for a record by this code.`, "");
  return h(
    "div",
    {"data-artifact": artifact},
    cases.length === 0 ? null : h("p", null, "Desks judged: ", findings.finding("calibration.desks"), "."),
    h(
      "p",
      {class: "pb-muted"},
      h("span", {class: `pb-${tone}`}, h("span", {"aria-hidden": "true"}, `${sign} `), text),
      ` ${reason}`,
      short.length + absent.length === 0
        ? null
        : " This is a short run: fewer desks than a full one, so that the intervals are wide.",
    ),
    short.length + absent.length === 0 && reason === why
      ? null
      : h("p", {class: "pb-muted"}, "A full record by this code: ", h("code", null, command), "."),
  );
}

/** The confusion table: kinds of desk by verdict. Each cell is a finding: share and exact interval. */
export function confusionTable(
  file: CalibrationFile,
  group: CalibrationRow["group"],
  caption: string,
  findings: Findings,
): HTMLElement {
  const rows = file.cases.filter((c) =>
    group === "scenario" ? c.group === group : c.group === group || c.name === "helpful",
  );
  const key = (c: CalibrationRow) => (group === "days" ? c.days : (c.effect ?? 0));
  const ordered = group === "scenario" ? rows : [...rows].sort((a, b) => key(a) - key(b));
  const cell = (name: string, what: string): Content => {
    const id = `calibration.${slug(name)}.${what}`;
    return findings.has(id) ? findings.finding(id, {bare: true}) : null;
  };
  const table = dataTable({
    caption,
    artifact,
    empty: "Nothing is on record.",
    rows: ordered,
    columns: [
      {
        label: "Kind of desk",
        wrap: true,
        cell: (c) => [
          group === "scenario" ? h("strong", null, kindOf(c.name)) : null,
          group === "scenario" ? h("div", {class: "pb-muted"}, c.label) : `${c.traders} traders, ${c.days} days`,
        ],
      },
      {label: "Desks", unit: "count", cell: (c) => c.summary.desks},
      {label: "Timing truly worth", unit: "share", term: "gross P&L", cell: (c) => cell(c.name, "true_timing")},
      {label: "Limits truly worth", unit: "share", term: "gross P&L", cell: (c) => cell(c.name, "true_limits")},
      ...decisions.map((decision) => ({
        label: `“${decision}”`,
        unit: "share" as const,
        cell: (c: CalibrationRow) => cell(c.name, slug(decision)),
      })),
    ],
  });
  table.classList.add("pb-stack");
  return table;
}

/** Which gates decided on each kind of desk. */
export function decidedTable(file: CalibrationFile, titles: Readonly<Record<string, string>>): HTMLElement {
  const rows = file.cases
    .filter((c) => c.group === "scenario")
    .flatMap((c) => c.summary.decidedBy.map((d) => ({...d, name: c.name, of: c.summary.desks})));
  return dataTable({
    caption: "The gate that decided, where the verdict was not “deploy”",
    artifact,
    empty: "Nothing is on record.",
    rows,
    columns: [
      {label: "Kind of desk", cell: (r) => kindOf(r.name)},
      {label: "Verdict", cell: (r) => r.decision},
      {label: "Decided by", wrap: true, cell: (r) => titles[r.gate as GateId] ?? r.gate},
      {label: "Desks", unit: "count", cell: (r) => r.desks},
      {label: "of", unit: "count", cell: (r) => r.of},
    ],
  });
}

/** What the verdict is held to: a bound on the share of “deploy” on a kind of desk. */
const requirements: readonly {
  readonly name: string;
  readonly words: string;
  readonly most?: number;
  readonly least?: number;
}[] = [
  {name: "null", words: "On desks where nothing helps, “deploy” at most 2 in 100 times", most: 0.02},
  {name: "harmful", words: "On desks where limits harm, “deploy” at most 2 in 100 times", most: 0.02},
  {name: "leaky", words: "On predictions that have seen the day, never “deploy”", most: 0},
  {
    name: "helpful",
    words: "Where timing and limits are each worth 5 % of gross P&L, “deploy” at least 80 in 100 times",
    least: 0.8,
  },
];

/** Each requirement with what was found: kept, beyond what so few desks could hide or not; or missed. */
export function requirementList(file: CalibrationFile, findings: Findings): HTMLElement {
  return h(
    "ul",
    {class: "pb-limits", "data-artifact": artifact},
    requirements.map(({name, words, most = 1, least = 0}) => {
      const found = file.cases.find((c) => c.name === name)?.summary.verdicts.find((v) => v.decision === "deploy");
      const met = (share: number) => share <= most && share >= least;
      // “never” cannot be shown by any number of desks: below one in fifty is what is asked of the others
      const sure =
        found?.interval[0] !== undefined && found.interval[1] <= Math.max(most, 0.02) && found.interval[0] >= least;
      const [sign, tone, text] =
        found === undefined
          ? ["–", "unclear", "not on record"]
          : !met(found.share)
            ? ["✕", "worse", "missed"]
            : sure
              ? ["✓", "better", "kept"]
              : ["○", "unclear", "kept so far, on too few desks to be sure"];
      return h(
        "li",
        null,
        h("strong", null, words),
        h(
          "span",
          null,
          h("span", {class: `pb-${tone}`}, h("span", {"aria-hidden": "true"}, `${sign} `), text),
          " ",
          found === undefined ? null : findings.finding(`calibration.${name}.deploy`),
        ),
      );
    }),
  );
}

/** What the chain of a calibration does otherwise than a report, and why. */
export function errorsLine(file: CalibrationFile): HTMLElement {
  const errors = file.cases.reduce((sum, c) => sum + c.summary.errors, 0);
  const audited = file.cases.reduce((sum, c) => sum + c.summary.audited, 0);
  return h(
    "p",
    {"data-artifact": artifact},
    errors === 0
      ? "On no desk did the chain end in an error."
      : `On ${formatValue(errors, "count")} desks the chain ended in an error.`,
    ` The leakage audit was run in full on ${formatValue(audited, "count")} of them.`,
  );
}

/** What a kind of desk is called: "null" would read as a mistake of the page. */
const kindOf = (name: string) => (name === "null" ? "no effect" : name);
