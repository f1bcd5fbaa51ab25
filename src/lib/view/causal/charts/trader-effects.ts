import type {TopLevelSpec} from "vega-lite";
import {layered, moneyLabels, placeName, type Size, zeroLineX} from "../../charts/common.ts";
import {ink} from "../../charts/theme.ts";
import {formatInterval, formatValue} from "../../format.ts";

export interface TraderEffectRow {
  readonly account: string;
  readonly raw: number;
  readonly shrunk: number;
  readonly interval: readonly [number, number];
  readonly truth: number | null;
}

/** Each trader's effect: hollow from its own days alone, full after borrowing from the desk, with interval and truth. */
export function traderEffects(
  rows: readonly TraderEffectRow[],
  mean: number,
  {currency, width, height}: Size & {currency: string},
): TopLevelSpec {
  const money = (v: number) => formatValue(v, "currency", {currency, signed: true});
  const data = [...rows]
    .sort((a, b) => b.shrunk - a.shrunk || (a.account < b.account ? -1 : 1))
    .map((r) => ({
      ...{account: placeName(r.account), raw: r.raw, shrunk: r.shrunk, truth: r.truth},
      lower: r.interval[0],
      upper: r.interval[1],
      tone: r.interval[0] > 0 ? "better" : r.interval[1] < 0 ? "worse" : "unclear",
      raw_text: money(r.raw),
      shrunk_text: money(r.shrunk),
      interval_text: formatInterval(r.interval, "currency", {currency, signed: true}),
      truth_text: r.truth === null ? "not known" : money(r.truth),
    }));
  const y = {
    field: "account",
    type: "nominal",
    sort: null,
    axis: {title: null, grid: false, labelColor: ink.text, labelLimit: 110},
  } as const;
  const tones = ["better", "worse", "unclear"];
  const color = {
    field: "tone",
    type: "nominal",
    scale: {domain: tones, range: [ink.better, ink.worse, ink.muted]},
    legend: null,
  } as const;
  const x = (field: string) =>
    ({
      field,
      type: "quantitative",
      axis: {
        title: null,
        grid: true,
        gridColor: ink.line,
        tickCount: Math.max(3, Math.floor(width / 130)),
        labelExpr: moneyLabels(currency),
        labelOverlap: true,
      },
    }) as const;
  const tooltip = [
    {field: "account", title: "Trader"},
    {field: "raw_text", title: "Own days alone"},
    {field: "shrunk_text", title: "Shrunk"},
    {field: "interval_text", title: "Interval"},
    {field: "truth_text", title: "Truth"},
  ];
  return layered(
    {width, height: height ?? 40 + 26 * data.length},
    [
      zeroLineX,
      {
        data: {values: [{mean}]},
        mark: {type: "rule", color: ink.muted, strokeDash: [4, 3]},
        encoding: {x: x("mean")},
      },
      {
        mark: {type: "rule", strokeWidth: 2, tooltip: true},
        encoding: {y, x: x("lower"), x2: {field: "upper"}, color, tooltip},
      },
      {
        mark: {type: "point", filled: false, size: 60, strokeWidth: 1.5, color: ink.neutral, tooltip: true},
        encoding: {y, x: x("raw"), tooltip},
      },
      {
        mark: {type: "point", filled: true, size: 80, opacity: 1, tooltip: true},
        encoding: {
          y,
          x: x("shrunk"),
          color,
          shape: {
            field: "tone",
            type: "nominal",
            scale: {domain: tones, range: ["triangle-up", "triangle-down", "circle"]},
            legend: null,
          },
          tooltip,
        },
      },
      {
        transform: [{filter: "isValid(datum.truth)"}],
        mark: {type: "tick", thickness: 3, size: 16, opacity: 1, color: ink.accent, orient: "vertical", tooltip: true},
        encoding: {y, x: x("truth"), tooltip},
      },
    ],
    data,
  );
}
