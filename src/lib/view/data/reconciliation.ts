import type {Reconciliation} from "../../ingest/index.ts";
import {h} from "../dom.ts";
import type {Findings} from "../finding.ts";
import {formatDate, formatValue} from "../format.ts";
import {dataTable} from "../table.ts";

/** Differences that are shown at once; the artifact has up to a thousand. */
const SHOWN = 50;

/** Fills against the daily summary, day by day; null where no account has both. */
export function reconciliationTables(
  found: Reconciliation | null,
  {findings, currency}: {readonly findings: Findings; readonly currency: string},
): HTMLElement | null {
  if (found === null) return null;
  const {differences, reasons, tolerance, notes} = found;
  const words = new Map(reasons.map((r) => [r.reason, r.words]));
  const money = (value: number) => formatValue(value, "currency", {currency, signed: true});
  const artifact = "ingest/reconciliation.json";
  return h(
    "div",
    null,
    h("h2", null, "Fills against the daily summary"),
    h(
      "p",
      null,
      "Days with both: the net P&L that single fills give, beside the one on file. The two agree on ",
      findings.finding("reconciliation.agreeing"),
      ` of them, up to ${formatValue(tolerance, "currency", {currency})} a day. All days together they differ by `,
      findings.finding("reconciliation.difference"),
      ". The study uses the daily summary.",
    ),
    reasons.length === 0
      ? null
      : dataTable({
          caption: "Likely reasons, as far as the numbers themselves say",
          artifact,
          rows: reasons,
          columns: [
            {label: "Reason", wrap: true, cell: (r) => r.words},
            {label: "Days", unit: "count", cell: (r) => r.days},
            {label: "Fills less summary", unit: "currency", cell: (r) => money(r.sum)},
          ],
        }),
    dataTable({
      caption:
        differences.length > SHOWN
          ? `Days that differ: the ${SHOWN} largest of ${differences.length}${notes.length > 0 ? " or more" : ""}`
          : "Days that differ, the largest first",
      artifact,
      empty: "No day differs.",
      rows: differences.slice(0, SHOWN),
      columns: [
        {label: "Account", cell: (d) => d.account},
        {label: "Day", cell: (d) => formatDate(d.date)},
        {label: "Summary", unit: "currency", currency, cell: (d) => d.summary ?? "no row"},
        {label: "Fills", unit: "currency", currency, cell: (d) => d.fills ?? "no fill"},
        {label: "Difference", unit: "currency", cell: (d) => money(d.difference)},
        {label: "Likely reason", wrap: true, cell: (d) => words.get(d.reason) ?? d.reason},
      ],
    }),
  );
}
