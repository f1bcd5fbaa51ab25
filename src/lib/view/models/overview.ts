import type {ModelReports, SignalReport} from "../../evaluate/model-report/types.ts";
import type {Signal} from "../../evaluate/types.ts";
import {h} from "../dom.ts";
import type {Findings} from "../finding.ts";
import {formatValue} from "../format.ts";
import {dataTable} from "../table.ts";
import type {Labels} from "./labels.ts";

export const ARTIFACT = "models/model-reports.json";

/** All learners of the study beside each other. */
export function modelTable(report: ModelReports, findings: Findings, labels: Labels): HTMLElement {
  const show = (id: string) => (findings.has(id) ? findings.finding(id, {bare: true}) : null);
  const first = (s: SignalReport) => {
    const name = s.drives.contributions[0]?.feature ?? s.drives.permutation?.features[0]?.feature;
    return name === undefined ? "none" : labels(name);
  };
  return dataTable({
    caption: "The models of the last fold, the ones a desk would use next",
    artifact: ARTIFACT,
    rows: report.signals,
    empty: "No model was trained in this study. To train some, name learners in the study file.",
    columns: [
      {label: "Model", wrap: true, cell: (s) => s.label},
      {label: "Rows", unit: "count", cell: (s) => show(`models.${s.signal}.rows`)},
      {label: "Made of", cell: madeOf},
      {label: "Tried", unit: "count", term: "hyperparameter", cell: (s) => show(`models.${s.signal}.tried`)},
      {label: "What matters most", wrap: true, cell: first},
      {label: "Folds agree", unit: "correlation", term: "agreement", cell: (s) => show(`models.${s.signal}.agreement`)},
    ],
  });
}

/** Size of a fitted model in a few words. */
export function madeOf({form}: Pick<SignalReport, "form">): string {
  const count = (n: number, word: string) => `${formatValue(n, "count")} ${word}${n === 1 ? "" : "s"}`;
  switch (form.kind) {
    case "linear":
      return `${formatValue(form.terms - form.zero, "count")} of ${count(form.terms, "weight")}`;
    case "trees":
      return `${count(form.trees, "tree")}, ${formatValue(form.leaves, "count")} leaves`;
    case "members":
      return count(form.members.filter((m) => m.weight > 0).length, "model");
    case "other":
      return "a rule of its own";
  }
}

/** Signals that there is no model of here, and why; null where there is none. */
export function absentNote(report: ModelReports, signals: readonly Signal[]): HTMLElement | null {
  const given = signals.filter((s) => s.source === "given").map((s) => s.label);
  const lines = [
    ...(given.length === 0
      ? []
      : [
          `${given.join(", ")}: made elsewhere and only judged here. What made ${given.length === 1 ? "it" : "them"} is not known, so there is nothing to look into.`,
        ]),
    ...report.without.map(({label, why}) => `${label}: ${why}`),
  ];
  if (lines.length === 0) return null;
  return h(
    "ul",
    {"data-artifact": ARTIFACT},
    lines.map((line) => h("li", null, line)),
  );
}

/** In place of a figure where the study trained nothing. */
export function noModel(): HTMLElement {
  return h("p", {class: "pb-empty"}, "No model was trained here, so there is none to show.");
}
