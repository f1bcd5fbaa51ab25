import type {TopLevelSpec} from "vega-lite";
import {domainWithZero, type Layer, layered, type Size, spread, zeroLine} from "../../charts/common.ts";
import {ink} from "../../charts/theme.ts";
import {formatValue} from "../../format.ts";

export interface PathLine {
  readonly term: string;
  /** One a penalty. */
  readonly weights: readonly (number | null)[];
  /** Whether the model gives it a weight. */
  readonly kept: boolean;
}

export interface Path {
  /** Descending. */
  readonly penalties: readonly number[];
  readonly lines: readonly PathLine[];
  readonly chosen: number;
}

/** The weight of each term as the penalty falls from left to right; a line down at the penalty that was chosen. */
export function path({penalties, lines, chosen}: Path, {width, height = 340}: Size): TopLevelSpec {
  const all = lines.flatMap((line) => line.weights.flatMap((w) => w ?? []));
  const domain = domainWithZero(all);
  const perPixel = (domain[1] - domain[0]) / Math.max(60, height - 70);
  const margin = width < 560 ? 110 : 190;
  const labelled = lines.filter((line) => (line.weights.at(-1) ?? 0) !== 0);
  const places = spread(
    labelled.map((line) => line.weights.at(-1) ?? 0),
    15 * perPixel,
    domain[0] + 6 * perPixel,
    domain[1] - 6 * perPixel,
  );
  const data = lines.flatMap((line) =>
    penalties.flatMap((penalty, k) => {
      const weight = line.weights[k];
      return weight === null
        ? []
        : [
            {
              term: line.term,
              kept: line.kept,
              penalty,
              weight,
              penalty_text: formatValue(penalty, "ratio"),
              weight_text: formatValue(weight, "ratio", {signed: true}),
            },
          ];
    }),
  );
  const ends: number[] = [penalties[0], penalties[penalties.length - 1]];
  const x = {
    field: "penalty",
    type: "quantitative",
    scale: {type: "log", domain: ends, nice: false},
    axis: {
      title: "Penalty, falling to the right",
      titleAnchor: "start",
      titleAlign: "left",
      values: decades(ends[1], ends[0]),
      format: "~g",
      labelOverlap: true,
      labelSeparation: 12,
    },
  } as const;
  const y = {
    field: "weight",
    type: "quantitative",
    scale: {domain, nice: false},
    axis: {title: null, tickCount: 5},
  } as const;
  const layer: Layer[] = [
    zeroLine,
    {
      data: {values: [{penalty: chosen}]},
      mark: {type: "rule", color: ink.text, strokeDash: [4, 3]},
      encoding: {x},
    },
    {
      data: {values: [{penalty: chosen, words: "chosen"}]},
      mark: {type: "text", color: ink.text, align: "left", baseline: "top", dx: 5},
      encoding: {x, y: {value: 0}, text: {field: "words"}},
    },
    {
      mark: {type: "line", strokeWidth: 1.6},
      encoding: {
        x,
        y,
        color: {condition: {test: "datum.kept", value: ink.accent}, value: ink.neutralSoft},
        detail: {field: "term"},
      },
    },
    {
      mark: {type: "point", opacity: 0, color: ink.accent, filled: true, size: 60, tooltip: true},
      encoding: {
        x,
        y,
        tooltip: [
          {field: "term", title: "Term"},
          {field: "penalty_text", title: "Penalty"},
          {field: "weight_text", title: "Weight"},
        ],
      },
    },
    {
      data: {
        values: labelled.map((line, k) => ({
          penalty: penalties[penalties.length - 1],
          weight: places[k],
          term: line.term,
          kept: line.kept,
        })),
      },
      mark: {type: "text", align: "left", baseline: "middle", dx: 6, limit: margin - 12, fontSize: 11},
      encoding: {
        x,
        y,
        text: {field: "term"},
        color: {condition: {test: "datum.kept", value: ink.text}, value: ink.muted},
      },
    },
  ];
  const spec = layered({width, height}, layer, data);
  return {...spec, padding: {left: 0, right: margin, top: 4, bottom: 6}} as TopLevelSpec;
}

/** 0.001, 0.01, … between two penalties, and three times each where that gives fewer than three. */
function decades(low: number, high: number): number[] {
  const found: number[] = [];
  for (let power = -12; power <= 12; power++) {
    const ten = Number(`1e${power}`);
    for (const value of [ten, 3 * ten]) if (value >= low && value <= high) found.push(value);
  }
  const tens = found.filter((value) => /^1e|^1$|^10*$|^0\.0*1$/.test(String(value)));
  return tens.length >= 3 ? tens : found;
}
