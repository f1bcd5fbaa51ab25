import type {TopLevelSpec} from "vega-lite";
import {formatValue} from "../format.ts";
import {
  domainWithZero,
  type Layer,
  layered,
  moneyLabels,
  percentLabels,
  type Size,
  spread,
  zeroLine,
} from "./common.ts";
import {ink} from "./theme.ts";

export interface SweepRow {
  readonly threshold: number;
  readonly rows: number;
  readonly delta: number;
  readonly derisking: number;
  readonly timing: number;
}

export interface SweepOptions extends Size {
  readonly currency: string;
  /** Cut-offs that the policy really used. */
  readonly chosen: readonly number[];
  readonly kind: "net" | "probability" | "quantile";
  /** Name of the signal, for the axis. */
  readonly signal: string;
}

/** What every cut-off would have given, not only the chosen one: a single lucky choice shows as a spike. */
export function sweep(
  points: readonly SweepRow[],
  {currency, chosen, kind, signal, width, height = 300}: SweepOptions,
): TopLevelSpec {
  const cut = (v: number) =>
    kind === "probability" ? formatValue(v, "share") : formatValue(v, "currency", {currency});
  const money = (v: number) => formatValue(v, "currency", {currency, signed: true});
  const data = [...points]
    .sort((a, b) => a.threshold - b.threshold)
    .map((p) => ({
      ...p,
      cut: cut(p.threshold),
      delta_text: money(p.delta),
      timing_text: money(p.timing),
      derisking_text: money(p.derisking),
      rows_text: formatValue(p.rows, "count"),
    }));
  const domain = domainWithZero(
    data.flatMap((p) => [p.delta, p.timing, p.derisking]),
    0.14,
  );
  const perPixel = (domain[1] - domain[0]) / Math.max(60, height - 50);
  const series = [
    {key: "delta", label: "Effect", color: ink.text, width: 2.5, dash: [1, 0]},
    {key: "derisking", label: "De-risking", color: ink.neutral, width: 2, dash: [5, 3]},
    {key: "timing", label: "Timing", color: ink.accent, width: 2, dash: [1, 0]},
  ] as const;
  // Labels stand where the cut-off touches most rows: there the lines are furthest apart.
  const end = kind === "probability" ? data[0] : data[data.length - 1];
  const at = spread(
    series.map((s) => (end === undefined ? 0 : end[s.key])),
    16 * perPixel,
    domain[0] + 8 * perPixel,
    domain[1] - 8 * perPixel,
  );
  const left = kind === "probability";
  const x = {
    field: "threshold",
    type: "quantitative",
    scale: {zero: false, nice: false},
    axis: {
      title: `Cut-off on ${signal}`,
      tickCount: Math.max(3, Math.floor(width / 110)),
      labelExpr: kind === "probability" ? percentLabels : moneyLabels(currency),
    },
  } as const;
  const y = (field: string) =>
    ({
      field,
      type: "quantitative",
      scale: {domain, nice: false},
      axis: {title: null, tickCount: 5, labelExpr: moneyLabels(currency), orient: left ? "right" : "left"},
    }) as const;
  const marks: Layer[] = series.map((s) => ({
    mark: {type: "line", color: s.color, strokeWidth: s.width, strokeDash: [...s.dash]},
    encoding: {x, y: y(s.key)},
  }));
  const labels: Layer[] = series.map((s, k) => ({
    data: {values: end === undefined ? [] : [{threshold: end.threshold, at: at[k], words: s.label}]},
    mark: {type: "text", align: left ? "right" : "left", dx: left ? -8 : 8, color: s.color, fontWeight: 600},
    encoding: {x, y: y("at"), text: {field: "words"}},
  }));
  const cuts = [...new Set(chosen)].sort((a, b) => a - b);
  const words = (k: number) => (k < cuts.length - 1 ? "" : k === 0 ? "cut-off used" : "cut-offs used");
  const used = {values: cuts.map((threshold, k) => ({threshold, top: domain[1], words: words(k)}))};
  return layered(
    {width, height},
    [
      zeroLine,
      {data: used, mark: {type: "rule", color: ink.neutralSoft, strokeWidth: 1.5}, encoding: {x}},
      {
        data: used,
        mark: {type: "text", align: "left", baseline: "top", dx: 5, color: ink.muted},
        encoding: {x, y: y("top"), text: {field: "words"}},
      },
      ...marks,
      ...labels,
      {
        mark: {type: "rule", opacity: 0, strokeWidth: Math.max(4, width / Math.max(1, data.length)), tooltip: true},
        encoding: {
          x,
          tooltip: [
            {field: "cut", title: "Cut-off"},
            {field: "rows_text", title: "Rows changed"},
            {field: "delta_text", title: "Effect"},
            {field: "derisking_text", title: "De-risking"},
            {field: "timing_text", title: "Timing"},
          ],
        },
      },
    ],
    data,
  );
}
