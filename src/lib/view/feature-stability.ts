import type {FeatureStabilityReport} from "../evaluate/feature-report.ts";
import type {FeatureReport} from "../features/feature.ts";
import {h} from "./dom.ts";
import type {Findings} from "./finding.ts";
import {dataTable, findingTable} from "./table.ts";

/** How each feature and its relation with P&L held over four periods of the study. */
export function stabilityTable(report: FeatureStabilityReport | null, features: FeatureReport): HTMLElement {
  if (report === null || report.features.length === 0)
    return h("p", {class: "pb-empty"}, "The study is too short to be cut into periods.");
  const label = (name: string) => features.used.find((f) => f.name === name)?.label ?? name;
  const latest = (row: FeatureStabilityReport["features"][number]) => row.periods.at(-1);
  const table = dataTable({
    caption: "Features over time",
    quiet: true,
    artifact: "feature-stability/feature-stability.json",
    rows: report.features,
    columns: [
      {label: "Feature", wrap: true, cell: (row) => label(row.name)},
      {label: "Periods that moved", unit: "count", term: "PSI", cell: (row) => row.drifted},
      {label: "PSI, last period", unit: "ratio", cell: (row) => latest(row)?.psi?.psi ?? null},
      {label: "its limit", unit: "ratio", cell: (row) => latest(row)?.psi?.threshold ?? null},
      {label: "Same sign", unit: "share", cell: (row) => row.sameSign ?? null},
      ...(report.features[0]?.periods ?? []).map((_, k) => ({
        label: `Correlation ${k + 1}`,
        unit: "correlation" as const,
        cell: (row: FeatureStabilityReport["features"][number]) => row.periods[k]?.correlation ?? null,
      })),
    ],
  });
  table.classList.add("pb-stack");
  return table;
}

/** How alike the folds' selections are, and how often each feature was kept; `signals` gives learners their labels. */
export function selectionTable(
  report: FeatureStabilityReport | null,
  features: FeatureReport,
  findings: Findings,
  signals: readonly {readonly name: string; readonly label: string}[] = [],
): HTMLElement {
  const selections = report?.selections ?? [];
  if (selections.length === 0) return h("p", {class: "pb-empty"}, "This study uses every feature: none is selected.");
  const names = [...new Set(selections.flatMap((s) => Object.keys(s.shares)))].sort((a, b) =>
    a < b ? -1 : a > b ? 1 : 0,
  );
  const label = (name: string) => features.used.find((f) => f.name === name)?.label ?? name;
  const learner = (name: string) => signals.find((s) => s.name === name)?.label ?? name;
  const dropped = names.filter((name) => selections.some((s) => (s.shares[name] ?? 0) < 1));
  if (dropped.length === 0)
    return h("p", {class: "pb-empty"}, "Every fold kept every feature: there is no selection to compare.");
  return h(
    "div",
    null,
    findingTable(findings, {
      caption: "How alike the selections of the folds are",
      head: "Learner",
      columns: [{label: "Stability", term: "selection stability"}],
      rows: selections.map((s) => ({label: learner(s.learner), cells: [`features.selection.${s.learner}`]})),
    }),
    dataTable({
      caption: "Share of folds in which a feature was kept",
      artifact: "feature-stability/feature-stability.json",
      rows: dropped,
      columns: [
        {label: "Feature", wrap: true, cell: (name) => label(name)},
        ...selections.map((s) => ({
          label: learner(s.learner),
          unit: "share" as const,
          cell: (name: string) => s.shares[name] ?? null,
        })),
      ],
    }),
  );
}
