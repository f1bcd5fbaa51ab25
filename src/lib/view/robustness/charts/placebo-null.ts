import type {TopLevelSpec} from "vega-lite";
import type {Placebo} from "../../../robustness/placebo/types.ts";
import {layered, moneyLabels, type Size} from "../../charts/common.ts";
import {histogram} from "../../charts/shift-null.ts";
import {ink} from "../../charts/theme.ts";
import {formatInterval, formatValue} from "../../format.ts";

/** How the draws of a placebo are spread, and where the real estimate lies; coloured are those at least as extreme. */
export function placeboNull(
  {observed, drawn, unit, of}: Pick<Placebo, "drawn" | "unit" | "of"> & {readonly observed: number},
  {currency, width, height = 230}: Size & {currency: string},
): TopLevelSpec {
  const options = {currency, signed: true, bare: true};
  const twoSided = of === "causal";
  const beyond = (from: number, to: number) =>
    twoSided ? from >= Math.abs(observed) || to <= -Math.abs(observed) : from >= observed;
  const bins = histogram(drawn, observed, width < 500 ? 21 : 35).map((b) => ({
    ...b,
    beyond: beyond(b.from, b.to),
    range: formatInterval([b.from, b.to], unit, options),
  }));
  const top = 1.25 * bins.reduce((most, b) => Math.max(most, b.count), 1);
  const counts: number[] = [0, top];
  const x = (field: string) =>
    ({
      field,
      type: "quantitative",
      axis: {
        title: unit === "statistic" ? "Effect in its own standard errors" : "Timing",
        tickCount: Math.max(3, Math.floor(width / 130)),
        ...(unit === "statistic" ? {format: "~g"} : {labelExpr: moneyLabels(currency)}),
      },
      scale: {zero: false},
    }) as const;
  const y = {
    field: "count",
    type: "quantitative",
    scale: {domain: counts},
    axis: {title: null, labels: false, grid: false},
  } as const;
  const here = {values: [{observed, top, words: ["As it was", formatValue(observed, unit, options)]}]};
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
            {field: "range", title: unit === "statistic" ? "Standard errors" : "Timing"},
            {field: "count", title: "Draws"},
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
