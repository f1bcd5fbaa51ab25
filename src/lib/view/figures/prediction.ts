import type {Plan, SignalSkill} from "../../evaluate/types.ts";
import {chart} from "../chart.ts";
import {calibration, quantileShare} from "../charts/calibration.ts";
import {type DecileRow, deciles} from "../charts/deciles.ts";
import {foldSkill} from "../charts/fold-skill.ts";
import {folds} from "../charts/folds.ts";
import {h} from "../dom.ts";
import {formatDate, formatInterval} from "../format.ts";

/** The folds drawn on the calendar. */
export function foldsFigure({folds: list}: Pick<Plan, "folds">, days: readonly string[]): HTMLElement {
  const range = ({start, end}: {start: number; end: number}) =>
    end > start ? `${formatDate(days[start])} to ${formatDate(days[end - 1])}` : "none";
  return chart((width) => folds(list, days, {width}), {
    title: "The walk-forward on the calendar",
    subtitle: "Each row learns from its grey days, leaves out the gap, and is judged on its coloured days",
    label:
      "One row a fold: training days, gap and test days on the calendar; test days never come before training days.",
    artifact: "plan/plan.json",
    height: 70 + 22 * list.length,
    table: {
      rows: list,
      columns: [
        {label: "Fold", unit: "count", cell: (f) => f.index + 1},
        {label: "Training days", cell: (f) => range(f.train)},
        {label: "Gap", cell: (f) => range(f.gap)},
        {label: "Test days", cell: (f) => range(f.test)},
      ],
    },
  });
}

/** Loss in each fold beside that of the best naive rule; a squared loss as its root, in the unit of P&L. */
export function foldSkillFigure(skill: SignalSkill, label: string): HTMLElement {
  const versus = skill.test?.versus;
  const baseline =
    skill.baselines.find((b) => b.name === versus)?.label ??
    [...skill.baselines].sort((a, b) => a.loss - b.loss)[0]?.label ??
    "naive rule";
  const squared = skill.kind === "net";
  const shown = (loss: number) => (squared ? Math.sqrt(loss) : loss);
  const folds = skill.byFold.map((f) => ({...f, loss: shown(f.loss), baselineLoss: shown(f.baselineLoss)}));
  const lossLabel = squared ? "Root mean squared error" : skill.loss.label;
  const unit = skill.kind === "probability" ? "ratio" : "currency/trader-day";
  return chart((width) => foldSkill(folds, {signal: label, baseline, loss: lossLabel, width}), {
    title: "Fold by fold: was it better than the best naive rule?",
    subtitle: [
      h("span", {class: "pb-key pb-key-filled"}, label),
      " ",
      h("span", {class: "pb-key"}, baseline),
      h("br"),
      "Between them: blue where the signal’s loss is lower, orange where it is higher",
    ],
    label: `For each fold, the loss of ${label} and of ${baseline}, joined by a bar.`,
    artifact: "skill/skill.json",
    height: 60 + 28 * folds.length,
    table: {
      rows: folds,
      columns: [
        {label: "Fold", unit: "count", cell: (f) => f.fold + 1},
        {label: "From", cell: (f) => formatDate(f.from)},
        {label: "To", cell: (f) => formatDate(f.to)},
        {label: "Rows", unit: "count", cell: (f) => f.n},
        {label, unit, cell: (f) => f.loss},
        {label: baseline, unit, cell: (f) => f.baselineLoss},
      ],
    },
  });
}

/** Predicted against observed; null for a signal that makes no such claim. */
export function calibrationFigure(skill: SignalSkill): HTMLElement | null {
  const bins = skill.calibration;
  if (bins.length === 0) return null;
  const quantile = skill.kind === "quantile";
  return chart((width) => (quantile ? quantileShare(bins, {width}) : calibration(bins, {width})), {
    title: quantile ? "How often net P&L fell below the predicted level" : "Did what it called likely happen?",
    subtitle: quantile
      ? "Share of rows by fold, with intervals, against the share it promises"
      : "Share of rows in which it happened, with intervals, by predicted probability",
    label: quantile
      ? "A dot a fold: the share of rows below the predicted level, with its interval, and the promised share as a line."
      : "A dot a bin: observed share against predicted probability, with intervals, and the diagonal of a perfect forecaster.",
    artifact: "skill/skill.json",
    height: quantile ? 260 : 300,
    table: {
      rows: bins,
      columns: [
        {label: "Predicted", unit: "share", cell: (b) => b.predicted},
        {label: "Happened", unit: "share", cell: (b) => b.observed},
        {label: "Interval", unit: "share", cell: (b) => formatInterval([b.lower, b.upper], "share")},
        {label: "Rows", unit: "count", cell: (b) => b.n},
      ],
    },
  });
}

/** P&L from what the signal calls best to worst. */
export function decilesFigure(rows: readonly DecileRow[], currency: string): HTMLElement | null {
  if (rows.length === 0) return null;
  return chart((width) => deciles(rows, {currency, width}), {
    title: "What happened on the days it called good and bad",
    subtitle: `${currency} a trader-day. Dot: mean. Bar: the middle half of the rows. Skill would show as a fall from left to right`,
    label: "Mean net P&L in each tenth of the rows, ordered from what the signal calls best to worst.",
    artifact: "predictions/predictions.arrow",
    height: 280,
    table: {
      rows,
      columns: [
        {label: "Tenth", unit: "count", cell: (r) => r.decile},
        {label: "Mean", unit: "currency", currency, cell: (r) => r.mean},
        {label: "Lower quartile", unit: "currency", currency, cell: (r) => r.lower},
        {label: "Upper quartile", unit: "currency", currency, cell: (r) => r.upper},
        {label: "Rows", unit: "count", cell: (r) => r.n},
      ],
    },
  });
}
