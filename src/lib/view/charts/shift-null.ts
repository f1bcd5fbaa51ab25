import type {TopLevelSpec} from "vega-lite";
import {formatInterval, formatValue} from "../format.ts";
import {layered, moneyLabels, type Size} from "./common.ts";
import {ink} from "./theme.ts";

/** How the timing of shifted calendars is spread, and where the true calendar lies among them. */
export function shiftNull(
  {observed, shifted}: {observed: number; shifted: readonly number[]},
  {currency, width, height = 260}: Size & {currency: string},
): TopLevelSpec {
  const money = {currency, signed: true};
  const bins = histogram(shifted, observed, width < 500 ? 21 : 35).map((b) => ({
    ...b,
    beyond: b.from >= observed,
    range: formatInterval([b.from, b.to], "currency", money),
  }));
  const tallest = bins.reduce((top, b) => Math.max(top, b.count), 1);
  const counts: number[] = [0, tallest * 1.25];
  const x = (field: string) =>
    ({
      field,
      type: "quantitative",
      axis: {
        title: "Timing if the calendar were shifted",
        tickCount: Math.max(3, Math.floor(width / 130)),
        labelExpr: moneyLabels(currency),
      },
      scale: {zero: false},
    }) as const;
  const y = {
    field: "count",
    type: "quantitative",
    scale: {domain: counts},
    axis: {title: null, labels: false, grid: false},
  } as const;
  const here = {
    values: [{observed, top: tallest * 1.25, words: ["True calendar", formatValue(observed, "currency", money)]}],
  };
  const first = bins[0]?.from ?? 0;
  const left = observed > (first + (bins[bins.length - 1]?.to ?? 1)) / 2;
  return layered(
    {width, height},
    [
      {
        mark: {type: "bar", binSpacing: 1, tooltip: true},
        encoding: {
          x: x("from"),
          x2: {field: "to"},
          y,
          y2: {datum: 0},
          color: {
            field: "beyond",
            type: "nominal",
            scale: {domain: [false, true], range: [ink.neutralSoft, ink.accent]},
            legend: null,
          },
          tooltip: [
            {field: "range", title: "Timing"},
            {field: "count", title: "Shifts"},
          ],
        },
      },
      {
        data: here,
        mark: {type: "rule", color: ink.text, strokeWidth: 2},
        encoding: {x: x("observed"), y: {field: "top", type: "quantitative"}, y2: {datum: 0}},
      },
      {
        data: here,
        mark: {
          type: "text",
          align: left ? "right" : "left",
          baseline: "top",
          dx: left ? -6 : 6,
          lineHeight: 15,
          fontWeight: 600,
        },
        encoding: {x: x("observed"), y: {field: "top", type: "quantitative"}, text: {field: "words"}},
      },
    ],
    bins,
  );
}

/** Equal bins over all values, one edge of which is `edge`, so that no bin straddles it. */
export function histogram(
  values: readonly number[],
  edge: number,
  count: number,
): {from: number; to: number; count: number}[] {
  const low = values.reduce((m, v) => Math.min(m, v), edge);
  const high = values.reduce((m, v) => Math.max(m, v), edge);
  const step = (high - low) / count || 1;
  const before = Math.ceil((edge - low) / step - 1e-9);
  const start = edge - before * step;
  const bins = Math.max(1, Math.floor((high - start) / step + 1e-9) + 1);
  const result = Array.from({length: bins}, (_, k) => ({from: start + k * step, to: start + (k + 1) * step, count: 0}));
  for (const v of values)
    result[Math.max(v < edge ? 0 : before, Math.min(v < edge ? before - 1 : bins - 1, Math.floor((v - start) / step)))]
      .count++;
  return result;
}
