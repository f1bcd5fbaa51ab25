import type {TopLevelSpec} from "vega-lite";
import {formatValue} from "../format.ts";
import {layered, moneyLabels, type Size, zeroLine} from "./common.ts";
import {ink} from "./theme.ts";

export interface DecileRow {
  /** 1: the tenth of rows that the signal calls best; 10: worst. */
  readonly decile: number;
  readonly n: number;
  readonly mean: number;
  readonly lower: number;
  readonly upper: number;
}

/** Mean P&L of each tenth of rows, from what the signal calls best to worst; the line spans the middle half of the rows. */
export function deciles(
  rows: readonly DecileRow[],
  {currency, width, height = 280}: Size & {currency: string},
): TopLevelSpec {
  const money = (v: number) => formatValue(v, "currency", {currency, signed: true});
  const data = rows.map((r) => ({...r, mean_text: money(r.mean), half: `${money(r.lower)} to ${money(r.upper)}`}));
  const x = {
    field: "decile",
    type: "ordinal",
    axis: {
      title: width < 500 ? "Tenths of rows, best to worst" : "Tenths of rows, from what the signal calls best to worst",
      labelAngle: 0,
    },
  } as const;
  const y = (field: string) =>
    ({field, type: "quantitative", axis: {title: null, tickCount: 5, labelExpr: moneyLabels(currency)}}) as const;
  const tooltip = [
    {field: "decile", title: "Tenth"},
    {field: "mean_text", title: "Mean"},
    {field: "half", title: "Middle half"},
    {field: "n", title: "Rows"},
  ];
  return layered(
    {width, height},
    [
      {
        mark: {type: "rule", strokeWidth: 6, color: ink.neutralSoft, strokeCap: "round", tooltip: true},
        encoding: {x, y: y("lower"), y2: {field: "upper"}, tooltip},
      },
      zeroLine,
      {
        mark: {type: "point", filled: true, size: 90, opacity: 1, color: ink.accent, tooltip: true},
        encoding: {x, y: y("mean"), tooltip},
      },
    ],
    data,
  );
}
