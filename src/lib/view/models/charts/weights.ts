import type {TopLevelSpec} from "vega-lite";
import {layered, type Size, zeroLineX} from "../../charts/common.ts";
import {formatValue} from "../../format.ts";
import {along, bySign, named, rowsHeight} from "./axes.ts";

export interface Weight {
  readonly term: string;
  readonly weight: number;
}

/** A bar a term from zero to its weight, largest first. */
export function weights(
  list: readonly Weight[],
  {width, height, title}: Size & {readonly title: string},
): TopLevelSpec {
  const data = list.map((w) => ({...w, text: formatValue(w.weight, "ratio", {signed: true})}));
  return layered(
    {width, height: height ?? rowsHeight(data.length, width)},
    [
      zeroLineX,
      {
        mark: {type: "bar", height: 12, tooltip: true},
        encoding: {
          y: named("term", width),
          x: along("weight", width, title),
          color: bySign("weight"),
          tooltip: [
            {field: "term", title: "Term"},
            {field: "text", title: "Weight"},
          ],
        },
      },
    ],
    data,
  );
}
