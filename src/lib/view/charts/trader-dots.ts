import type {TopLevelSpec} from "vega-lite";
import {formatInterval, formatValue} from "../format.ts";
import {layered, moneyLabels, placeName, type Size, zeroLineX} from "./common.ts";
import {ink} from "./theme.ts";

export interface TraderDot {
  readonly trader: string;
  readonly value: number;
  readonly interval: readonly [number, number] | null;
}

/** A dot and its interval for each trader, best first. Shape and colour say whether the interval leaves out zero. */
export function traderDots(
  dots: readonly TraderDot[],
  {currency, width, height}: Size & {currency: string},
): TopLevelSpec {
  const money = {currency, signed: true};
  const data = [...dots]
    .sort((a, b) => b.value - a.value || (a.trader < b.trader ? -1 : 1))
    .map((d) => ({
      trader: placeName(d.trader),
      value: d.value,
      lower: d.interval?.[0] ?? d.value,
      upper: d.interval?.[1] ?? d.value,
      tone: d.interval === null ? "unclear" : d.interval[0] > 0 ? "better" : d.interval[1] < 0 ? "worse" : "unclear",
      value_text: formatValue(d.value, "currency", money),
      interval_text: d.interval === null ? "not available" : formatInterval(d.interval, "currency", money),
    }));
  const y = {
    field: "trader",
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
  const tooltip = [
    {field: "trader", title: "Trader"},
    {field: "value_text", title: "Timing"},
    {field: "interval_text", title: "Interval"},
  ];
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
      },
    }) as const;
  return layered(
    {width, height: height ?? 40 + 26 * data.length},
    [
      zeroLineX,
      {
        mark: {type: "rule", strokeWidth: 2, tooltip: true},
        encoding: {y, x: x("lower"), x2: {field: "upper"}, color, tooltip},
      },
      {
        mark: {type: "point", filled: true, size: 80, opacity: 1, tooltip: true},
        encoding: {
          y,
          x: x("value"),
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
    ],
    data,
  );
}
