import type {Placebo, PlaceboReport} from "../../robustness/placebo/types.ts";
import {h} from "../dom.ts";
import {facts} from "../effect.ts";
import type {Findings} from "../finding.ts";
import {dataTable} from "../table.ts";
import {attemptMark} from "./marks.ts";

const artifact = "placebos/placebos.json";

/** The placebos of one result: p-values with their Monte-Carlo error, and what they say. */
export function placeboTable(report: PlaceboReport | null, of: Placebo["of"], findings: Findings): HTMLElement {
  const rows = (report?.placebos ?? []).filter((p) => p.of === of);
  const made = rows.filter((p) => p.status !== "not run");
  return h(
    "div",
    null,
    dataTable({
      caption: of === "policy" ? "Placebos of the policy’s timing" : "Placebos of real limits",
      artifact,
      rows,
      empty: "No placebo was made.",
      columns: [
        {label: "Placebo", cell: (p) => p.title, wrap: true},
        {label: "Result", cell: (p) => attemptMark(p.status)},
        {
          label: "p",
          unit: "p-value",
          term: "p-value",
          cell: ({id, p}) =>
            p === null || !findings.has(`placebo.${id}.p`) ? null : findings.finding(`placebo.${id}.p`, {bare: true}),
        },
        {label: "Its error", unit: "p-value", term: "Monte-Carlo error", cell: errorWords},
        {
          label: "Draws",
          unit: "count",
          cell: (p) => (p.status === "not run" ? null : p.draws === 0 ? "none" : p.draws),
        },
        {
          label: "What happened",
          wrap: true,
          cell: ({id, happened}) =>
            findings.has(`placebo.${id}.effect`)
              ? [happened, " Found: ", findings.finding(`placebo.${id}.effect`), "."]
              : happened,
        },
      ],
    }),
    made.length === 0
      ? null
      : h(
          "details",
          null,
          h("summary", null, "How each of them is made"),
          facts(
            made.map(({title, method}) => [title, `${method}.`]),
            artifact,
          ),
        ),
  );
}

function errorWords({status, draws, pError, exact}: Placebo): string | null {
  if (status === "not run" || pError === null) return null;
  if (draws === 0) return "not drawn";
  return exact ? "all listed" : `±\u202f${pError < 0.0005 ? "0.0005" : pError.toFixed(3)}`;
}

/** What a reader must know, in sentences. */
export function placeboNotes(report: PlaceboReport | null): HTMLElement | null {
  if (report === null) return null;
  return h(
    "div",
    {"data-artifact": "placebos/placebos.json"},
    report.notes.map((note) => h("p", null, note)),
  );
}
