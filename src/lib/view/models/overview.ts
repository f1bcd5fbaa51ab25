import type {ModelReports, SignalReport} from "../../evaluate/model-report/types.ts";
import {h} from "../dom.ts";
import type {Findings} from "../finding.ts";
import {formatDate, formatValue} from "../format.ts";
import {dataTable} from "../table.ts";
import type {Labels} from "./labels.ts";
import {valueText} from "./labels.ts";

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
    empty: "No model was trained in this study: its predictions were made elsewhere.",
    columns: [
      {label: "Model", cell: (s) => s.label},
      {label: "Predicts", cell: (s) => s.predicts},
      {label: "Trained on", unit: "count", cell: (s) => show(`models.${s.signal}.rows`)},
      {label: "Made of", cell: madeOf},
      {label: "Settings tried", unit: "count", term: "hyperparameter", cell: (s) => show(`models.${s.signal}.tried`)},
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

/** What a learner is, in its own words, and on which days this model was fitted and asked. */
export function aboutModel(s: SignalReport): HTMLElement {
  const {train, test, testRows, fold, folds} = s.window;
  const range = ([from, to]: readonly [string, string]) => `${formatDate(from)} to ${formatDate(to)}`;
  return h(
    "div",
    {"data-artifact": ARTIFACT},
    h("p", null, `${s.description}.`),
    h(
      "dl",
      {class: "pb-facts"},
      h("dt", null, "Predicts"),
      h("dd", null, s.predicts),
      h("dt", null, "Fold"),
      h("dd", null, `${formatValue(fold + 1, "count")} of ${formatValue(folds, "count")}`),
      h("dt", null, "Trained on"),
      h("dd", null, range(train)),
      h("dt", null, "Asked about"),
      h("dd", null, `${range(test)}, ${formatValue(testRows, "count")} trader-days it had not seen`),
      ...s.facts.flatMap(({name, value}) => [h("dt", null, factLabels[name] ?? name), h("dd", null, factText(name, value))]),
    ),
  );
}

const factLabels: Readonly<Record<string, string>> = {
  active: "Weights that are not zero",
  blocks: "Inner blocks",
  depth: "Depth",
  features: "Features that vary",
  gap: "Not proven optimal",
  heldOutDays: "Days that chose the number of trees",
  judgedRounds: "Trees tried to choose their number",
  level: "Quantile",
  outlierShare: "Rows taken for outliers",
  outOfBagLoss: "Out-of-bag loss",
  rowsPerTree: "Rows a tree saw",
  scale: "Scale of the errors",
  trees: "Trees",
};

function factText(name: string, value: number | null): string {
  if (name.startsWith("weight.")) return formatValue(value, "share");
  return formatValue(value, ["gap", "level", "outlierShare"].includes(name) ? "share" : "ratio");
}

const sources = {
  study: "set by the study",
  tuning: "found by tuning",
  fit: "chosen inside the fit",
  default: "default",
} as const;

/** Every setting of the learner: its value in this model, and who chose it. */
export function settingTable(s: SignalReport): HTMLElement {
  return dataTable({
    caption: `Settings of ${s.label}`,
    artifact: ARTIFACT,
    empty: "This learner has nothing to set.",
    rows: s.settings,
    columns: [
      {label: "Setting", cell: ({name}) => words(name)},
      {label: "Value", unit: "ratio", cell: ({value}) => (value === null ? "not available" : value)},
      {label: "From", cell: ({from}) => sources[from]},
      {label: "What it does", wrap: true, cell: ({description}) => `${description}.`},
    ],
  });
}

/** What each fold chose, where there was something to choose. */
export function choiceTable(s: SignalReport): HTMLElement {
  const {names, folds, note} = s.choices;
  const searched = folds.some((f) => f.tried > 1);
  if (names.length === 0)
    return h("p", {class: "pb-empty"}, "Nothing was chosen from fold to fold: every fold used the same settings.");
  return h(
    "div",
    null,
    dataTable({
      caption: `What each fold chose${note === null ? "" : ` (the last: ${note})`}`,
      artifact: ARTIFACT,
      rows: folds,
      columns: [
        {label: "Fold", unit: "count", cell: (f) => f.fold + 1},
        {label: "Rows", unit: "count", cell: (f) => f.rows},
        ...names.map((name, k) => ({
          label: words(name),
          unit: "ratio" as const,
          cell: (f: (typeof folds)[number]) => (typeof f.values[k] === "number" ? f.values[k] : valueText(f.values[k])),
        })),
        ...(searched
          ? [
              {label: "Tried", unit: "count" as const, cell: (f: (typeof folds)[number]) => f.tried},
              {label: "Inner loss", unit: "ratio" as const, term: "inner loss", cell: (f: (typeof folds)[number]) => f.loss},
              {label: "With the defaults", unit: "ratio" as const, cell: (f: (typeof folds)[number]) => f.defaultLoss},
            ]
          : []),
      ],
    }),
  );
}

/** "learningRate" as "learning rate"; one letter stands for itself. */
function words(name: string): string {
  return factLabels[name] ?? name.replace(/([a-z0-9])([A-Z])/g, (_, a: string, b: string) => `${a} ${b.toLowerCase()}`);
}
