import type {FormReport} from "../../evaluate/model-report/form-types.ts";
import type {SignalReport} from "../../evaluate/model-report/types.ts";
import {chart} from "../chart.ts";
import {h} from "../dom.ts";
import {formatValue} from "../format.ts";
import {path} from "./charts/path.ts";
import {weights} from "./charts/weights.ts";
import {type Labels, marginWords} from "./labels.ts";
import {ARTIFACT} from "./overview.ts";

type Linear = Extract<FormReport, {kind: "linear"}>;

/** Weights of a linear model, largest first. */
export function weightFigure(s: SignalReport, form: Linear, labels: Labels): HTMLElement {
  const rows = form.largest.flatMap(({term, weight}) => (weight === null ? [] : [{term: labels(term), weight}]));
  if (rows.length === 0)
    return h("p", {class: "pb-empty"}, "Every weight is zero: the model predicts the same for every row.");
  return chart((width) => weights(rows, {width, title: marginWords(s)}), {
    title: rows.length < form.terms - form.zero ? "The largest weights" : "The weights",
    subtitle: `What one standard deviation more of a feature adds to the prediction. Blue adds, orange takes away. ${
      form.zero === 0
        ? "No weight is zero"
        : `${formatValue(form.zero, "count")} of ${formatValue(form.terms, "count")} weights are exactly zero`
    }`,
    label: "A bar for each feature: its standardised weight, from the largest to the smallest.",
    artifact: ARTIFACT,
    height: 58 + 26 * rows.length,
    table: {
      rows,
      columns: [
        {label: "Feature", wrap: true, cell: (r) => r.term},
        {label: "Weight", unit: "ratio", cell: (r) => r.weight},
      ],
    },
  });
}

/** An elastic net's weights along its penalties; null for other models. */
export function pathFigure(form: Linear, labels: Labels): HTMLElement | null {
  const found = form.path;
  if (found === null || found.chosen === null) return null;
  const steps = found.penalties.flatMap((penalty, k) => (penalty === null || penalty <= 0 ? [] : [{penalty, k}]));
  const at = found.penalties.indexOf(found.chosen);
  const lines = found.terms.map((term, t) => ({
    term: labels(term),
    weights: steps.map(({k}) => found.weights[t][k]),
    kept: (found.weights[t][at] ?? 0) !== 0,
  }));
  const rows = steps.map(({penalty, k}) => ({penalty, active: found.active[k], loss: found.loss[k] ?? null}));
  const chosen = found.chosen;
  return chart((width) => path({penalties: rows.map((r) => r.penalty), lines, chosen}, {width}), {
    title: "How weights come in as the penalty falls",
    subtitle:
      "On the left every weight is zero; to the right the penalty falls and one feature after the other is let in. The dashed line is the penalty that predicted inner blocks best; features in violet have a weight there",
    label:
      "One line a feature: its weight against the penalty, from all zero at the largest penalty; a dashed line at the penalty chosen.",
    artifact: ARTIFACT,
    height: 340,
    table: {
      rows,
      columns: [
        {label: "Penalty", unit: "ratio", cell: (r) => r.penalty},
        {label: "Weights not zero", unit: "count", cell: (r) => r.active},
        {label: "Inner loss", unit: "ratio", cell: (r) => r.loss},
      ],
    },
  });
}

/** Weights of an ensemble's members. */
export function memberFigure(form: Extract<FormReport, {kind: "members"}>): HTMLElement {
  const rows = form.members.map(({label, weight}) => ({term: label, weight}));
  return chart((width) => weights(rows, {width, title: "Weight"}), {
    title: "What the ensemble is made of",
    subtitle:
      form.blocks === 0
        ? "The training window was too short to fit weights: all count alike"
        : "Weights that would have predicted the inner blocks of the training window best, none below zero",
    label: "A bar for each member of the ensemble: its weight.",
    artifact: ARTIFACT,
    height: 58 + 26 * rows.length,
    table: {
      rows,
      columns: [
        {label: "Member", cell: (r) => r.term},
        {label: "Weight", unit: "ratio", cell: (r) => r.weight},
      ],
    },
  });
}
