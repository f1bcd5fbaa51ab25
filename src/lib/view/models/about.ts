import type {SignalReport} from "../../evaluate/model-report/types.ts";
import {h} from "../dom.ts";
import {formatDate, formatValue} from "../format.ts";
import {dataTable} from "../table.ts";
import {capitalised, numberText, valueText} from "./labels.ts";
import {ARTIFACT} from "./overview.ts";

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
      ...s.facts.flatMap(({name, value}) => [h("dt", null, words(name)), h("dd", null, factText(name, value))]),
    ),
  );
}

const factLabels: Readonly<Record<string, string>> = {
  active: "Weights that are not zero",
  all: "For a trader it has not met",
  blocks: "Inner blocks",
  calibrationRows: "Rows that calibrated it",
  depth: "Depth",
  features: "Features that vary",
  gap: "Not proven optimal",
  heldOutDays: "Days that chose the number of trees",
  judgedRounds: "Trees tried to choose their number",
  level: "Quantile",
  outlierShare: "Rows taken for outliers",
  outOfBagLoss: "Out-of-bag loss",
  plattIntercept: "Calibration, intercept",
  plattSlope: "Calibration, slope",
  rowsPerTree: "Rows a tree saw",
  scale: "Scale of the errors",
  traders: "Traders it knows",
  trees: "Trees",
};

function factText(name: string, value: number | null): string {
  if (name.startsWith("weight.")) return formatValue(value, "share");
  if (value === null) return "not available";
  return ["gap", "level", "outlierShare"].includes(name) ? formatValue(value, "share") : numberText(value);
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
      {label: "Value", unit: "ratio", cell: ({value}) => (value === null ? "not available" : valueText(value))},
      {label: "From", cell: ({from}) => sources[from]},
      {label: "What it does", wrap: true, cell: ({description}) => `${description}.`},
    ],
  });
}

/** What each fold chose, where there was something to choose. */
export function choiceTable(s: SignalReport): HTMLElement {
  const {names, folds, note} = s.choices;
  const searched = folds.some((f) => f.tried > 1);
  type Row = (typeof folds)[number];
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
        ...(searched
          ? [
              {label: "Tried", unit: "count" as const, cell: (f: Row) => f.tried},
              {label: "Inner loss", unit: "ratio" as const, term: "inner loss", cell: (f: Row) => f.loss},
              {label: "With the defaults", unit: "ratio" as const, cell: (f: Row) => f.defaultLoss},
            ]
          : []),
        ...names.map((name, k) => ({
          label: words(name),
          unit: "ratio" as const,
          cell: (f: Row) =>
            name.startsWith("weight.") ? factText(name, Number(f.values[k] ?? 0)) : valueText(f.values[k]),
        })),
      ],
    }),
  );
}

/** "learningRate" as "learning rate"; one letter stands for itself. */
function words(name: string): string {
  if (name.startsWith("weight.")) return `Weight of ${name.slice("weight.".length).replaceAll("-", " ")}`;
  return (
    factLabels[name] ??
    capitalised(name.replace(/([a-z0-9])([A-Z])/g, (_, a: string, b: string) => `${a} ${b.toLowerCase()}`))
  );
}
