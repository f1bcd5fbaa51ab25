import type {IntervalComparison} from "../../robustness/bootstrap/compare-types.ts";
import {h} from "../dom.ts";
import {formatInterval, formatValue} from "../format.ts";
import {dataTable} from "../table.ts";

/** Which bootstrap each interval comes from, what is made anew in a draw, and why it is shown. */
export function intervalTable(comparison: IntervalComparison | undefined, currency: string): HTMLElement {
  if (comparison === undefined) return h("p", {class: "pb-empty"}, "No interval was made.");
  if (comparison.status === "not run") return h("p", {class: "pb-empty"}, `No interval: ${comparison.reason}`);
  const {of, unit, rows} = comparison;
  return dataTable({
    caption: of === "policy" ? "Intervals of the policy’s timing" : "Intervals of the effect of a real limit",
    artifact: "intervals/intervals.json",
    rows,
    columns: [
      {
        label: "What is drawn, and how draws become an interval",
        cell: (r) => [r.id === "reported" ? h("strong", null, r.scheme) : r.scheme, `; ${r.type}`],
        wrap: true,
      },
      {
        label: "Interval",
        unit,
        cell: (r) => (r.interval === null ? "–" : formatInterval(r.interval, "currency", {currency, signed: true})),
      },
      {
        label: "Made anew in a draw",
        cell: (r) => (r.draws === 0 ? "no draw is made" : `${r.anew}; ${formatValue(r.draws, "count")} draws`),
        wrap: true,
      },
      {label: "Why", cell: (r) => r.why, wrap: true},
    ],
  });
}
