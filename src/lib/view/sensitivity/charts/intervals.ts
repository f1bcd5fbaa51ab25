import type {TopLevelSpec} from "vega-lite";
import {layered, moneyLabels, type Size, zeroLineX} from "../../charts/common.ts";
import {ink} from "../../charts/theme.ts";

/** An estimate with its interval. */
export interface IntervalRow {
  readonly label: string;
  readonly value: number;
  readonly lower: number;
  readonly upper: number;
}

export interface IntervalOptions extends Size {
  readonly currency: string;
  /** Of the axis: wide enough for all that the sliders reach, so that it stands still. */
  readonly domain: readonly [number, number];
}

/** Name of the data that change: rows of the same labels. */
export const movedName = "moved";

/** Two estimates: hollow and grey as published, full and coloured with the hidden cause taken out. */
export function intervals(
  published: readonly IntervalRow[],
  moved: readonly IntervalRow[],
  {currency, domain, width, height}: IntervalOptions,
): TopLevelSpec {
  const x = (field: string) =>
    ({
      field,
      type: "quantitative",
      scale: {domain: [...domain] as number[], nice: false, zero: false},
      axis: {
        title: null,
        grid: true,
        gridColor: ink.line,
        tickCount: Math.max(3, Math.floor(width / 130)),
        labelExpr: moneyLabels(currency),
        labelOverlap: true,
      },
    }) as const;
  const y = {
    field: "label",
    type: "nominal",
    sort: null,
    axis: {
      title: null,
      grid: false,
      labelColor: ink.text,
      labelLimit: width < 480 ? 110 : 220,
      labelExpr: width < 480 ? "split(datum.label, ' ')" : "datum.label",
    },
  } as const;
  return layered(
    {width, height: height ?? 46 + 58 * published.length},
    [
      zeroLineX,
      {
        mark: {type: "rule", strokeWidth: 2, color: ink.neutralSoft, yOffset: -9},
        encoding: {y, x: x("lower"), x2: {field: "upper"}},
      },
      {
        mark: {
          type: "point",
          filled: true,
          fill: ink.paper,
          stroke: ink.neutral,
          strokeWidth: 2,
          size: 70,
          opacity: 1,
          yOffset: -9,
        },
        encoding: {y, x: x("value")},
      },
      {
        data: {name: movedName, values: moved as unknown as Record<string, unknown>[]},
        mark: {type: "rule", strokeWidth: 3, color: ink.accent, clip: true, yOffset: 9},
        encoding: {y, x: x("lower"), x2: {field: "upper"}},
      },
      {
        data: {name: movedName},
        mark: {type: "point", filled: true, size: 90, opacity: 1, color: ink.accent, clip: true, yOffset: 9},
        encoding: {y, x: x("value")},
      },
    ],
    // Not the same rows as the moved ones, which are alike at first: equal data would be made one.
    published.map((row) => ({...row, published: true})),
  );
}
