import type {Signal} from "../evaluate/types.ts";
import {h} from "./dom.ts";
import type {Findings} from "./finding.ts";
import {formatDate, formatValue} from "./format.ts";
import {outcomeMark} from "./gates.ts";
import type {TraderDetail} from "./shape/trader.ts";
import {dataTable} from "./table.ts";

/** The outcome for one trader and why, in large type. */
export function outcomeLine({outcome, because}: Pick<TraderDetail, "outcome" | "because">): HTMLElement {
  return h(
    "p",
    {class: "pb-outcome-line", "data-artifact": "verdict/verdict.json"},
    h("strong", null, outcomeMark(outcome)),
    " ",
    because,
  );
}

/** Each day on which the policy would have changed this trader's size, latest first. */
export function changedDays(trader: TraderDetail, signal: Signal | undefined, findings: Findings): HTMLElement {
  const {currency} = findings.file.study;
  const unit = signal?.kind === "probability" ? "share" : "currency";
  const shown = trader.changed.length;
  return dataTable({
    caption:
      shown < trader.changedDays
        ? `The latest ${formatValue(shown, "count")} of ${formatValue(trader.changedDays, "count")} days`
        : "Latest first",
    artifact: "policy/policy.arrow",
    empty: "There is none: the policy never changed this trader’s size.",
    rows: trader.changed,
    columns: [
      {label: "Day", cell: (d) => formatDate(d.date)},
      {label: signal?.label ?? "Prediction", unit, currency, cell: (d) => d.value},
      {
        label: "Size allowed",
        unit: "ratio",
        term: "multiplier",
        cell: (d) => `${formatValue(d.multiplier, "ratio")}\u00a0×`,
      },
      {label: "Net P&L as it was", unit: "currency", currency, cell: (d) => d.net},
      {
        label: "Change",
        unit: "currency",
        cell: (d) =>
          h(
            "span",
            {class: d.change > 0 ? "pb-better" : d.change < 0 ? "pb-worse" : null},
            formatValue(d.change, "currency", {currency, signed: true}),
          ),
      },
    ],
  });
}
