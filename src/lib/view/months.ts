import type {MonthImpact} from "../policy/by-month.ts";
import {h} from "./dom.ts";
import type {Findings} from "./finding.ts";
import {findingTable} from "./table.ts";

const names = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];

/** A policy's accounting month by month: whether its effect came from a few lucky weeks. */
export function monthTable(signal: string, months: readonly MonthImpact[], findings: Findings): HTMLElement {
  if (months.length === 0) return h("p", {class: "pb-empty"}, "No month could be judged.");
  return findingTable(findings, {
    caption: "Month by month, all traders together",
    head: "Month",
    columns: [
      {label: "P&L that happened"},
      {label: "Days changed"},
      {label: "Effect"},
      {label: "De-risking", term: "de-risking"},
      {label: "Timing", term: "timing"},
    ],
    rows: months.map(({month}) => ({
      label: `${names[Number(month.slice(5)) - 1]} ${month.slice(0, 4)}`,
      cells: ["actual", "changed", "delta", "derisking", "timing"].map(
        (part) => `impact.${signal}.month.${month}.${part}`,
      ),
    })),
  });
}
