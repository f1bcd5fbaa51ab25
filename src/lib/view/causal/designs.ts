import {h} from "../dom.ts";
import type {Findings} from "../finding.ts";
import {dataTable} from "../table.ts";
import {type DesignsFile, designFinding, estimatedDesigns} from "./shape.ts";

const artifact = "causal-designs/causal-designs.json";

/** What was done to traders, as far as it is on record, and which designs that permits. */
export function treatmentTable({treatments, designs}: DesignsFile): HTMLElement {
  const titles = new Map(designs.map((d) => [d.id, d.title]));
  return dataTable({
    caption: "What was done to traders, and what can be asked of it",
    quiet: true,
    artifact,
    rows: treatments,
    columns: [
      {label: "Treatment", cell: (t) => t.title, wrap: true},
      {label: "On record", cell: (t) => t.found, wrap: true},
      {
        label: "Designs",
        wrap: true,
        cell: (t) =>
          t.designs.map((d) =>
            h(
              "div",
              {class: d.permitted ? "pb-better" : "pb-muted"},
              `${d.permitted ? "✓" : "–"} ${titles.get(d.id) ?? d.id}`,
            ),
          ),
      },
    ],
  });
}

/** Every estimate with its interval, test and, on a simulated desk, the truth. */
export function designTable(file: DesignsFile, findings: Findings): HTMLElement {
  const simulated = findings.file.simulated;
  const cell = (id: string) =>
    findings.has(id) ? findings.finding(id, {bare: true, tone: id.endsWith("effect")}) : null;
  return dataTable({
    caption: "Every design that these data permit",
    empty: "These data permit no design: the reasons stand below.",
    artifact,
    rows: estimatedDesigns(file),
    columns: [
      {label: "Design", cell: (d) => d.title, wrap: true},
      {label: "Effect, with interval", unit: "currency/trader-day", cell: (d) => cell(designFinding(d.id, "effect"))},
      {label: "p", term: "p-value", unit: "p-value", cell: (d) => cell(designFinding(d.id, "p"))},
      ...(simulated
        ? [
            {
              label: "Truth",
              term: "known truth",
              unit: "currency/trader-day" as const,
              cell: (d: {id: Parameters<typeof designFinding>[0]}) => cell(designFinding(d.id, "truth")),
            },
          ]
        : []),
      {
        label: "Assumptions that failed",
        wrap: true,
        cell: (d) =>
          d.card.assumptions
            .filter((a) => a.status === "failed")
            .map((a) => a.name)
            .join("; ") || "none of those that can be checked",
      },
    ],
  });
}

/** Designs that the data cannot carry: why, and what they would need. */
export function refusedList({designs}: DesignsFile): HTMLElement {
  const refused = designs.flatMap((d) => (d.status === "refused" ? [d] : []));
  if (refused.length === 0) return h("p", {class: "pb-empty"}, "Nothing: every design could be tried.");
  const reasons = [...new Set(refused.map((d) => `${d.reason}\n${d.needs}`))];
  return h(
    "ul",
    {class: "pb-limits", "data-artifact": artifact},
    reasons.map((why) => {
      const own = refused.filter((d) => `${d.reason}\n${d.needs}` === why);
      const titles = own.map((d) => d.title).join("; ");
      return h(
        "li",
        null,
        h("strong", null, titles),
        h("span", null, own[0].reason, " Needed: ", lowered(own[0].needs)),
      );
    }),
  );
}

/** The answer in one line: how many designs the data permit, or that they cannot tell and what would be needed. */
export function designsAnswer(file: DesignsFile, findings: Findings): HTMLElement {
  const first = file.designs.find((d) => d.status === "refused");
  if (estimatedDesigns(file).length === 0)
    return h(
      "p",
      {class: "pb-outcome-line", "data-artifact": artifact},
      h("strong", null, "These data cannot tell what limits did."),
      first?.status === "refused" ? ` ${first.reason} Needed: ${lowered(first.needs)}` : "",
    );
  const permitted = "causal.designs.permitted";
  return h(
    "p",
    {class: "pb-outcome-line", "data-artifact": artifact},
    h("strong", null, findings.finding(permitted)),
    ` of ${file.designs.length} designs are possible on these data. The verdict reads the first, the adjusted comparison; the others are there to contradict it.`,
  );
}

/** Names of files and abbreviations keep their case. */
function lowered(text: string): string {
  return /^[A-Z][a-z ]/.test(text) ? text.charAt(0).toLowerCase() + text.slice(1) : text;
}
