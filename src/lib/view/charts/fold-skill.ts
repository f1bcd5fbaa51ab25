import type {TopLevelSpec} from "vega-lite";
import {formatInterval, formatValue} from "../format.ts";
import {layered, percentLabels, type Size, zeroLine} from "./common.ts";
import {ink} from "./theme.ts";

/** Loss saved in one stretch of time, as a share of the naive rule's. */
export interface SavedRow {
  /** What stands on the axis: "1", "Mar 2025". */
  readonly label: string;
  readonly dates: string;
  readonly n: number;
  readonly saved: number | null;
  readonly interval: readonly [number, number] | null;
}

/**
 * Loss saved by fold or month with its interval: above the line the signal was better than the naive rule. Shape and colour say
 * whether the interval excludes zero.
 */
export function foldSkill(rows: readonly SavedRow[], {axis, width, height = 280}: Size & {axis: string}): TopLevelSpec {
  const data = rows.flatMap(({label, dates, n, saved, interval}) =>
    saved === null
      ? []
      : {
          label,
          dates,
          n,
          saved,
          lower: interval?.[0] ?? saved,
          upper: interval?.[1] ?? saved,
          tone: interval === null ? "unclear" : interval[0] > 0 ? "better" : interval[1] < 0 ? "worse" : "unclear",
          saved_text: formatValue(saved, "share", {signed: true}),
          interval_text: interval === null ? "too few days" : formatInterval(interval, "share", {signed: true}),
        },
  );
  const x = {
    field: "label",
    type: "ordinal",
    sort: null,
    axis: {title: axis, labelAngle: 0, labelOverlap: true},
  } as const;
  const y = (field: string) =>
    ({
      field,
      type: "quantitative",
      axis: {title: null, tickCount: 6, labelExpr: percentLabels},
    }) as const;
  const color = {
    field: "tone",
    type: "nominal",
    scale: {domain: ["better", "worse", "unclear"], range: [ink.better, ink.worse, ink.neutral]},
    legend: null,
  } as const;
  const shape = {
    field: "tone",
    type: "nominal",
    scale: {domain: ["better", "worse", "unclear"], range: ["triangle-up", "triangle-down", "circle"]},
    legend: null,
  } as const;
  const tooltip = [
    {field: "dates", title: "Days"},
    {field: "saved_text", title: "Loss saved"},
    {field: "interval_text", title: "Interval"},
    {field: "n", title: "Rows"},
  ];
  return layered(
    {width, height},
    [
      zeroLine,
      {
        mark: {type: "rule", strokeWidth: 2, tooltip: true},
        encoding: {x, y: y("lower"), y2: {field: "upper"}, color, tooltip},
      },
      {
        mark: {type: "point", filled: true, size: 80, opacity: 1, tooltip: true},
        encoding: {x, y: y("saved"), color, shape, tooltip},
      },
    ],
    data,
  );
}
