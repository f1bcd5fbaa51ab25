import type {TopLevelSpec} from "vega-lite";
import type {DoseFigure} from "../../../causal/designs/figures.ts";
import {layered, moneyLabels, percentLabels, type Size} from "../../charts/common.ts";
import {ink} from "../../charts/theme.ts";
import {formatInterval, formatValue} from "../../format.ts";

/** Effect of a cut by how much size it takes away, with the band of the whole curve; zero at the reference. */
export function dose(
  {points, reference}: DoseFigure,
  {currency, width, height = 280}: Size & {currency: string},
): TopLevelSpec {
  const money = {currency, signed: true};
  const data = points.map(({cut, effect, interval: [lower, upper]}) => ({
    ...{cut, effect, lower, upper},
    text: formatValue(effect, "currency", money),
    band: formatInterval([lower, upper], "currency", money),
    size: formatValue(cut, "share"),
  }));
  const x = {
    field: "cut",
    type: "quantitative",
    scale: {zero: false, nice: false, padding: 8},
    axis: {title: "Size taken away", tickCount: Math.max(4, Math.floor(width / 110)), labelExpr: percentLabels},
  } as const;
  const axis = {title: null, tickCount: 5, labelExpr: moneyLabels(currency)};
  return layered(
    {width, height},
    [
      {
        data: {values: [{effect: 0}]},
        mark: {type: "rule", color: ink.muted},
        encoding: {y: {field: "effect", type: "quantitative"}},
      },
      {
        data: {values: [{cut: reference}]},
        mark: {type: "rule", color: ink.muted, strokeDash: [4, 3]},
        encoding: {x},
      },
      {
        mark: {type: "area", color: ink.accent, opacity: 0.18},
        encoding: {x, y: {field: "lower", type: "quantitative", axis}, y2: {field: "upper"}},
      },
      {
        mark: {type: "line", color: ink.accent, strokeWidth: 2, point: true, tooltip: true},
        encoding: {
          x,
          y: {field: "effect", type: "quantitative", axis},
          tooltip: [
            {field: "size", title: "Size taken away"},
            {field: "text", title: "Effect"},
            {field: "band", title: "Band"},
          ],
        },
      },
    ],
    data,
  );
}
