import type {TopLevelSpec} from "vega-lite";
import type {ComputedCurve, Specification} from "../../../robustness/stability/types.ts";
import {moneyLabels, type Size} from "../../charts/common.ts";
import {ink} from "../../charts/theme.ts";
import {formatInterval, formatValue} from "../../format.ts";

/** A specification at its place in the curve. */
export interface CurvePoint {
  readonly place: number;
  readonly label: string;
  readonly choice: string;
  readonly tone: "reported" | "better" | "worse" | "unclear";
}

/** Choices of these kinds share a row of the matrix: one each would be a row a trader. */
const together = new Set<Specification["axis"]>(["leave one trader out", "leave one month out"]);
export const rowHeight = 15;

/** Specifications with an estimate, smallest first, and the rows of the matrix below them in the order of the specifications. */
export function curvePoints(
  {specifications}: Pick<ComputedCurve, "specifications">,
  narrow: boolean,
): {points: (CurvePoint & Specification & {readonly estimate: number})[]; choices: string[]} {
  const choiceOf = (s: Specification) =>
    narrow || together.has(s.axis) ? sentence(s.axis) : s.label.replace(/ \(.*\)$/, "");
  const choices = [...new Set(specifications.map(choiceOf))];
  const points = specifications
    .filter((s): s is Specification & {readonly estimate: number} => s.estimate !== null)
    .sort((a, b) => a.estimate - b.estimate || (a.id < b.id ? -1 : 1))
    .map((s, place) => ({...s, place, choice: choiceOf(s), tone: toneOf(s)}));
  return {points, choices};
}

function toneOf({axis, interval}: Specification): CurvePoint["tone"] {
  if (axis === "as reported") return "reported";
  if (interval === null) return "unclear";
  return interval[0] > 0 ? "better" : interval[1] < 0 ? "worse" : "unclear";
}

const sentence = (text: string) => text.charAt(0).toUpperCase() + text.slice(1);

/** Estimates in order of size with their intervals above, and below which choice each of them makes otherwise. */
export function specificationCurve(curve: ComputedCurve, {currency, width}: Size & {currency: string}): TopLevelSpec {
  const narrow = width < 640;
  const {points, choices} = curvePoints(curve, narrow);
  const money = {currency, signed: true};
  const data = points.map((p) => ({
    place: p.place,
    choice: p.choice,
    tone: p.tone,
    estimate: p.estimate,
    lower: p.interval?.[0] ?? p.estimate,
    upper: p.interval?.[1] ?? p.estimate,
    label_text: p.label,
    value_text: formatValue(p.estimate, "currency", money),
    interval_text: p.interval === null ? "not available" : formatInterval(p.interval, "currency", money),
  }));
  const side = narrow ? 132 : 300;
  const plot = Math.max(60, width - side - 12);
  const tones = ["reported", "better", "worse", "unclear"];
  const color = {
    field: "tone",
    type: "nominal",
    scale: {domain: tones, range: [ink.accent, ink.better, ink.worse, ink.muted]},
    legend: null,
  } as const;
  const shape = {
    field: "tone",
    type: "nominal",
    scale: {domain: tones, range: ["diamond", "triangle-up", "triangle-down", "circle"]},
    legend: null,
  } as const;
  const places: number[] = [-1, data.length];
  const x = {
    field: "place",
    type: "quantitative",
    axis: null,
    scale: {domain: places, nice: false},
  } as const;
  const extent = {minExtent: side, maxExtent: side, titlePadding: 0} as const;
  const y = (field: string) =>
    ({
      field,
      type: "quantitative",
      axis: {title: null, labelExpr: moneyLabels(currency), tickCount: 5, ...extent},
    }) as const;
  const tooltip = [
    {field: "label_text", title: "Specification"},
    {field: "value_text", title: "Estimate"},
    {field: "interval_text", title: "Interval"},
  ];
  const size = Math.max(12, Math.min(50, (plot / data.length) ** 2));
  const sized = {condition: {test: "datum.tone === 'reported'", value: 110}, value: size} as const;
  return {
    $schema: "https://vega.github.io/schema/vega-lite/v6.json",
    padding: {left: 0, right: 4, top: 4, bottom: 6},
    data: {values: data},
    spacing: 6,
    vconcat: [
      {
        width: plot,
        height: 200,
        layer: [
          {
            data: {values: [{zero: 0}]},
            mark: {type: "rule", color: ink.muted},
            encoding: {y: {field: "zero", type: "quantitative"}},
          },
          {
            data: {values: [{reported: curve.estimate}]},
            mark: {type: "rule", color: ink.accent, strokeDash: [4, 3]},
            encoding: {y: {field: "reported", type: "quantitative"}},
          },
          {
            mark: {type: "rule", strokeWidth: Math.max(1, Math.min(2, plot / data.length / 3)), tooltip: true},
            encoding: {x, y: y("lower"), y2: {field: "upper"}, color, tooltip},
          },
          {
            mark: {type: "point", filled: true, opacity: 1, tooltip: true},
            encoding: {x, y: y("estimate"), color, shape, size: sized, tooltip},
          },
        ],
      },
      {
        width: plot,
        height: rowHeight * choices.length,
        mark: {type: "point", filled: true, opacity: 1, tooltip: true},
        encoding: {
          x,
          y: {
            field: "choice",
            type: "nominal",
            scale: {domain: choices},
            axis: {
              title: null,
              grid: true,
              gridColor: ink.line,
              labelColor: ink.text,
              labelLimit: side - 8,
              labelFontSize: narrow ? 11 : 12,
              ...extent,
            },
          },
          color,
          shape,
          size: sized,
          tooltip,
        },
      },
    ],
  };
}
