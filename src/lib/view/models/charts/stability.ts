import type {TopLevelSpec} from "vega-lite";
import {layered, type Size} from "../../charts/common.ts";
import {ink} from "../../charts/theme.ts";
import {formatValue} from "../../format.ts";
import {named, rowsHeight} from "./axes.ts";

export interface FoldShares {
  readonly term: string;
  /** Share of the fold's weights by size, one a fold. */
  readonly shares: readonly (number | null)[];
}

/** A cell a feature and fold, stronger the more of the model it was: rows of even tone are features that all folds rely on. */
export function stability(list: readonly FoldShares[], {width, height}: Size): TopLevelSpec {
  const most = list.reduce((m, f) => f.shares.reduce<number>((n, s) => Math.max(n, s ?? 0), m), 0);
  const data = list.flatMap(({term, shares}) =>
    shares.map((share, fold) => ({
      term,
      fold: fold + 1,
      strength: most > 0 ? (share ?? 0) / most : 0,
      share_text: share === null ? "not available" : formatValue(share, "share"),
    })),
  );
  const x = {
    field: "fold",
    type: "ordinal",
    scale: {paddingInner: 0.04},
    axis: {title: "Fold", titleAnchor: "start", titleAlign: "left", labelAngle: 0, labelOverlap: true},
  } as const;
  const tooltip = [
    {field: "term", title: "Feature"},
    {field: "fold", title: "Fold"},
    {field: "share_text", title: "Share of the model"},
  ];
  return layered(
    {width, height: height ?? rowsHeight(list.length, width)},
    [
      {mark: {type: "rect", color: ink.line, opacity: 0.6}, encoding: {x, y: named("term", width)}},
      {
        mark: {type: "rect", color: ink.accent, tooltip: true},
        encoding: {
          x,
          y: named("term", width),
          opacity: {field: "strength", type: "quantitative", scale: {domain: [0, 1], range: [0, 1]}, legend: null},
          tooltip,
        },
      },
    ],
    data,
  );
}
