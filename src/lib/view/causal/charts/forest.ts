import type {TopLevelSpec} from "vega-lite";
import {layered, moneyLabels, type Size, zeroLineX} from "../../charts/common.ts";
import {ink} from "../../charts/theme.ts";
import {formatInterval, formatValue} from "../../format.ts";

export interface ForestRow {
  readonly label: string;
  readonly value: number;
  readonly interval: readonly [number, number];
  /** Of a simulated desk: what it should find. */
  readonly truth: number | null;
}

/** A dot and an interval a row, in the order given; an upright bar marks the truth where it is known. */
export function forest(
  rows: readonly ForestRow[],
  {currency, width, height, what = "Design"}: Size & {currency: string; what?: string},
): TopLevelSpec {
  const money = (v: number) => formatValue(v, "currency", {currency, signed: true});
  const narrow = width < 480;
  const known = rows.some((r) => r.truth !== null);
  const data = rows.map((r) => ({
    label: r.label,
    value: r.value,
    lower: r.interval[0],
    upper: r.interval[1],
    truth: r.truth,
    tone: r.interval[0] > 0 ? "better" : r.interval[1] < 0 ? "worse" : "unclear",
    value_text: money(r.value),
    interval_text: formatInterval(r.interval, "currency", {currency, signed: true}),
    truth_text: r.truth === null ? "not known" : money(r.truth),
  }));
  const y = {
    field: "label",
    type: "nominal",
    sort: null,
    axis: {
      title: null,
      grid: false,
      labelColor: ink.text,
      labelLimit: narrow ? 150 : 280,
      labelExpr: narrow ? "split(replace(datum.label, ' difference', ', difference'), ', ')" : "datum.label",
    },
  } as const;
  const tones = ["better", "worse", "unclear"];
  const color = {
    field: "tone",
    type: "nominal",
    scale: {domain: tones, range: [ink.better, ink.worse, ink.muted]},
    legend: null,
  } as const;
  const tooltip = [
    {field: "label", title: what},
    {field: "value_text", title: "Effect"},
    {field: "interval_text", title: "Interval"},
    ...(known ? [{field: "truth_text", title: "Truth"}] : []),
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
        labelOverlap: true,
      },
    }) as const;
  return layered(
    {width, height: height ?? 40 + 34 * data.length},
    [
      zeroLineX,
      {
        mark: {type: "rule", strokeWidth: 2, tooltip: true},
        encoding: {y, x: x("lower"), x2: {field: "upper"}, color, tooltip},
      },
      {
        mark: {type: "point", filled: true, size: 90, opacity: 1, tooltip: true},
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
      ...(known
        ? [
            {
              transform: [{filter: "isValid(datum.truth)"}],
              mark: {
                type: "tick" as const,
                thickness: 3,
                size: 18,
                opacity: 1,
                color: ink.accent,
                orient: "vertical" as const,
                tooltip: true,
              },
              encoding: {y, x: x("truth"), tooltip},
            },
          ]
        : []),
    ],
    data,
  );
}
