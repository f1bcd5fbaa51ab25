import type {TopLevelSpec} from "vega-lite";
import {layered, type Size, zeroLineX} from "../../charts/common.ts";
import {ink} from "../../charts/theme.ts";
import {formatValue} from "../../format.ts";
import {along, named, rowsHeight} from "./axes.ts";

export interface Spread {
  readonly term: string;
  /** Mean size. */
  readonly size: number;
  /** At 5, 25, 50, 75 and 95 % of the rows. */
  readonly quantiles: readonly number[];
  readonly direction: number | null;
}

/** How a feature's contributions are spread over the rows: the thin line holds nine tenths of them, the thick one half. */
export function contributions(
  list: readonly Spread[],
  {width, height, title}: Size & {readonly title: string},
): TopLevelSpec {
  const data = list.map(({term, size, quantiles, direction}) => {
    const [p5, p25, p50, p75, p95] = quantiles;
    return {
      term,
      p5,
      p25,
      p50,
      p75,
      p95,
      tone: direction === null || Math.abs(direction) < 0.3 ? "bent" : direction > 0 ? "up" : "down",
      size_text: formatValue(size, "ratio"),
      most: `${formatValue(p5, "ratio", {signed: true})} to ${formatValue(p95, "ratio", {signed: true})}`,
      direction_text: direction === null ? "not defined" : formatValue(direction, "correlation", {signed: true}),
    };
  });
  const y = named("term", width);
  const x = (field: string) => along(field, width, title);
  const color = {
    field: "tone",
    type: "nominal",
    scale: {domain: ["up", "down", "bent"], range: [ink.better, ink.worse, ink.neutral]},
    legend: null,
  } as const;
  const tooltip = [
    {field: "term", title: "Feature"},
    {field: "size_text", title: "Mean size"},
    {field: "most", title: "Nine rows in ten"},
    {field: "direction_text", title: "Correlation with value"},
  ];
  const ends = (from: string, to: string, strokeWidth: number) =>
    ({
      mark: {type: "rule", strokeWidth, tooltip: true},
      encoding: {y, x: x(from), x2: {field: to}, color, tooltip},
    }) as const;
  return layered(
    {width, height: height ?? rowsHeight(data.length, width)},
    [
      zeroLineX,
      ends("p5", "p95", 2),
      ends("p25", "p75", 8),
      {
        mark: {type: "tick", orient: "vertical", thickness: 2, size: 14, color: ink.paper, tooltip: true},
        encoding: {y, x: x("p50"), tooltip},
      },
    ],
    data,
  );
}
