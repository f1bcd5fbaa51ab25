import type {TopLevelSpec} from "vega-lite";
import {formatDate, formatValue} from "../format.ts";
import {layered, type Size} from "./common.ts";
import {ink} from "./theme.ts";

export interface CoverageCell {
  /** A trader, or a group of traders where there are many. */
  readonly who: string;
  readonly from: string;
  readonly to: string;
  /** Rows found, and rows there could be. */
  readonly rows: number;
  readonly possible: number;
}

/** Who has data when: a cell a trader and a stretch of days, darker the fuller. */
export function coverage(cells: readonly CoverageCell[], {width, height}: Size): TopLevelSpec {
  const data = cells.map((c) => ({
    ...c,
    level: c.rows === 0 ? "none" : c.rows < c.possible ? "some" : "all",
    dates: c.from === c.to ? formatDate(c.from) : `${formatDate(c.from)} to ${formatDate(c.to)}`,
    found: `${formatValue(c.rows, "count")} of ${formatValue(c.possible, "count")}`,
  }));
  const who = new Set(cells.map((c) => c.who)).size;
  return layered(
    {width, height: height ?? 40 + 18 * who},
    [
      {
        mark: {type: "rect", stroke: ink.paper, strokeWidth: 1, tooltip: true},
        encoding: {
          x: {
            field: "from",
            type: "ordinal",
            scale: {padding: 0},
            axis: {
              title: null,
              labelOverlap: true,
              labelFlush: true,
              orient: "top",
              labelExpr: "utcFormat(utcParse(datum.value, '%Y-%m-%d'), '%-d %b %Y')",
              labelAngle: 0,
              labelSeparation: 24,
            },
          },
          y: {
            field: "who",
            type: "nominal",
            sort: null,
            axis: {title: null, grid: false, labelColor: ink.text, labelLimit: 110},
          },
          color: {
            field: "level",
            type: "nominal",
            scale: {domain: ["none", "some", "all"], range: [ink.line, ink.neutralSoft, ink.neutral]},
            legend: null,
          },
          tooltip: [
            {field: "who", title: "Trader"},
            {field: "dates", title: "Days"},
            {field: "found", title: "Rows"},
          ],
        },
      },
    ],
    data,
  );
}
