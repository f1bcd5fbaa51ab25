import type {TopLevelSpec} from "vega-lite";
import {type Layer, layered, percentLabels, type Size} from "../../charts/common.ts";
import {ink} from "../../charts/theme.ts";
import {formatValue} from "../../format.ts";
import {hangingBox, labelSides} from "./label-places.ts";

/** A point of the plane of strengths. */
export interface ContourPoint {
  readonly treatment: number;
  readonly outcome: number;
  readonly text: string;
  readonly kind: "feature" | "family" | "value";
  /** Those of 1 × are labelled, as far as there is room. */
  readonly times: number;
  /** What the estimate would be there. */
  readonly estimate: string;
}

/** A point of a line of causes that do the same to the estimate. */
export interface ContourLine {
  readonly line: string;
  readonly kind: "estimate" | "interval";
  readonly treatment: number;
  readonly outcome: number;
  /** What the line says, on its last point, below which it hangs; elsewhere "". */
  readonly text: string;
}

export interface ContourOptions extends Size {
  readonly maxTreatment: number;
  readonly maxOutcome: number;
  readonly points: readonly ContourPoint[];
}

/** Names of the data that change while the chart is looked at: `ContourLine`s, and one {treatment, outcome}. */
export const [linesName, hereName] = ["lines", "here"];

/**
 * Strengths of a hidden cause with the limits (across) and with P&L (up), both on a square-root scale, on which what a cause does is
 * the product of both: lines of one effect, observed features as points, and where the reader is.
 */
export function contour(
  lines: readonly ContourLine[],
  here: {readonly treatment: number; readonly outcome: number},
  {maxTreatment, maxOutcome, points, width, height = 420}: ContourOptions,
): TopLevelSpec {
  const axis = (size: number) => ({
    grid: true,
    gridColor: ink.line,
    values: ticks(size),
    labelExpr: percentLabels,
    labelOverlap: true,
  });
  const x = {
    field: "treatment",
    type: "quantitative",
    scale: {type: "sqrt", domain: [0, maxTreatment] as number[], nice: false},
    axis: {
      ...axis(maxTreatment),
      title: width < 480 ? "Of the limits it explains" : "Share of what is left of the limits that it explains",
    },
  } as const;
  const y = {
    field: "outcome",
    type: "quantitative",
    scale: {type: "sqrt", domain: [0, maxOutcome] as number[], nice: false},
    axis: {
      ...axis(maxOutcome),
      title: width < 480 ? "Of the P&L it explains" : "Share of what is left of the P&L that it explains",
      titleX: 0,
      titleY: -8,
      titleBaseline: "bottom",
    },
  } as const;
  const frame = Math.min(width, 680);
  const [across, up] = [frame - axesWidth, height - axesHeight];
  const inside = points.filter((p) => p.treatment <= maxTreatment && p.outcome <= maxOutcome);
  const placed = (p: {treatment: number; outcome: number}) => ({
    x: Math.sqrt(p.treatment / maxTreatment) * across,
    y: up - Math.sqrt(p.outcome / maxOutcome) * up,
  });
  const sides = labelSides(
    inside.map((p) => ({...placed(p), text: p.times === 1 ? p.text : ""})),
    {width: across, height: up},
    lines.filter((l) => l.text !== "").map((l) => hangingBox(l.text, placed(l).x, placed(l).y)),
  );
  const data = inside.map((p, k) => ({
    ...p,
    side: sides[k],
    treatment_text: formatValue(p.treatment, "share"),
    outcome_text: formatValue(p.outcome, "share"),
  }));
  const tooltip = [
    {field: "text", title: "As strong as"},
    {field: "treatment_text", title: "Of the limits"},
    {field: "outcome_text", title: "Of the P&L"},
    {field: "estimate", title: "Effect then"},
  ];
  const kind = (name: ContourPoint["kind"]) => `datum.kind === '${name}'`;
  // Conditions, not scales: the layers of a chart share theirs.
  const color = {
    condition: [
      {test: kind("feature"), value: ink.better},
      {test: kind("family"), value: ink.neutral},
    ],
    value: ink.text,
  };
  const shape = {
    condition: [
      {test: kind("family"), value: "square"},
      {test: kind("value"), value: "diamond"},
    ],
    value: "circle",
  };
  const size = {condition: {test: "datum.times === 1", value: 70}, value: 24};
  const drawn = {name: linesName, values: lines as unknown as Record<string, unknown>[]};
  return layered(
    {width: frame, height},
    [
      {
        data: drawn,
        transform: [{filter: "datum.kind === 'estimate'"}],
        mark: {type: "line", strokeWidth: 1.5, color: ink.muted, clip: true},
        encoding: {x, y, detail: {field: "line"}},
      },
      {
        data: {name: linesName},
        transform: [{filter: "datum.kind === 'interval'"}],
        mark: {type: "line", strokeWidth: 2, strokeDash: [6, 3], color: ink.worse, clip: true},
        encoding: {x, y, detail: {field: "line"}},
      },
      ...halo({align: "right", baseline: "top", dx: -2, dy: 3, fontSize: 11} as const, ink.muted).map(
        (mark): Layer => ({
          data: {name: linesName},
          transform: [{filter: "datum.text !== ''"}],
          mark,
          encoding: {x, y, text: {field: "text"}},
        }),
      ),
      {
        mark: {type: "point", filled: true, opacity: 1, tooltip: true},
        encoding: {x, y, color, shape, size, tooltip},
      },
      ...(Object.keys(offsets) as (keyof typeof offsets)[]).flatMap((side) =>
        halo({fontSize: 12, ...offsets[side]}, ink.text).map(
          (mark): Layer => ({
            transform: [{filter: `datum.side === '${side}'`}],
            mark,
            encoding: {x, y, text: {field: "text"}},
          }),
        ),
      ),
      {
        data: {name: hereName, values: [{...here}]},
        mark: {
          type: "point",
          filled: true,
          size: 170,
          opacity: 1,
          color: ink.accent,
          stroke: ink.paper,
          strokeWidth: 2,
        },
        encoding: {x, y},
      },
    ],
    data,
  );
}

/** A text twice: first as a rim in the paper's colour, so that lines that pass behind do not run through it. */
function halo<T extends object>(text: T, color: string) {
  return [
    {type: "text", ...text, color: ink.paper, stroke: ink.paper, strokeWidth: 4, strokeJoin: "round"},
    {type: "text", ...text, color},
  ] as const;
}

/** Where a label stands beside its point. */
const offsets = {
  right: {align: "left", dx: 8},
  left: {align: "right", dx: -8},
  above: {align: "center", dy: -13},
  below: {align: "center", dy: 14},
} as const;

/** Pixels that axes take off a chart: as near as it can be known before it is drawn. */
export const [axesWidth, axesHeight] = [44, 70];

/** Round shares, closer together near zero, as the scale has them. */
function ticks(most: number): number[] {
  return [0, 0.02, 0.1, 0.25, 0.5, 0.75, 1].map((share) => Number((share * most).toPrecision(2)));
}
