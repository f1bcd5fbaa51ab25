import type {TopLevelSpec} from "vega-lite";
import {type Layer, layered, percentLabels, type Size} from "../../charts/common.ts";
import {ink} from "../../charts/theme.ts";
import {formatValue} from "../../format.ts";
import type {PowerRow} from "../rows.ts";

const series = {
  attainable: {words: "the best possible", color: ink.neutral},
  seen: {words: "as good as seen", color: ink.accent},
} as const;

/** Chance of seeing the skill, by number of days, with the days there are and the power that is asked for. */
export function powerChart(
  rows: readonly PowerRow[],
  {days, power, width, height = 300}: Size & {days: number; power: number},
): TopLevelSpec {
  const data = rows.map((r) => ({
    ...r,
    model: series[r.series].words,
    power_text: formatValue(r.power, "share"),
    days_text: formatValue(r.days, "count"),
  }));
  const all = rows.map((r) => r.days);
  const across: [number, number] = [Math.min(days, ...all), Math.max(days, ...all)];
  const late = days > 1000;
  const ticks = [20, 50, 100, 250, 500, 1000, 2500, 5000];
  const whole: [number, number] = [0, 1];
  const x = {
    field: "days",
    type: "quantitative",
    scale: {type: "log", domain: across, nice: false},
    axis: {
      title: "Trading days judged (logarithmic scale)",
      values: ticks,
      labelOverlap: true,
      format: ",d",
    },
  } as const;
  const y = (field: string) =>
    ({
      field,
      type: "quantitative",
      scale: {domain: whole, nice: false},
      axis: {title: null, tickCount: 5, labelExpr: percentLabels},
    }) as const;
  const tooltip = [
    {field: "model", title: "A model"},
    {field: "days_text", title: "Days"},
    {field: "power_text", title: "Chance to see it"},
  ];
  const lines = (["attainable", "seen"] as const).flatMap((key): Layer[] => {
    const own = data.filter((r) => r.series === key);
    if (own.length === 0) return [];
    const {color} = series[key];
    return [
      {
        data: {values: own},
        mark: {type: "line", color, strokeWidth: 2.5, strokeDash: key === "seen" ? [1, 0] : [6, 3]},
        encoding: {x, y: y("power")},
      },
      {
        data: {values: own},
        mark: {type: "point", filled: true, color, size: 40, opacity: 0, tooltip: true},
        encoding: {x, y: y("power"), tooltip},
      },
    ];
  });
  return layered(
    {width, height},
    [
      {
        data: {values: [{at: power}]},
        mark: {type: "rule", color: ink.muted, strokeDash: [2, 3]},
        encoding: {y: y("at")},
      },
      {data: {values: [{days}]}, mark: {type: "rule", color: ink.text}, encoding: {x}},
      {
        data: {values: [{days, at: 0, words: "days so far"}]},
        mark: {type: "text", align: late ? "right" : "left", baseline: "bottom", dx: late ? -5 : 5, dy: -4},
        encoding: {x, y: y("at"), text: {field: "words"}},
      },
      ...lines,
    ],
    data,
  );
}
