import type {ExplainedRow, SignalReport} from "../../evaluate/model-report/types.ts";
import {chart} from "../chart.ts";
import {h} from "../dom.ts";
import {formatDate, formatValue} from "../format.ts";
import {between, type Step, steps} from "./charts/steps.ts";
import {type Choice, choice} from "./choice.ts";
import {type Labels, marginWords, outputText, valueText} from "./labels.ts";
import {ARTIFACT} from "./overview.ts";

/** A select of the predictions that are taken apart. */
export function rowChoice(s: SignalReport): Choice<ExplainedRow | null> {
  if (s.rows.length === 0) return choice<ExplainedRow | null>("Prediction", [{label: "none", value: null}]);
  return choice<ExplainedRow | null>(
    "Prediction",
    s.rows.map((row) => ({
      label: `${placeWords[row.place]}: ${row.account}, ${formatDate(row.date)}`,
      value: row,
    })),
  );
}

const placeWords = {
  lowest: "The lowest",
  "lower quartile": "At the lower quartile",
  middle: "In the middle",
  "upper quartile": "At the upper quartile",
  highest: "The highest",
} as const;

/** What was predicted for a row and what became of it, in words. */
export function rowSentence(s: SignalReport, row: ExplainedRow, currency: string): HTMLElement {
  const money = (value: number) => formatValue(value, "currency", {currency, signed: true});
  const happened =
    row.actual === null
      ? "What happened is not known within this window."
      : s.unit === "probability"
        ? `It ${row.actual === 1 ? "did happen" : "did not happen"}.`
        : `It came to ${money(row.actual)}.`;
  const said =
    s.unit === "probability"
      ? `a probability of ${outputText(row.prediction, s)}`
      : `${outputText(row.prediction, s)}, which is ${money(row.value)} at that trader’s volatility of ${formatValue(row.scale, "currency", {currency})}`;
  return h(
    "p",
    {"data-artifact": ARTIFACT},
    `For ${row.account} on ${formatDate(row.date)} the model said ${said}. ${happened}`,
  );
}

/** One prediction from the model's base, feature by feature, to what it says. */
export function rowFigure(s: SignalReport, row: ExplainedRow, labels: Labels): HTMLElement {
  const found = row.explained;
  if (found === null)
    return h(
      "p",
      {class: "pb-empty"},
      "This model’s predictions cannot be split exactly into contributions of its features.",
    );
  const given = (feature: string) => valueText(row.values[s.features.indexOf(feature)]);
  const parts = [
    ...found.steps.map(({feature, contribution}) => ({
      label: `${labels(feature)}${between}${given(feature)}`,
      contribution,
    })),
    ...(found.rest.features > 0
      ? [{label: `The other ${formatValue(found.rest.features, "count")}`, contribution: found.rest.contribution}]
      : []),
  ];
  let at = found.base;
  const list: Step[] = [{label: "Average row", from: at, to: at, kind: "level"}];
  for (const {label, contribution} of parts) {
    list.push({label, from: at, to: at + contribution, kind: "step"});
    at += contribution;
  }
  list.push({label: "Prediction", from: at, to: at, kind: "level"});
  const logistic = s.link === "logistic";
  return chart((width) => steps(list, {width, title: marginWords(s)}), {
    title: "From the average row to this prediction",
    subtitle: logistic
      ? `Log-odds: the last step is a probability of ${outputText(row.prediction, s)}. Each bar begins where the one above ended`
      : "Each bar begins where the one above ended; the last step is the prediction",
    label: "Bars from the model's average, one a feature, each starting where the last one ended, to the prediction.",
    artifact: ARTIFACT,
    height: 58 + 26 * list.length,
    table: {
      rows: list,
      columns: [
        {label: "Step", wrap: true, cell: (r) => r.label},
        {label: "Contribution", unit: "ratio", cell: (r) => (r.kind === "step" ? r.to - r.from : null)},
        {label: "So far", unit: "ratio", cell: (r) => r.to},
      ],
    },
  });
}
