import type {FeatureReport} from "../features/feature.ts";
import {type Content, h} from "./dom.ts";
import {dataTable} from "./table.ts";

/** The registry: a table for each family, with what each feature reads, when it is known, and how often it is missing. */
export function featureTables(report: FeatureReport): HTMLElement {
  const families = [...new Set(report.used.map((f) => f.family))];
  if (families.length === 0)
    return h("p", {class: "pb-empty"}, "No feature was built: the desk has none of the data that they need.");
  return h(
    "div",
    null,
    families.flatMap((family): Content[] => [
      h("h3", {id: `family-${family}`}, capitalised(family)),
      dataTable({
        caption: `Features of the family “${family}”`,
        quiet: true,
        artifact: "features/features.json",
        rows: report.used.filter((f) => f.family === family),
        id: (f) => `feature-${f.name}`,
        columns: [
          {label: "Feature", wrap: true, cell: (f) => f.label},
          {label: "What it is", wrap: true, cell: (f) => f.description},
          {label: "Look-back", unit: "count", term: "look-back", cell: (f) => f.lookBack},
          {label: "Known at", cell: (f) => f.knownAt},
          {label: "Missing", unit: "share", cell: (f) => report.missing[f.name] ?? null},
          {label: "Reads", cell: (f) => (f.reads.length === 0 ? "the date" : f.reads.map(columnWords).join(", "))},
        ],
      }),
    ]),
  );
}

/** Features whose data are not there, and why. */
export function unavailableTable(report: FeatureReport): HTMLElement {
  return dataTable({
    caption: "Features that these data do not allow",
    artifact: "features/features.json",
    empty: "Nothing: these files hold what every feature needs.",
    rows: report.unavailable,
    columns: [
      {label: "Feature", wrap: true, cell: (f) => f.label},
      {label: "Family", cell: (f) => capitalised(f.family)},
      {label: "What it is", wrap: true, cell: (f) => f.description},
      {label: "Why not", wrap: true, cell: (f) => f.why ?? `It needs ${f.needs.join(", ")}.`},
    ],
  });
}

/** What is odd about the features of this desk: nothing is dropped or mended in silence. */
export function featureRemarks(report: FeatureReport): HTMLElement {
  const label = (name: string) => report.used.find((f) => f.name === name)?.label ?? name;
  const lines = [
    ...(report.remarks ?? []),
    ...(report.empty ?? []).map((name) => `${label(name)} has no value on any row.`),
    ...(report.constant ?? []).map((name) => `${label(name)} has the same value on every row that has one.`),
    ...(report.infinite ?? []).map(
      ({name, count, first}) =>
        `${label(name)} came out infinite and was set to missing, ${count} times: first ${first}.`,
    ),
    ...(report.huge ?? []).map(
      ({name, largest, at}) => `${label(name)} is as large as ${largest.toPrecision(3)}: ${at}.`,
    ),
  ];
  if (lines.length === 0) return h("p", {class: "pb-empty"}, "Nothing about the features of this desk is odd.");
  return h(
    "ul",
    {"data-artifact": "features/features.json"},
    lines.map((line) => h("li", null, line)),
  );
}

/** A column as a reader calls it: "desk mean" for "desk.mean". */
const columnWords = (name: string) => (name === "net" ? "net P&L" : name.replace(/[._]/g, " "));

const capitalised = (word: string) => word.charAt(0).toUpperCase() + word.slice(1);
