import type {TradingCalendar} from "../../ingest/index.ts";
import {h} from "../dom.ts";
import {formatDate} from "../format.ts";
import {dataTable} from "../table.ts";

/** Dates that are listed at once; the quality report has all. */
const LISTED = 12;

/** On which days the exchange counts as open, why, and which days stand out. */
export function calendarFacts(calendar: TradingCalendar | undefined): HTMLElement {
  if (calendar === undefined) return h("p", {class: "pb-empty"}, "No file was read: there is no calendar to judge.");
  const {why, nobody, openWithoutRows, closed, halfDays, basis} = calendar;
  const rows = [
    {
      what: "Weekdays without a row of anybody, and no market bar",
      dates: nobody.map(formatDate),
      means: "A holiday or missing: no list of holidays is kept that could tell. Not a trading day of the desk.",
    },
    {
      what: "Days with a market bar and no row of anybody",
      dates: openWithoutRows.map(formatDate),
      means: "Nobody traded, or a day is missing from the export. Not a trading day of the desk.",
    },
    {
      what:
        basis === "market" ? "Days of the desk without a market bar" : "Days of the desk on unusual days of the week",
      dates: closed.map(formatDate),
      means: "The exchange counts as closed: who has no row then is not missing.",
    },
    {
      what: "Half days",
      dates: halfDays.map(({date, last, usual, from}) => `${formatDate(date)} (${from} to ${last}, usually ${usual})`),
      means: "The day ended two hours or more before the median day. It is used like any other.",
    },
  ];
  return h(
    "div",
    null,
    h("p", null, why),
    dataTable({
      caption: "Days that stand out",
      artifact: "ingest/quality.json",
      rows,
      columns: [
        {label: "What", wrap: true, cell: (r) => r.what},
        {label: "Days", unit: "count", cell: (r) => r.dates.length},
        {
          label: "Which",
          wrap: true,
          cell: ({dates}) =>
            dates.length === 0
              ? "none"
              : dates.slice(0, LISTED).join(", ") + (dates.length > LISTED ? ` and ${dates.length - LISTED} more` : ""),
        },
        {label: "Meaning", wrap: true, cell: (r) => r.means},
      ],
    }),
  );
}
