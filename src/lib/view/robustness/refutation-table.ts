import type {RefutationReport} from "../../robustness/placebo/types.ts";
import {h} from "../dom.ts";
import type {Findings} from "../finding.ts";
import {dataTable} from "../table.ts";
import {attemptMark} from "./marks.ts";

const subjects = {policy: "The policy’s timing", causal: "Real limits"} as const;

/** Every attempt to break the results: what would have refuted, and what happened. */
export function refutationTable(report: RefutationReport | null): HTMLElement {
  if (report === null) return h("p", {class: "pb-empty"}, "No attempt has been made.");
  return dataTable({
    caption: "Every attempt to refute the results",
    artifact: "refutation/refutation.json",
    rows: report.attempts,
    columns: [
      {label: "Attempt", cell: (a) => [a.attempt, h("span", {class: "pb-muted"}, ` (${subjects[a.of]})`)], wrap: true},
      {label: "Result", cell: (a) => attemptMark(a.status)},
      {label: "What would have refuted", cell: (a) => a.wouldRefute, wrap: true},
      {label: "What happened", cell: (a) => a.happened, wrap: true},
    ],
  });
}

/** How many attempts there were, and how they ended, in a sentence of findings. */
export function refutationAnswer(report: RefutationReport | null, findings: Findings): HTMLElement {
  if (report === null || !findings.has("refutation.survived"))
    return h("p", {class: "pb-empty"}, "No attempt to break the results has been made.");
  const shown = (id: string) => findings.finding(id, {bare: true});
  const refuted = report.attempts.filter((a) => a.status === "refuted");
  return h(
    "div",
    {"data-artifact": "refutation/refutation.json"},
    h(
      "p",
      null,
      "Attempts that the results survived: ",
      shown("refutation.survived"),
      ". Attempts that refuted something: ",
      shown("refutation.refuted"),
      ". Attempts that could not be made: ",
      shown("refutation.not_run"),
      ".",
    ),
    refuted.length === 0
      ? null
      : h(
          "ul",
          {class: "pb-limits"},
          refuted.map(({attempt, happened}) => h("li", null, h("strong", null, attempt), h("span", null, happened))),
        ),
  );
}
