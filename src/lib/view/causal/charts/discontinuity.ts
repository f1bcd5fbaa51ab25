import type {TopLevelSpec} from "vega-lite";
import type {DiscontinuityFigure} from "../../../causal/designs/figures.ts";
import {layered, moneyLabels, percentLabels, type Size} from "../../charts/common.ts";
import {ink} from "../../charts/theme.ts";
import {formatValue} from "../../format.ts";

/** Means of bins of the score around the cut-off: of P&L, or of the share of days with a limit. */
export function discontinuity(
  {bins, cutoff}: DiscontinuityFigure,
  of: "outcome" | "treated",
  {currency, width, height = 260}: Size & {currency: string},
): TopLevelSpec {
  const data = bins.map((b) => ({
    score: b.score,
    value: b[of],
    rows: b.rows,
    text: of === "outcome" ? formatValue(b.outcome, "currency", {currency}) : formatValue(b.treated, "share"),
  }));
  const x = {
    field: "score",
    type: "quantitative",
    scale: {zero: false, nice: false, padding: 8},
    axis: {title: "Score", tickCount: Math.max(4, Math.floor(width / 110)), labelOverlap: true},
  } as const;
  return layered(
    {width, height},
    [
      {
        data: {values: [{score: cutoff}]},
        mark: {type: "rule", color: ink.muted, strokeDash: [4, 3]},
        encoding: {x},
      },
      {
        mark: {type: "point", filled: true, opacity: 0.9, color: ink.accent, tooltip: true},
        encoding: {
          x,
          y: {
            field: "value",
            type: "quantitative",
            axis: {title: null, tickCount: 5, labelExpr: of === "outcome" ? moneyLabels(currency) : percentLabels},
          },
          size: {field: "rows", type: "quantitative", scale: {range: [30, 260]}, legend: null},
          tooltip: [
            {field: "text", title: of === "outcome" ? "Mean net P&L" : "Days with a limit"},
            {field: "rows", title: "Trader-days"},
          ],
        },
      },
    ],
    data,
  );
}
