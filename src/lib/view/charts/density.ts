import type {TopLevelSpec} from "vega-lite";
import type {Tenth} from "../../evaluate/detail/tenths.ts";
import type {Signal} from "../../evaluate/types.ts";
import {formatInterval, formatValue} from "../format.ts";
import type {Density} from "../shape/density.ts";
import {type Layer, layered, moneyLabels, percentLabels, type Size} from "./common.ts";
import {ink} from "./theme.ts";

/**
 * Out-of-sample predictions against what happened: the darker a cell, the more rows. The line is where prediction and outcome
 * are the same; dots are means of tenths of the rows, which lie on it where predictions are right on average.
 */
export function density(
  {x, y, cells}: Density,
  tenths: readonly Tenth[],
  {kind, currency, width, height = 380}: Size & {kind: Signal["kind"]; currency: string},
): TopLevelSpec {
  const money = (v: number) => formatValue(v, "currency", {currency, signed: true});
  const said = (v: number) => (kind === "probability" ? formatValue(v, "share") : money(v));
  const most = cells.reduce((m, [, , count]) => Math.max(m, count), 1);
  const data = cells.map(([i, j, count]) => ({
    x0: x[i],
    x1: x[i + 1],
    y0: y[j],
    y1: y[j + 1],
    shade: 0.06 + 0.84 * Math.sqrt(count / most),
    count,
    predicted: `${said(x[i])} to ${said(x[i + 1])}`,
    happened: `${money(y[j])} to ${money(y[j + 1])}`,
  }));
  const [left, right] = [x[0] ?? 0, x[x.length - 1] ?? 1];
  const [bottom, top] = [y[0] ?? 0, y[y.length - 1] ?? 1];
  const scaleX = {domain: [left, right], nice: false};
  const scaleY = {domain: [bottom, top], nice: false};
  const ex = (field: string) =>
    ({
      field,
      type: "quantitative",
      scale: scaleX,
      axis: {
        title: "Predicted",
        labelExpr: kind === "probability" ? percentLabels : moneyLabels(currency),
        tickCount: Math.max(3, Math.floor(width / 130)),
      },
    }) as const;
  const ey = (field: string) =>
    ({
      field,
      type: "quantitative",
      scale: scaleY,
      axis: {
        title: kind === "probability" ? "Net P&L" : "Happened",
        grid: false,
        labelExpr: moneyLabels(currency),
        tickCount: 6,
        titleAngle: 0,
        titleAlign: "left",
        titleX: 0,
        titleY: -8,
        titleBaseline: "bottom",
      },
    }) as const;
  return layered(
    {width: Math.min(width, 640), height},
    [
      {
        mark: {type: "rect", color: ink.accent, tooltip: true},
        encoding: {
          x: ex("x0"),
          x2: {field: "x1"},
          y: ey("y0"),
          y2: {field: "y1"},
          opacity: {field: "shade", type: "quantitative", scale: null, legend: null},
          tooltip: [
            {field: "predicted", title: "Predicted"},
            {field: "happened", title: "Happened"},
            {field: "count", title: "Rows"},
          ],
        },
      },
      {
        data: {values: [{zero: 0}]},
        mark: {type: "rule", color: ink.muted, strokeWidth: 1, clip: true},
        encoding: {y: ey("zero")},
      },
      ...(kind === "probability"
        ? []
        : identity(ex, ey, {left, right, bottom, top}, kind === "quantile" ? "predicted level" : "as predicted")),
      ...means(tenths, ex, ey, money),
    ],
    data,
  );
}

type Encoding = (field: string) => object;

/** The part of the diagonal that lies inside, with its name at the upper end. */
function identity(
  ex: Encoding,
  ey: Encoding,
  {left, right, bottom, top}: {left: number; right: number; bottom: number; top: number},
  words: string,
): Layer[] {
  const [from, to] = [Math.max(left, bottom), Math.min(right, top)];
  if (!(to > from)) return [];
  return [
    {
      data: {
        values: [
          {at: from, same: from},
          {at: to, same: to},
        ],
      },
      mark: {type: "line", color: ink.text, strokeDash: [5, 3], strokeWidth: 1.5},
      encoding: {x: ex("at"), y: ey("same")},
    },
    {
      data: {values: [{at: to, same: to, words}]},
      mark: {type: "text", align: "right", baseline: "bottom", dx: -6, dy: -8, color: ink.text},
      encoding: {x: ex("at"), y: ey("same"), text: {field: "words"}},
    },
  ] as Layer[];
}

function means(tenths: readonly Tenth[], ex: Encoding, ey: Encoding, money: (v: number) => string): Layer[] {
  const values = tenths.map(({predicted, actual, interval, n}, k) => ({
    predicted,
    actual,
    lower: interval?.[0] ?? actual,
    upper: interval?.[1] ?? actual,
    tenth: k + 1,
    said: money(predicted),
    happened: `${money(actual)}${interval === null ? "" : ` ${formatInterval(interval, "currency", {signed: true})}`}`,
    n,
  }));
  const tooltip = [
    {field: "tenth", title: "Tenth"},
    {field: "said", title: "Predicted, mean"},
    {field: "happened", title: "Happened, mean"},
    {field: "n", title: "Rows"},
  ];
  return [
    {
      data: {values},
      mark: {type: "rule", color: ink.text, strokeWidth: 2, clip: true, tooltip: true},
      encoding: {x: ex("predicted"), y: ey("lower"), y2: {field: "upper"}, tooltip},
    },
    {
      data: {values},
      mark: {
        type: "point",
        filled: true,
        fill: ink.paper,
        stroke: ink.text,
        strokeWidth: 2,
        size: 60,
        opacity: 1,
        clip: true,
        tooltip: true,
      },
      encoding: {x: ex("predicted"), y: ey("actual"), tooltip},
    },
  ] as Layer[];
}
