import type {IntervalReport} from "../../evaluate/model-report/interval-types.ts";
import {chart} from "../chart.ts";
import {h} from "../dom.ts";
import type {Findings} from "../finding.ts";
import {formatDate, formatValue} from "../format.ts";
import {findingTable} from "../table.ts";
import {intervalLines} from "./charts/coverage-lines.ts";
import {ARTIFACT} from "./overview.ts";

/** Coverage and width of all intervals, a row a signal and kind. */
export function coverageTable(reports: readonly IntervalReport[], findings: Findings): HTMLElement {
  if (reports.length === 0)
    return h(
      "p",
      {class: "pb-empty"},
      "No signal predicts the day’s P&L on enough days for intervals to be set and then judged.",
    );
  const promised = formatValue(reports[0].level, "share");
  const table = findingTable(findings, {
    caption: `How often the day’s P&L fell inside the interval. Promised: ${promised}`,
    head: "Signal",
    columns: [
      {label: "Fixed: inside", term: "coverage"},
      {label: "Half-width"},
      {label: "Adaptive: inside", term: "coverage"},
      {label: "Half-width"},
    ],
    rows: reports.map(({signal, label}) => ({
      label,
      cells: [
        `models.${signal}.coverage.fixed`,
        `models.${signal}.width.fixed`,
        `models.${signal}.coverage.adaptive`,
        `models.${signal}.width.adaptive`,
      ],
    })),
  });
  return h("div", {"data-artifact": ARTIFACT}, table);
}

/** Coverage over time of one signal's intervals, and how wide they were. */
export function intervalPanel(report: IntervalReport | undefined): HTMLElement {
  if (report === undefined)
    return h(
      "p",
      {class: "pb-empty"},
      "There are no intervals of this model: they are made for predictions of the day’s P&L, where there are days enough to set them on and days left to judge them on.",
    );
  const {over, level, window, judgedFrom, calibrationDays} = report;
  const rows = over.date.map((date, k) => ({date, fixed: over.split[k], adaptive: over.adaptive[k]}));
  const widths = over.date.map((date, k) => ({date, fixed: over.splitWidth[k], adaptive: over.adaptiveWidth[k]}));
  const columns = (unit: "share" | "ratio") => [
    {label: "Up to", cell: (r: (typeof rows)[number]) => formatDate(r.date)},
    {label: "Fixed", unit, cell: (r: (typeof rows)[number]) => r.fixed},
    {label: "Adaptive", unit, cell: (r: (typeof rows)[number]) => r.adaptive},
  ];
  return h(
    "div",
    null,
    chart((width) => intervalLines(rows, {width, promised: level}), {
      title: "How often outcomes fell inside, over time",
      subtitle: `Share of the trader-days of the latest ${formatValue(window, "days")}, judged from ${formatDate(judgedFrom)} on. The fixed width was set on the ${formatValue(calibrationDays, "days")} before`,
      label:
        "Two lines over time: coverage of fixed and of adaptive intervals, and the promised share as a dashed line.",
      artifact: ARTIFACT,
      height: 280,
      table: {rows, columns: columns("share")},
    }),
    chart((width) => intervalLines(widths, {width, height: 220, promised: null}), {
      title: "How wide the intervals were",
      subtitle: "Half-width in volatilities of the trader, on the last of those days",
      label: "Two lines over time: the half-width of fixed and of adaptive intervals.",
      artifact: ARTIFACT,
      height: 220,
      table: {rows: widths, columns: columns("ratio")},
    }),
  );
}
