import {h} from "../dom.ts";
import {type Findings, toneOf} from "../finding.ts";
import {labelled} from "../signal-labels.ts";
import {dataTable} from "../table.ts";
import {type DesignsFile, designFinding, estimatedDesigns} from "./shape.ts";

const artifact = "causal-designs/causal-designs.json";

/** What was done to traders, as far as it is on record, and which designs that permits; `signals` gives names their labels. */
export function treatmentTable(
  {treatments, designs}: DesignsFile,
  signals: readonly {readonly name: string; readonly label: string}[] = [],
): HTMLElement {
  const titles = new Map(designs.map((d) => [d.id, d.title]));
  return dataTable({
    caption: "What was done to traders, and what can be asked of it",
    quiet: true,
    artifact,
    rows: treatments,
    columns: [
      {label: "Treatment", cell: (t) => t.title, wrap: true},
      {label: "On record", cell: (t) => labelled(t.found, signals), wrap: true},
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

const answers = {
  better: "Limits helped.",
  worse: "Limits harmed.",
  unclear: "Help and harm are both possible.",
};

/**
 * The answer in one paragraph: what the design that decides says and how many others could contradict it; or that the data cannot tell,
 * and what would be needed. `decides`: id of the design that the study declared.
 */
export function designsAnswer(file: DesignsFile, findings: Findings, decides = "partially-linear"): HTMLElement {
  const first = file.designs.find((d) => d.status === "refused");
  if (estimatedDesigns(file).length === 0)
    return h(
      "p",
      {class: "pb-outcome-line", "data-artifact": artifact},
      h("strong", null, "These data cannot tell what limits did."),
      first?.status === "refused" ? ` ${first.reason} Needed: ${lowered(first.needs)}` : "",
    );
  const own = estimatedDesigns(file).find((d) => d.id === decides);
  const effect = own === undefined ? null : designFinding(own.id, "effect");
  return h(
    "p",
    {class: "pb-outcome-line", "data-artifact": artifact},
    own === undefined || effect === null || !findings.has(effect)
      ? h("strong", null, "The design that decides could not be tried. ")
      : [
          h("strong", null, answers[toneOf(findings.get(effect))]),
          own.per === "limited day" ? " A limit changes the day it is set on by " : " Limits change a day by ",
          findings.finding(effect, {tone: true}),
          ` (${own.title.charAt(0).toLowerCase()}${own.title.slice(1)}, which the verdict reads). `,
        ],
    findings.finding("causal.designs.permitted"),
    ` of ${file.designs.length} designs are possible on these data; `,
    own === undefined ? "they are shown, and do not decide." : "the others are there to contradict it.",
  );
}

/** Names of files and abbreviations keep their case. */
function lowered(text: string): string {
  return /^[A-Z][a-z ]/.test(text) ? text.charAt(0).toLowerCase() + text.slice(1) : text;
}
