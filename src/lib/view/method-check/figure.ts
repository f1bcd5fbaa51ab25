import type {KnownTruthReport} from "../../robustness/known-truth/types.ts";
import {chart} from "../chart.ts";
import {formatInterval, formatValue} from "../format.ts";
import {type CoverageDot, coverageDots} from "./coverage-chart.ts";

/** Coverage of every method that was tried, against what is promised; null where none was. */
export function coverageFigure({methods, level}: KnownTruthReport): HTMLElement | null {
  const rows = methods.flatMap(({label, null: none, effect}): CoverageDot[] =>
    [
      {world: "no effect" as const, found: none},
      {world: "with the effect" as const, found: effect},
    ].flatMap(({world, found}) =>
      found === null
        ? []
        : [{method: label, world, coverage: found.coverage, interval: found.coverageInterval, draws: found.draws}],
    ),
  );
  if (rows.length === 0) return null;
  return chart((width) => coverageDots(rows, level, {width}), {
    title: "How often the interval held the truth",
    subtitle: `Share of twins; hollow without an effect, full with the estimated one; the line is the range that so few twins leave open; dashed: the ${formatValue(level, "share")} that are promised`,
    label: `For each of ${new Set(rows.map((r) => r.method)).size} methods two dots with error bars, the share of twins on which its interval held the truth, and a dashed line at ${formatValue(level, "share")}.`,
    artifact: "known-truth/known-truth.json",
    height: 40 + 44 * new Set(rows.map((r) => r.method)).size,
    table: {
      rows,
      columns: [
        {label: "Method", cell: (r) => r.method},
        {label: "Twins", cell: (r) => r.world},
        {label: "Number", unit: "count", cell: (r) => r.draws},
        {label: "Held the truth", unit: "share", cell: (r) => r.coverage},
        {label: "Range left open", unit: "share", cell: (r) => formatInterval(r.interval, "share")},
      ],
    },
  });
}
