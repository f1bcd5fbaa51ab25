import type {TopLevelSpec} from "vega-lite";
import {layered, percentLabels, type Size} from "../charts/common.ts";
import {ink} from "../charts/theme.ts";
import {formatInterval, formatValue} from "../format.ts";

export interface CoverageDot {
  readonly method: string;
  readonly world: "no effect" | "with the effect";
  readonly coverage: number;
  readonly interval: readonly [number, number];
  readonly draws: number;
}

/** Coverage of each method with its exact interval: hollow on twins without an effect, full with one; a line at what is promised. */
export function coverageDots(dots: readonly CoverageDot[], level: number, {width, height}: Size): TopLevelSpec {
  const data = dots.map((d) => ({
    ...d,
    label: broken(d.method, width < 600 ? 18 : 40),
    lower: d.interval[0],
    upper: d.interval[1],
    held: `${formatValue(d.coverage, "share")} ${formatInterval(d.interval, "share")}`,
    twins: formatValue(d.draws, "count"),
    tone: d.interval[1] < level ? "short" : "fine",
  }));
  const methods = new Set(dots.map((d) => d.method)).size;
  const lowest = Math.min(0.6, ...dots.map((d) => d.interval[0]));
  // a label of several lines begins at its row's middle: it is raised by half of the lines after the first
  const lines = "length(split(datum.value, '|'))";
  const raised = {
    condition: [
      {test: `${lines} > 2`, value: -13},
      {test: `${lines} > 1`, value: -6.5},
    ],
    value: 0,
  };
  const y = {
    field: "label",
    type: "nominal",
    sort: null,
    axis: {
      labelExpr: "split(datum.value, '|')",
      labelOffset: raised,
      title: null,
      grid: false,
      labelColor: ink.text,
      labelLimit: 260,
    },
  } as const;
  const yOffset = {field: "world", type: "nominal", sort: ["no effect", "with the effect"]} as const;
  const x = (field: string) =>
    ({
      field,
      type: "quantitative",
      scale: {domain: [Math.floor(10 * lowest) / 10, 1] as number[], nice: false, zero: false},
      axis: {
        title: null,
        grid: true,
        gridColor: ink.line,
        tickCount: Math.max(3, Math.floor(width / 110)),
        labelExpr: percentLabels,
      },
    }) as const;
  const color = {
    field: "tone",
    type: "nominal",
    scale: {domain: ["fine", "short"], range: [ink.accent, ink.worse]},
    legend: null,
  } as const;
  const tooltip = [
    {field: "method", title: "Method"},
    {field: "world", title: "Twins"},
    {field: "held", title: "Held the truth"},
    {field: "twins", title: "Number of twins"},
  ];
  return layered(
    {width, height: height ?? 40 + 44 * methods},
    [
      {
        data: {values: [{promised: level}]},
        mark: {type: "rule", color: ink.text, strokeDash: [4, 3], strokeWidth: 1},
        encoding: {x: x("promised")},
      },
      {
        mark: {type: "rule", strokeWidth: 2, tooltip: true},
        encoding: {y, yOffset, x: x("lower"), x2: {field: "upper"}, color, tooltip},
      },
      {
        mark: {type: "point", size: 70, opacity: 1, strokeWidth: 2, tooltip: true},
        encoding: {
          ...{y, yOffset, x: x("coverage"), color, tooltip},
          fill: {
            condition: {test: "datum.world == 'no effect'", value: ink.paper},
            ...{
              field: "tone",
              type: "nominal",
              scale: {domain: ["fine", "short"], range: [ink.accent, ink.worse]},
              legend: null,
            },
          },
        },
      },
    ],
    data,
  );
}

/** Words in lines of about so many letters, for an axis to break at "|". */
function broken(text: string, letters: number): string {
  const lines: string[] = [];
  for (const word of text.split(" "))
    if (lines.length > 0 && `${lines[lines.length - 1]} ${word}`.length <= letters)
      lines[lines.length - 1] += ` ${word}`;
    else lines.push(word);
  return lines.join("|");
}
