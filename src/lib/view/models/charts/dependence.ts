import type {TopLevelSpec} from "vega-lite";
import {type Layer, layered, type Size, zeroLine} from "../../charts/common.ts";
import {ink} from "../../charts/theme.ts";
import {formatValue} from "../../format.ts";
import {along, bySign, named, rowsHeight} from "./axes.ts";

export interface DependencePoint {
  readonly value: number;
  readonly contribution: number;
  /** Whether the companion's value is above its median; null without one. */
  readonly high: boolean | null;
}

export interface DependenceMean {
  readonly at: number;
  readonly mean: number;
  readonly p25: number;
  readonly p75: number;
}

/** Contributions against the feature's values: a point a row, the mean and the middle half of each bin. */
export function dependence(
  points: readonly DependencePoint[],
  means: readonly DependenceMean[],
  {width, height = 320, x: title}: Size & {readonly x: string},
): TopLevelSpec {
  const x = (field: string) => ({...along(field, width, title), scale: {zero: false, nice: false, padding: 8}});
  const y = (field: string) => ({field, type: "quantitative", axis: {title: null, tickCount: 5}}) as const;
  const data = points.map((p) => ({
    ...p,
    tone: p.high === null ? "all" : p.high ? "high" : "low",
    value_text: formatValue(p.value, "ratio"),
    contribution_text: formatValue(p.contribution, "ratio", {signed: true}),
  }));
  const layer: Layer[] = [
    zeroLine,
    {
      data: {values: means as unknown as Record<string, unknown>[]},
      mark: {type: "area", color: ink.accentSoft, opacity: 0.55},
      encoding: {x: x("at"), y: y("p25"), y2: {field: "p75"}},
    },
    {
      mark: {type: "point", filled: true, size: 26, opacity: 0.85, tooltip: true},
      encoding: {
        x: x("value"),
        y: y("contribution"),
        color: {
          field: "tone",
          type: "nominal",
          scale: {domain: ["high", "low", "all"], range: [ink.better, ink.worse, ink.neutral]},
          legend: null,
        },
        tooltip: [
          {field: "value_text", title: title},
          {field: "contribution_text", title: "Contribution"},
        ],
      },
    },
    {
      data: {values: means as unknown as Record<string, unknown>[]},
      mark: {type: "line", color: ink.accent, strokeWidth: 2.5},
      encoding: {x: x("at"), y: y("mean")},
    },
  ];
  return layered({width, height}, layer, data);
}

/** For a categorical feature: the mean contribution of each level. */
export function dependenceLevels(
  levels: readonly {readonly level: string; readonly mean: number; readonly rows: number}[],
  {width, height, title}: Size & {readonly title: string},
): TopLevelSpec {
  const data = levels.map((l) => ({...l, text: formatValue(l.mean, "ratio", {signed: true})}));
  return layered(
    {width, height: height ?? rowsHeight(data.length, width)},
    [
      {
        mark: {type: "bar", height: 12, tooltip: true},
        encoding: {
          y: named("level", width),
          x: along("mean", width, title),
          color: bySign("mean"),
          tooltip: [
            {field: "level", title: "Level"},
            {field: "text", title: "Mean contribution"},
            {field: "rows", title: "Rows"},
          ],
        },
      },
    ],
    data,
  );
}

/** Accumulated local effects: what the output does when this feature alone moves. */
export function localEffects(
  points: readonly {readonly at: number; readonly effect: number}[],
  {width, height = 240, x: title}: Size & {readonly x: string},
): TopLevelSpec {
  const data = points.map((p) => ({
    ...p,
    at_text: formatValue(p.at, "ratio"),
    effect_text: formatValue(p.effect, "ratio", {signed: true}),
  }));
  const x = {...along("at", width, title), scale: {zero: false, nice: false, padding: 8}};
  const y = {field: "effect", type: "quantitative", axis: {title: null, tickCount: 5}} as const;
  const tooltip = [
    {field: "at_text", title: title},
    {field: "effect_text", title: "Effect"},
  ];
  return layered(
    {width, height},
    [
      zeroLine,
      {mark: {type: "line", color: ink.accent, strokeWidth: 2}, encoding: {x, y}},
      {
        mark: {type: "point", filled: true, color: ink.accent, size: 40, opacity: 1, tooltip: true},
        encoding: {x, y, tooltip},
      },
    ],
    data,
  );
}
