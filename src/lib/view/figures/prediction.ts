import type {SkillDetail} from "../../evaluate/detail/skill-detail.ts";
import type {Plan, SignalSkill} from "../../evaluate/types.ts";
import {chart} from "../chart.ts";
import {type CalibrationBin, calibration, quantileShare} from "../charts/calibration.ts";
import {type DecileRow, deciles} from "../charts/deciles.ts";
import {foldSkill} from "../charts/fold-skill.ts";
import {folds, foldsHeight} from "../charts/folds.ts";
import {formatDate, formatInterval, formatValue} from "../format.ts";

/** The folds drawn on the calendar. */
export function foldsFigure({folds: all}: Pick<Plan, "folds">, days: readonly string[]): HTMLElement {
  // Groups of traders share a window, which is drawn once.
  const list = all.filter(({newTraders}) => (newTraders?.group ?? 0) === 0).map((fold, index) => ({...fold, index}));
  const range = ({start, end}: {start: number; end: number}) =>
    end > start ? `${formatDate(days[start])} to ${formatDate(days[end - 1])}` : "none";
  return chart((width) => folds(list, days, {width}), {
    title: "The walk-forward on the calendar",
    subtitle: "Each row learns from its grey days, leaves out the gap, and is judged on its coloured days",
    label:
      "One row a fold: training days, gap and test days on the calendar; test days never come before training days.",
    artifact: "plan/plan.json",
    height: foldsHeight(list.length),
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

/** Loss saved in each fold against the best naive rule, with its interval; null where nothing could be compared. */
export function foldSkillFigure(
  detail: SkillDetail,
  label: string,
  {folds: list}: Pick<Plan, "folds">,
  days: readonly string[],
): HTMLElement | null {
  if (detail.versus === null) return null;
  const rows = detail.saved
    .filter(({by}) => by === "fold")
    .map((one) => {
      const {start, end} = list[Number(one.group) - 1].test;
      return {...one, label: String(one.group), dates: `${formatDate(days[start])} to ${formatDate(days[end - 1])}`};
    });
  return savedFigure(rows, detail, {
    title: "Fold by fold: was it better than the best naive rule?",
    label: `For each fold, the share of the naive rule's loss that ${label} saves, with its interval.`,
    group: "Fold",
  });
}

/** The same by calendar month. */
export function monthSkillFigure(detail: SkillDetail, label: string): HTMLElement | null {
  const rows = detail.saved
    .filter(({by}) => by === "month")
    .map((one) => ({...one, label: monthWords(String(one.group)), dates: monthWords(String(one.group))}));
  return savedFigure(rows, detail, {
    title: "Month by month",
    label: `For each month, the share of the naive rule's loss that ${label} saves, with its interval.`,
    group: "Month",
  });
}

function savedFigure(
  rows: readonly (SkillDetail["saved"][number] & {readonly label: string; readonly dates: string})[],
  {versus, kind, confidence}: SkillDetail,
  {title, label, group}: {title: string; label: string; group: string},
): HTMLElement | null {
  if (versus === null || rows.length === 0) return null;
  const unit = kind === "probability" ? "ratio" : "currency/trader-day";
  const shown = kind === "net" ? Math.sqrt : (loss: number) => loss;
  const loss = kind === "net" ? "Root mean squared error" : kind === "probability" ? "Brier score" : "Pinball loss";
  return chart((width) => foldSkill(rows, {axis: group, width}), {
    title,
    subtitle: `Share of the loss of “${versus.label}” that it saves, with ${formatValue(confidence, "share")} intervals. ▲ better, ▼ worse, ● cannot be told from zero${rows.some((r) => r.interval === null) ? ". A dot without a line has too few days for one" : ""}`,
    label,
    artifact: "skill/skill-detail.json",
    height: 280,
    table: {
      rows,
      columns: [
        {label: group, cell: (r) => r.label},
        ...(group === "Fold" ? [{label: "Days", cell: (r: (typeof rows)[number]) => r.dates}] : []),
        {label: "Rows", unit: "count", cell: (r) => r.n},
        {label: loss, unit, cell: (r) => shown(r.loss)},
        {label: versus.label, unit, cell: (r) => shown(r.naiveLoss)},
        {label: "Loss saved", unit: "share", cell: (r) => formatValue(r.saved, "share", {signed: true})},
        {
          label: "Interval",
          unit: "share",
          cell: (r) => (r.interval === null ? null : formatInterval(r.interval, "share", {signed: true})),
        },
      ],
    },
  });
}

/** "Mar 2025" from "2025-03". */
function monthWords(month: string): string {
  return formatDate(`${month}-01`).replace(/^1\s/, "");
}

/** Predicted against observed, with the band of a calibrated forecast; null for a signal that makes no such claim. */
export function calibrationFigure(
  skill: Pick<SignalSkill, "kind" | "calibration">,
  reliability: SkillDetail["reliability"] = null,
): HTMLElement | null {
  const bins: readonly CalibrationBin[] = reliability?.bins ?? skill.calibration;
  if (bins.length === 0) return null;
  const quantile = skill.kind === "quantile";
  const banded = reliability !== null;
  return chart((width) => (quantile ? quantileShare(bins, {width}) : calibration(bins, {width})), {
    title: quantile ? "How often net P&L fell below the predicted level" : "Did what it called likely happen?",
    subtitle: quantile
      ? "Share of rows by fold, with intervals, against the share it promises"
      : `Share of rows in which it happened, with intervals, by predicted probability${banded ? ". Soft bars: where the dots of a calibrated forecast would lie; one in twenty lies outside by chance" : ""}`,
    label: quantile
      ? "A dot a fold: the share of rows below the predicted level, with its interval, and the promised share as a line."
      : "A dot a bin: observed share against predicted probability, with intervals, the band of a calibrated forecast and the diagonal.",
    artifact: banded ? "skill/skill-detail.json" : "skill/skill.json",
    height: quantile ? 260 : 300,
    table: {
      rows: bins,
      columns: [
        ...(quantile
          ? [{label: "Fold", unit: "count" as const, cell: (b: CalibrationBin) => bins.indexOf(b) + 1}]
          : [{label: "Predicted", unit: "share" as const, cell: (b: CalibrationBin) => b.predicted}]),
        {label: "Happened", unit: "share", cell: (b) => b.observed},
        {label: "Interval", unit: "share", cell: (b) => formatInterval([b.lower, b.upper], "share")},
        ...(banded
          ? [
              {
                label: "If calibrated",
                unit: "share" as const,
                cell: (b: CalibrationBin) =>
                  formatInterval([b.consistentLower ?? null, b.consistentUpper ?? null], "share"),
              },
            ]
          : []),
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
