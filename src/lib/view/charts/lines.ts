import type {TopLevelSpec} from "vega-lite";
import {formatDate, formatValue} from "../format.ts";
import {dateAxis, domainWithZero, type Layer, layered, moneyLabels, type Size, spread, zeroLine} from "./common.ts";
import {ink} from "./theme.ts";

export interface LineSeries {
  /** Field of the rows. */
  readonly key: string;
  /** Written at the end of the line. */
  readonly label: string;
  readonly color: string;
  readonly dash?: readonly number[];
  readonly width?: number;
}

/** Rows over time: `date` (ISO) and one number a series. */
export type TimeRow = Readonly<Record<string, number | string>> & {readonly date: string};

/** Lines over time in money, each labelled at its end with its last value; a tooltip a day. */
export function lines(
  rows: readonly TimeRow[],
  series: readonly LineSeries[],
  {currency, width, height = 340}: Size & {currency: string},
): TopLevelSpec {
  const domain = domainWithZero(series.flatMap((s) => rows.map((r) => Number(r[s.key]))));
  const perPixel = (domain[1] - domain[0]) / Math.max(60, height - 40);
  const last = rows[rows.length - 1];
  const labels = spread(
    series.map((s) => Number(last?.[s.key] ?? 0)),
    32 * perPixel,
    domain[0] + 16 * perPixel,
    domain[1] - 16 * perPixel,
  );
  const money = (v: number | string) => formatValue(Number(v), "currency", {currency, signed: true});
  const data = rows.map((r) => ({
    ...r,
    day: formatDate(r.date),
    ...Object.fromEntries(series.map((s) => [`${s.key}_text`, money(r[s.key])])),
  }));
  const x = {
    field: "date",
    type: "temporal",
    scale: {type: "utc"},
    axis: dateAxis(
      width - 150,
      rows.map((r) => r.date),
    ),
  } as const;
  const y = (key: string) =>
    ({
      field: key,
      type: "quantitative",
      scale: {domain, nice: false},
      axis: {title: null, tickCount: 5, labelExpr: moneyLabels(currency)},
    }) as const;
  const drawn: Layer[] = series.map((s) => ({
    mark: {
      type: "line",
      color: s.color,
      strokeWidth: s.width ?? 2,
      strokeJoin: "round",
      ...(s.dash ? {strokeDash: [...s.dash]} : {}),
    },
    encoding: {x, y: y(s.key)},
  }));
  const ends: Layer[] = series.flatMap((s, k) => [
    {
      data: {values: last === undefined ? [] : [{date: last.date, value: Number(last[s.key])}]},
      mark: {type: "point", filled: true, size: 36, opacity: 1, color: s.color},
      encoding: {x, y: y("value")},
    },
    {
      data: {
        values: last === undefined ? [] : [{date: last.date, at: labels[k], words: [s.label, money(last[s.key])]}],
      },
      mark: {
        type: "text",
        align: "left",
        baseline: "middle",
        dx: 8,
        dy: -7,
        lineHeight: 15,
        color: s.color,
        fontWeight: 600,
      },
      encoding: {x, y: y("at"), text: {field: "words"}},
    },
  ]);
  const hover: Layer = {
    mark: {type: "rule", strokeWidth: Math.max(3, width / Math.max(1, rows.length)), opacity: 0, tooltip: true},
    encoding: {
      x,
      tooltip: [{field: "day", title: "Day"}, ...series.map((s) => ({field: `${s.key}_text`, title: s.label}))],
    },
  };
  return layered({width, height}, [zeroLine, ...drawn, ...ends, hover], data);
}

/** P&L that happened against P&L with the policy, cumulated. */
export const cumulative = (rows: readonly TimeRow[], size: Size & {currency: string}): TopLevelSpec =>
  lines(
    rows,
    rows.every((r) => r.actual === r.policy)
      ? [{key: "actual", label: "Both the same", color: ink.neutral}]
      : [
          {key: "actual", label: "As it was", color: ink.neutral},
          {key: "policy", label: "With policy", color: ink.accent, width: 2.5},
        ],
    size,
  );

/** The difference of the two, cumulated, and its two parts. */
export const decomposition = (rows: readonly TimeRow[], size: Size & {currency: string}): TopLevelSpec =>
  lines(
    rows,
    [
      {key: "delta", label: "Effect", color: ink.text, width: 2.5},
      {key: "derisking", label: "De-risking", color: ink.neutral, dash: [5, 3]},
      {key: "timing", label: "Timing", color: ink.accent},
    ],
    {height: 260, ...size},
  );
