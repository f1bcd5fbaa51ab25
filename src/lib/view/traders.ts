import type {Decision, VerdictReport} from "../verdict/types.ts";
import {h} from "./dom.ts";
import type {Findings} from "./finding.ts";
import {dataTable} from "./table.ts";
import {decisionMark} from "./verdict/headline.ts";

export interface Desk {
  readonly accounts: readonly string[];
  readonly slugs: readonly string[];
  readonly days: readonly string[];
  readonly currency: string;
}

const order: readonly Decision[] = ["do not deploy", "deploy", "not enough evidence"];

/** One trader a row: verdict, P&L, what the policy's timing and de-risking would have done, and how many more days it would take to tell. */
export function traderTable(findings: Findings, desk: Desk, verdict: VerdictReport, base: string): HTMLElement {
  const cell = (slug: string, name: string, tone = false) => {
    const id = `impact.${verdict.signal}.trader.${slug}.${name}`;
    return findings.has(id) ? findings.finding(id, {bare: true, tone}) : null;
  };
  const days = (slug: string) => {
    const id = `verdict.trader.${slug}.more_days`;
    return findings.has(id) ? findings.finding(id, {bare: true}) : null;
  };
  const rows = [...verdict.traders].sort(
    (a, b) => order.indexOf(a.decision) - order.indexOf(b.decision) || a.trader - b.trader,
  );
  const slug = (t: {trader: number}) => desk.slugs[t.trader];
  const table = dataTable({
    caption: "What the policy would have done, trader by trader",
    artifact: "verdict/verdict.json",
    empty: "No trader could be judged.",
    rows,
    columns: [
      {label: "Trader", cell: (t) => h("a", {href: `${base}${encodeURIComponent(slug(t))}`}, desk.accounts[t.trader])},
      {label: "Verdict", cell: (t) => decisionMark(t.decision)},
      {label: "Net P&L", unit: "currency", term: "net P&L", cell: (t) => cell(slug(t), "actual")},
      {label: "Days changed", unit: "count", cell: (t) => cell(slug(t), "changed")},
      {label: "Effect", unit: "currency", cell: (t) => cell(slug(t), "delta")},
      {label: "Timing", unit: "currency", term: "timing", cell: (t) => cell(slug(t), "timing", true)},
      {label: "More days to tell", unit: "days", term: "more days", cell: (t) => days(slug(t))},
    ],
  });
  table.classList.add("pb-stack");
  return table;
}
