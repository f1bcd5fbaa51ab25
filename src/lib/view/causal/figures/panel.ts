import {chart} from "../../chart.ts";
import {eventStudy, gapLines, interruption} from "../charts/time-lines.ts";
import type {DeskNames} from "../panel-tables.ts";
import type {ShownDesign} from "../shape.ts";
import {effectAndBand, truthColumn} from "./columns.ts";

/** Effects by time since the first limit. */
export function eventStudyFigure({figures, artifact}: ShownDesign, {currency}: DeskNames): HTMLElement | null {
  const found = figures.eventStudy;
  if (found === undefined) return null;
  const known = found.points.some((p) => p.truth !== null);
  return chart((width) => eventStudy(found, {currency, width}), {
    title: "Month by month before and after the first limit",
    subtitle: `${currency} a day, against the last month before; the bars hold for all months at once (${Math.round(100 * found.level)} %). Before the dashed line all should be near zero${known ? ". Short bar: the truth" : ""}`,
    label: "Effects by month since the first limit, with a band; months before it show whether the groups moved alike.",
    artifact,
    height: 300,
    table: {
      rows: found.points,
      columns: [
        {label: "Month", unit: "count", cell: (p) => p.time},
        ...effectAndBand<(typeof found.points)[number]>(
          currency,
          (p) => p.estimate,
          (p) => p.interval,
        ),
        ...truthColumn(found.points, currency),
      ],
    },
  });
}

/** Gap to the blend, placebos behind. */
export function gapFigure({figures, artifact}: ShownDesign, {currency, accounts}: DeskNames): HTMLElement | null {
  const found = figures.gaps;
  if (found === undefined) return null;
  const rows = [
    ...found.mean.map((m) => ({who: "Mean of the adopters", ...m})),
    ...found.placebos.flatMap((p) =>
      p.points.map((point) => ({who: `${accounts[p.trader]} as if ${accounts[p.as]}`, ...point})),
    ),
  ];
  return chart((width) => gapLines(found, {currency, width}), {
    title: "The adopters and their blends",
    subtitle: `${currency} a day: P&L less that of the blend, mean of the adopters. Thin lines: free traders, each treated as if it had come under limits; an effect stands out from them`,
    label:
      "The mean gap between adopters and their synthetic controls over time, with placebo gaps of free traders behind.",
    artifact,
    height: 320,
    table: {
      rows,
      columns: [
        {label: "Who", cell: (r) => r.who},
        {label: "Period", unit: "count", cell: (r) => r.time},
        {label: "Gap", unit: "currency", currency, cell: (r) => r.gap},
      ],
    },
  });
}

/** The desk's path and its forecast. */
export function seriesFigure({figures, artifact}: ShownDesign, {currency}: DeskNames): HTMLElement | null {
  const found = figures.series;
  if (found === undefined) return null;
  return chart((width) => interruption(found, {currency, width}), {
    title: "The desk beside its own forecast",
    subtitle: `${currency} a trader-day, weekly means. Dashed and shaded: what the weeks before foretold, with interval`,
    label: "Weekly P&L of the desk with the forecast from before limits began and its interval.",
    artifact,
    height: 320,
    table: {
      rows: found.points,
      columns: [
        {label: "Week", unit: "count", cell: (p) => p.period},
        {label: "P&L", unit: "currency", currency, cell: (p) => p.outcome},
        {label: "Expected", unit: "currency", currency, cell: (p) => p.expected},
        {label: "From", unit: "currency", currency, cell: (p) => p.lower},
        {label: "To", unit: "currency", currency, cell: (p) => p.upper},
      ],
    },
  });
}
