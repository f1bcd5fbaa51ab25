import type {VerdictReport} from "../verdict/types.ts";
import {h} from "./dom.ts";
import type {Findings} from "./finding.ts";
import {outcomeMark} from "./gates.ts";
import {dataTable} from "./table.ts";

export interface Desk {
  readonly accounts: readonly string[];
  readonly slugs: readonly string[];
  readonly days: readonly string[];
  readonly currency: string;
}

type Outcome = VerdictReport["traders"][number]["outcome"];
const order: readonly Outcome[] = ["harmed", "helped", "not enough evidence", "not touched"];

/** One trader a row: outcome, P&L, and what the policy's timing and de-risking would have done. */
export function traderTable(findings: Findings, desk: Desk, verdict: VerdictReport, base: string): HTMLElement {
  const cell = (slug: string, name: string, tone = false) => {
    const id = `impact.${verdict.signal}.trader.${slug}.${name}`;
    return findings.has(id) ? findings.finding(id, {bare: true, tone}) : null;
  };
  const rows = [...verdict.traders].sort(
    (a, b) => order.indexOf(a.outcome) - order.indexOf(b.outcome) || a.trader - b.trader,
  );
  const slug = (t: {trader: number}) => desk.slugs[t.trader];
  return dataTable({
    caption: "What the policy would have done, trader by trader",
    artifact: "verdict/verdict.json",
    empty: "No trader could be judged.",
    rows,
    columns: [
      {label: "Trader", cell: (t) => h("a", {href: `${base}${encodeURIComponent(slug(t))}`}, desk.accounts[t.trader])},
      {label: "Outcome", cell: (t) => outcomeMark(t.outcome)},
      {label: "Net P&L", unit: "currency", term: "net P&L", cell: (t) => cell(slug(t), "actual")},
      {label: "Days changed", unit: "count", cell: (t) => cell(slug(t), "changed")},
      {label: "Effect", unit: "currency", cell: (t) => cell(slug(t), "delta")},
      {label: "of it timing", unit: "currency", term: "timing", cell: (t) => cell(slug(t), "timing", true)},
    ],
  });
}

/** How many traders had which outcome, in a sentence. */
export function outcomeCounts(verdict: VerdictReport): HTMLElement {
  const words: Readonly<Record<Outcome, string>> = {
    helped: "helped",
    harmed: "harmed",
    "not enough evidence": "without enough evidence",
    "not touched": "not touched by the policy",
  };
  const parts = (["helped", "harmed", "not enough evidence", "not touched"] as const).map((outcome) => {
    const count = verdict.traders.filter((t) => t.outcome === outcome).length;
    return `${count === 0 ? "none" : count} ${words[outcome]}`;
  });
  const text = parts.join(", ");
  return h("span", {"data-artifact": "verdict/verdict.json"}, `${text.charAt(0).toUpperCase()}${text.slice(1)}.`);
}
