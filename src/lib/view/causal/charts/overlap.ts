import type {TopLevelSpec} from "vega-lite";
import type {OverlapFigure} from "../../../causal/designs/figures.ts";
import {layered, percentLabels, type Size, zeroLineX} from "../../charts/common.ts";
import {ink} from "../../charts/theme.ts";
import {formatValue} from "../../format.ts";
import {named, narrow} from "../../models/charts/axes.ts";

/** Chances of a limit: days with one above the line, days without below, each as a share of its own kind. */
export function overlap({edges, treated, untreated, alpha}: OverlapFigure, {width, height = 260}: Size): TopLevelSpec {
  const total = (counts: readonly number[]) =>
    Math.max(
      1,
      counts.reduce((sum, n) => sum + n, 0),
    );
  const [limited, free] = [total(treated), total(untreated)];
  const data = treated.flatMap((n, k) => {
    const bin = {
      from: edges[k],
      to: edges[k + 1],
      range: `${Math.round(100 * edges[k])} to ${Math.round(100 * edges[k + 1])}\u202f%`,
    };
    return [
      {...bin, share: n / limited, kind: "limited", count: n},
      {...bin, share: -untreated[k] / free, kind: "free", count: untreated[k]},
    ];
  });
  const x = {
    field: "from",
    type: "quantitative",
    scale: {domain: [0, 1] as number[]},
    axis: {title: "Estimated chance of a limit", labelExpr: percentLabels, tickCount: 5},
  } as const;
  const y = {
    field: "share",
    type: "quantitative",
    axis: {title: null, tickCount: 5, labelExpr: "format(100 * abs(datum.value), '~g') + '\u202f%'"},
  } as const;
  return layered(
    {width, height},
    [
      {
        mark: {type: "bar", binSpacing: 1, tooltip: true},
        encoding: {
          x: {...x, bin: {binned: true}},
          x2: {field: "to"},
          y,
          color: {
            field: "kind",
            type: "nominal",
            scale: {domain: ["limited", "free"], range: [ink.accent, ink.neutral]},
            legend: null,
          },
          tooltip: [
            {field: "range", title: "Chance"},
            {field: "kind", title: "Day was"},
            {field: "count", title: "Trader-days"},
          ],
        },
      },
      {
        data: {values: alpha > 0 ? [{from: alpha}, {from: 1 - alpha}] : []},
        mark: {type: "rule", color: ink.muted, strokeDash: [4, 3]},
        encoding: {x},
      },
    ],
    data,
  );
}

export interface BalanceRow {
  readonly name: string;
  readonly before: number | null;
  readonly after: number | null;
}

/** Standardised difference of each feature between limited and free days: hollow before weighting, full after. */
export function balance(rows: readonly BalanceRow[], {width, height}: Size): TopLevelSpec {
  const data = [...rows]
    .sort((a, b) => Math.abs(b.before ?? 0) - Math.abs(a.before ?? 0) || (a.name < b.name ? -1 : 1))
    .flatMap(({name, before, after}) => [
      ...(before === null
        ? []
        : [{name, value: before, when: "before", text: formatValue(before, "ratio", {signed: true})}]),
      ...(after === null
        ? []
        : [{name, value: after, when: "after", text: formatValue(after, "ratio", {signed: true})}]),
    ]);
  const y = named("name", width);
  const x = {
    field: "value",
    type: "quantitative",
    axis: {
      title: null,
      grid: true,
      gridColor: ink.line,
      tickCount: Math.max(3, Math.floor(width / 120)),
      labelExpr: "replace(format(datum.value, '~g'), '-', '\u2212')",
    },
  } as const;
  return layered(
    {width, height: height ?? 40 + (width < narrow ? 30 : 20) * rows.length},
    [
      zeroLineX,
      {
        data: {values: [{value: -0.25}, {value: 0.25}]},
        mark: {type: "rule", color: ink.muted, strokeDash: [4, 3]},
        encoding: {x},
      },
      {
        transform: [{filter: "datum.when === 'before'"}],
        mark: {type: "point", filled: false, size: 50, strokeWidth: 1.5, color: ink.neutral, tooltip: true},
        encoding: {
          x,
          y,
          tooltip: [
            {field: "name", title: "Feature"},
            {field: "text", title: "Before weighting"},
          ],
        },
      },
      {
        transform: [{filter: "datum.when === 'after'"}],
        mark: {type: "point", filled: true, size: 60, opacity: 1, color: ink.accent, tooltip: true},
        encoding: {
          x,
          y,
          tooltip: [
            {field: "name", title: "Feature"},
            {field: "text", title: "After weighting"},
          ],
        },
      },
    ],
    data,
  );
}
