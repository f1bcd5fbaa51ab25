import type {TopLevelSpec} from "vega-lite";
import {layered, type Size, zeroLineX} from "../../charts/common.ts";
import {ink} from "../../charts/theme.ts";
import {formatInterval, formatValue} from "../../format.ts";
import {along, named, rowsHeight} from "./axes.ts";

export interface Rise {
  readonly term: string;
  readonly rise: number;
  readonly interval: readonly [number | null, number | null];
  /** Share of rows whose value a shuffle changes. */
  readonly moved: number;
}

/** A dot and its interval a feature: by how much the loss rises when its values are shuffled. Filled where above zero for sure. */
export function permutation(
  list: readonly Rise[],
  {width, height, title}: Size & {readonly title: string},
): TopLevelSpec {
  const data = list.map(({term, rise, interval: [lower, upper], moved}) => ({
    term,
    rise,
    lower: lower ?? rise,
    upper: upper ?? rise,
    tone: lower !== null && lower > 0 ? "sure" : "unclear",
    rise_text: formatValue(rise, "ratio", {signed: true}),
    interval_text:
      lower === null || upper === null ? "not available" : formatInterval([lower, upper], "ratio", {signed: true}),
    moved_text: formatValue(moved, "share"),
  }));
  const y = named("term", width);
  const x = (field: string) => along(field, width, title);
  const color = {
    field: "tone",
    type: "nominal",
    scale: {domain: ["sure", "unclear"], range: [ink.accent, ink.neutral]},
    legend: null,
  } as const;
  const tooltip = [
    {field: "term", title: "Feature"},
    {field: "rise_text", title: "Rise of the loss"},
    {field: "interval_text", title: "Interval"},
    {field: "moved_text", title: "Rows changed"},
  ];
  return layered(
    {width, height: height ?? rowsHeight(data.length, width)},
    [
      zeroLineX,
      {
        mark: {type: "rule", strokeWidth: 2, tooltip: true},
        encoding: {y, x: x("lower"), x2: {field: "upper"}, color, tooltip},
      },
      {
        mark: {type: "point", filled: true, size: 70, opacity: 1, tooltip: true},
        encoding: {y, x: x("rise"), color, tooltip},
      },
    ],
    data,
  );
}
