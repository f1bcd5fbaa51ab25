import type {TopLevelSpec} from "vega-lite";
import {layered, percentLabels, type Size} from "../../charts/common.ts";
import {ink} from "../../charts/theme.ts";
import {formatValue} from "../../format.ts";
import type {VariancePart} from "../rows.ts";

const colours = [ink.accent, ink.better, ink.worse, ink.neutralSoft];

/** Shares of variance as one bar of a hundred per cent, with what each part is below it. */
export function varianceBar(parts: readonly VariancePart[], {width, height}: Size): TopLevelSpec {
  let from = 0;
  const data = parts.map((part) => {
    const start = from;
    from += part.share;
    return {...part, words: `${part.label}: ${formatValue(part.share, "share")}`, start, end: from};
  });
  const whole: [number, number] = [0, 1];
  const x = {
    field: "start",
    type: "quantitative",
    scale: {domain: whole, nice: false},
    axis: {title: null, tickCount: 5, labelExpr: percentLabels, labelFlush: true},
  } as const;
  return layered(
    {width, height: height ?? 80 + 21 * data.length},
    [
      {
        mark: {type: "bar", height: 34, tooltip: true},
        encoding: {
          x,
          x2: {field: "end"},
          color: {
            field: "words",
            type: "nominal",
            sort: null,
            scale: {domain: data.map((d) => d.words), range: colours.slice(-data.length)},
            legend: {
              orient: "bottom",
              direction: "vertical",
              columns: 1,
              title: null,
              symbolType: "square",
              symbolSize: 130,
              symbolStrokeWidth: 0,
              labelColor: ink.text,
              labelFontSize: 12,
              labelLimit: Math.max(100, width - 22),
              rowPadding: 5,
            },
          },
          tooltip: [
            {field: "label", title: "Part"},
            {field: "words", title: "Share"},
          ],
        },
      },
    ],
    data,
  );
}
