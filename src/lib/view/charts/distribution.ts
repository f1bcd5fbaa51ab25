import type {TopLevelSpec} from "vega-lite";
import {formatValue} from "../format.ts";
import {layered, moneyLabels, type Size, zeroLineX} from "./common.ts";
import {ink} from "./theme.ts";

export interface NetBin {
  readonly from: number;
  readonly to: number;
  readonly count: number;
  /** The first and last bin also hold all that lies beyond them. */
  readonly open: "below" | "above" | null;
}

/** How net P&L of a trader-day is spread; the outer bars hold the tails. */
export function distribution(
  bins: readonly NetBin[],
  {currency, width, height = 240}: Size & {currency: string},
): TopLevelSpec {
  const money = (v: number) => formatValue(v, "currency", {currency, signed: true});
  const data = bins.map((b) => ({
    ...b,
    range:
      b.open === "below"
        ? `below ${money(b.to)}`
        : b.open === "above"
          ? `${money(b.from)} and above`
          : `${money(b.from)} to ${money(b.to)}`,
    count_text: formatValue(b.count, "count"),
  }));
  return layered(
    {width, height},
    [
      {
        mark: {type: "bar", binSpacing: 1, tooltip: true},
        encoding: {
          x: {
            field: "from",
            type: "quantitative",
            axis: {
              title: "Net P&L of a trader-day",
              tickCount: Math.max(3, Math.floor(width / 110)),
              labelExpr: moneyLabels(currency),
            },
          },
          x2: {field: "to"},
          y2: {datum: 0},
          y: {
            field: "count",
            type: "quantitative",
            axis: {title: "Trader-days", tickCount: 4, titleX: 0, titleY: -8, titleBaseline: "bottom"},
          },
          color: {condition: {test: "datum.open !== null", value: ink.neutral}, value: ink.neutralSoft},
          tooltip: [
            {field: "range", title: "Net P&L"},
            {field: "count_text", title: "Trader-days"},
          ],
        },
      },
      zeroLineX,
    ],
    data,
  );
}
