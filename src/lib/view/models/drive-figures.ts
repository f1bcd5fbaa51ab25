import type {SignalReport} from "../../evaluate/model-report/types.ts";
import {chart} from "../chart.ts";
import {h} from "../dom.ts";
import {formatInterval, formatValue} from "../format.ts";
import {contributions} from "./charts/contributions.ts";
import {permutation} from "./charts/permutation.ts";
import {stability} from "./charts/stability.ts";
import {type Labels, marginWords} from "./labels.ts";
import {ARTIFACT} from "./overview.ts";

/** Features that a chart shows; its table has all. */
const shown = 12;
const count = (n: number) => formatValue(n, "count");

/** Contributions by feature, on rows that the model had not seen. */
export function contributionFigure(s: SignalReport, labels: Labels): HTMLElement {
  const {contributions: all, rows} = s.drives;
  if (all.length === 0)
    return h(
      "p",
      {class: "pb-empty"},
      "This model’s predictions cannot be split exactly into contributions of its features; what shuffling costs, below, can be measured all the same.",
    );
  const list = all.map(({feature, ...rest}) => ({term: labels(feature), ...rest}));
  const top = list.filter(({size}) => size > 0).slice(0, shown);
  if (top.length === 0)
    return h("p", {class: "pb-empty"}, "No feature contributes anything: the model predicts the same for every row.");
  return chart((width) => contributions(top, {width, title: marginWords(s)}), {
    title: "What each feature adds or takes",
    subtitle: `Contributions on ${count(rows)} of ${count(s.window.testRows)} test rows, largest mean size first. Thick: half of the rows; thin: nine in ten; the gap is the median. Blue: more of the feature, a higher prediction; orange: a lower one; grey: neither`,
    label:
      "For each feature a line from the 5 % to the 95 % quantile of its contributions, thick over the middle half.",
    artifact: ARTIFACT,
    height: 58 + 26 * top.length,
    table: {
      rows: list,
      columns: [
        {label: "Feature", wrap: true, cell: (r) => r.term},
        {label: "Mean size", unit: "ratio", cell: (r) => r.size},
        {label: "Share", unit: "share", cell: (r) => r.share},
        {label: "Median", unit: "ratio", cell: (r) => r.quantiles[2]},
        {label: "Correlation with value", unit: "correlation", cell: (r) => r.direction},
      ],
    },
  });
}

/** What shuffling each feature does to the loss on the test rows. */
export function permutationFigure(s: SignalReport, labels: Labels): HTMLElement {
  const found = s.drives.permutation;
  if (found === null) return h("p", {class: "pb-empty"}, "Nothing can be measured: no test row has a known outcome.");
  const list = found.features.map(({feature, ...rest}) => ({term: labels(feature), ...rest}));
  const top = list.filter(({rise}) => rise !== 0).slice(0, shown);
  if (top.length === 0)
    return h(
      "p",
      {class: "pb-empty"},
      "Shuffling changes nothing: the model predicts the same whatever the features say.",
    );
  const sure = list.filter(({interval: [low]}) => low !== null && low > 0).length;
  const how = `Rise of the loss when a feature’s values are shuffled among the rows of ${count(found.blockDays)} days, ${count(found.repeats)} times, on ${count(found.rows)} test rows`;
  const subtitle =
    found.blocks < 2
      ? `${how}. The window is too short for intervals: any of this may be chance.`
      : `${how}; ${formatValue(found.level, "share")} intervals over ${count(found.blocks)} blocks of days. ${
          sure === 0
            ? "No interval lies above zero: on these rows no feature is shown to help."
            : `${count(sure)} of ${count(list.length)} intervals ${sure === 1 ? "lies" : "lie"} above zero (violet).`
        }`;
  return chart((width) => permutation(top, {width, title: lossWords(s)}), {
    title: "What it would cost to do without a feature",
    subtitle,
    label: "A dot for each feature at the rise of the loss, with its interval; most often intervals hold zero.",
    artifact: ARTIFACT,
    height: 58 + 26 * top.length,
    table: {
      rows: list,
      columns: [
        {label: "Feature", wrap: true, cell: (r) => r.term},
        {label: "Rise of the loss", unit: "ratio", cell: (r) => r.rise},
        {
          label: "Interval",
          unit: "ratio",
          cell: ({interval: [low, high]}) =>
            low === null || high === null ? null : formatInterval([low, high], "ratio"),
        },
        {label: "Rows changed", unit: "share", cell: (r) => r.moved},
      ],
    },
  });
}

function lossWords({task}: SignalReport): string {
  if (task === "probability") return "Rise of the Brier score";
  return task === "quantile" ? "Rise of the pinball loss, volatilities" : "Rise of the squared error, volatilities²";
}

/** Whether the folds rely on the same features. */
export function stabilityFigure(s: SignalReport, labels: Labels): HTMLElement {
  const {features, folds, top, signed} = s.drives.stability;
  const list = features.map(({feature, ...rest}) => ({term: labels(feature), ...rest}));
  if (list.length === 0 || folds < 2)
    return h(
      "p",
      {class: "pb-empty"},
      "There is nothing to compare: this takes at least two folds and a model with weights.",
    );
  return chart((width) => stability(list, {width}), {
    title: "Does every fold rely on the same features?",
    subtitle:
      "A cell is a feature’s share of a fold’s model, the stronger the larger; the most important first. Even rows are features that all folds rely on; a cell that comes and goes is no finding",
    label: "A grid of features by folds, stronger in tone where the feature was a larger part of the fold's model.",
    artifact: ARTIFACT,
    height: 58 + 26 * list.length,
    table: {
      rows: list,
      columns: [
        {label: "Feature", wrap: true, cell: (r) => r.term},
        {label: "Mean rank", unit: "ratio", cell: (r) => r.meanRank},
        {label: `Among the first ${count(top)}`, unit: "share", cell: (r) => r.shareInTop},
        ...(signed
          ? [{label: "Same sign", unit: "share" as const, cell: (r: (typeof list)[number]) => r.signAgreement}]
          : []),
        {label: "Mean weight", unit: "ratio", cell: (r) => r.mean},
      ],
    },
  });
}
