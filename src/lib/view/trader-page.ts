import type {Signal} from "../evaluate/types.ts";
import {h} from "./dom.ts";
import type {Findings} from "./finding.ts";
import {formatDate, formatValue} from "./format.ts";
import type {TraderDetail} from "./shape/trader.ts";
import {dataTable} from "./table.ts";
import {decisionMark} from "./verdict/headline.ts";

/** The verdict for one trader and why, in large type; and how many more days at the timing seen it would take to tell. */
export function outcomeLine(
  {decision, because, slug}: Pick<TraderDetail, "decision" | "because" | "slug">,
  findings: Findings,
): HTMLElement {
  const id = `verdict.trader.${slug}.more_days`;
  const days = findings.has(id) ? findings.get(id) : null;
  return h(
    "p",
    {class: "pb-outcome-line", "data-artifact": "verdict/verdict.json"},
    h("strong", null, decisionMark(decision)),
    " ",
    because,
    days === null
      ? null
      : days.value === null
        ? h("span", {class: "pb-muted"}, ` ${days.note ?? ""}`)
        : h(
            "span",
            {class: "pb-muted"},
            " At the timing and variance seen, ",
            findings.finding(id),
            " more would tell.",
          ),
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
        cell: (d) => `${Number(d.multiplier.toPrecision(3))}\u00a0×`,
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
