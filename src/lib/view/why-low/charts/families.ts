import type {TopLevelSpec} from "vega-lite";
import {type Layer, layered, percentLabels, type Size, zeroLineX} from "../../charts/common.ts";
import {ink} from "../../charts/theme.ts";
import type {FamilyRow} from "../rows.ts";

/** R² with each family alone (filled) and lost without it (hollow), with intervals, two rows a family. */
export function familyBars(rows: readonly FamilyRow[], {width, height}: Size): TopLevelSpec {
  const families = [...new Set(rows.map((r) => r.family))];
  const y = {
    field: "family",
    type: "nominal",
    sort: families,
    axis: {title: null, grid: false, labelColor: ink.text, labelLimit: width < 500 ? 110 : 200},
  } as const;
  const x = (field: string) =>
    ({
      field,
      type: "quantitative",
      axis: {
        title: "R²",
        grid: true,
        gridColor: ink.line,
        tickCount: Math.max(3, Math.floor(width / 130)),
        labelExpr: percentLabels,
      },
    }) as const;
  const yOffset = {field: "kind", type: "nominal", sort: null, scale: {paddingOuter: 0.4}} as const;
  const color = {
    field: "kind",
    type: "nominal",
    scale: {domain: ["R² with it alone", "R² lost without it"], range: [ink.accent, ink.neutral]},
    legend: null,
  } as const;
  const tooltip = [
    {field: "family", title: "Family"},
    {field: "kind", title: "What"},
    {field: "value_text", title: "R²"},
    {field: "interval_text", title: "Interval"},
    {field: "features", title: "Features"},
  ];
  const dot = (kind: FamilyRow["kind"], filled: boolean): Layer => ({
    transform: [{filter: {field: "kind", equal: kind}}],
    mark: {
      type: "point",
      filled: true,
      fill: filled ? ink.accent : ink.paper,
      stroke: filled ? ink.accent : ink.neutral,
      strokeWidth: 2,
      size: 75,
      opacity: 1,
      tooltip: true,
    },
    encoding: {y, yOffset, x: x("value"), tooltip},
  });
  return layered(
    {width, height: height ?? 60 + 44 * families.length},
    [
      zeroLineX,
      {
        mark: {type: "rule", strokeWidth: 5, opacity: 0.3, strokeCap: "round", tooltip: true},
        encoding: {y, yOffset, x: x("low"), x2: {field: "high"}, color, tooltip},
      },
      dot("R² with it alone", true),
      dot("R² lost without it", false),
    ],
    rows,
  );
}
