import type {TopLevelSpec} from "vega-lite";
import {domainWithZero, type Layer, layered, percentLabels, type Size, spread, zeroLine} from "../../charts/common.ts";
import {ink} from "../../charts/theme.ts";
import {formatValue} from "../../format.ts";
import type {CurveRow} from "../rows.ts";

const colours = [ink.accent, ink.neutral];

/** R² by days learnt from, one line a learner with its intervals, under the R² that could be had. */
export function learningCurveChart(
  rows: readonly CurveRow[],
  {ceiling, width, height = 300}: Size & {ceiling: {value: number; words: string} | null},
): TopLevelSpec {
  const learners = [...new Set(rows.map((r) => r.learner))];
  const domain = domainWithZero([...rows.flatMap((r) => [r.low, r.high]), ...(ceiling ? [ceiling.value] : [])], 0.12);
  const perPixel = (domain[1] - domain[0]) / Math.max(60, height - 60);
  const most = Math.max(0, ...rows.map((r) => r.days));
  const across: [number, number] = [0, most * 1.02];
  const x = {
    field: "days",
    type: "quantitative",
    scale: {domain: across, nice: false},
    axis: {title: "Training days", tickCount: Math.max(3, Math.floor(width / 110))},
  } as const;
  const y = (field: string) =>
    ({
      field,
      type: "quantitative",
      scale: {domain, nice: false},
      axis: {title: null, tickCount: 5, labelExpr: percentLabels},
    }) as const;
  const tooltip = [
    {field: "learner", title: "Learner"},
    {field: "window", title: "Learnt from"},
    {field: "days", title: "Training days"},
    {field: "value_text", title: "R²"},
    {field: "interval_text", title: "Interval"},
  ];
  const ends = learners.map((learner) => rows.filter((r) => r.learner === learner).at(-1)!);
  const at = spread(
    ends.map((end) => end.high + 12 * perPixel),
    16 * perPixel,
    domain[0] + 8 * perPixel,
    domain[1] - 8 * perPixel,
  );
  const layers: Layer[] = learners.flatMap((learner, k): Layer[] => {
    const own = {values: rows.filter((r) => r.learner === learner)};
    const color = colours[k % colours.length];
    return [
      {
        data: own,
        mark: {type: "rule", color, strokeWidth: 5, opacity: 0.25, strokeCap: "round", tooltip: true},
        encoding: {x, y: y("low"), y2: {field: "high"}, tooltip},
      },
      {data: own, mark: {type: "line", color, strokeWidth: 2}, encoding: {x, y: y("value")}},
      {
        data: own,
        mark: {type: "point", filled: true, color, size: 70, opacity: 1, tooltip: true},
        encoding: {x, y: y("value"), tooltip},
      },
      {
        data: {values: [{days: ends[k].days, at: at[k], words: learner}]},
        mark: {type: "text", align: "right", dx: 4, color, fontWeight: 600},
        encoding: {x, y: y("at"), text: {field: "words"}},
      },
    ];
  });
  const top: Layer[] =
    ceiling === null
      ? []
      : [
          {
            data: {values: [{top: ceiling.value}]},
            mark: {type: "rule", color: ink.text, strokeDash: [5, 3]},
            encoding: {y: y("top")},
          },
          {
            data: {
              values: [
                {days: 0, top: ceiling.value, words: `${ceiling.words}: ${formatValue(ceiling.value, "share")}`},
              ],
            },
            mark: {type: "text", align: "left", baseline: "bottom", dx: 4, dy: -4},
            encoding: {x, y: y("top"), text: {field: "words"}},
          },
        ];
  return layered({width, height}, [zeroLine, ...top, ...layers], rows);
}
