import type {Gate, GateStatus, VerdictReport} from "../verdict/types.ts";
import {type Content, h} from "./dom.ts";
import type {Findings} from "./finding.ts";
import {changeWords} from "./verdict/change.ts";

/** A shape and a word for each status: never colour alone. */
export const marks: Readonly<
  Record<GateStatus, {readonly sign: string; readonly tone: string; readonly word: string}>
> = {
  pass: {sign: "✓", tone: "better", word: "Passed"},
  fail: {sign: "✕", tone: "worse", word: "Failed"},
  inconclusive: {sign: "?", tone: "unclear", word: "Inconclusive"},
  "not assessed": {sign: "–", tone: "unclear", word: "Not assessed"},
};

/** Every gate in order: what it asks, what was found, the findings that decide it, and what would change it. */
export function gateList(verdict: VerdictReport, findings: Findings): HTMLElement {
  return h(
    "ol",
    {class: "pb-gates", "data-artifact": "verdict/verdict.json"},
    verdict.gates.map((gate) =>
      gateItem(gate, gate.id === verdict.decidedBy, gate.id === verdict.change?.gate, findings),
    ),
  );
}

function gateItem(gate: Gate, decided: boolean, least: boolean, findings: Findings): HTMLElement {
  const {sign, tone, word} = marks[gate.status];
  const evidence: Content[] = gate.findings
    // one that could not be computed says why, as the gate's own evidence does already
    .filter((id) => findings.has(id) && findings.get(id).value !== null)
    .map((id) =>
      h(
        "span",
        {class: "pb-evidence"},
        h("span", {class: "pb-muted"}, `${findings.get(id).label} `),
        findings.finding(id),
      ),
    );
  return h(
    "li",
    {id: `gate-${gate.id}`, class: `pb-gate pb-gate-${tone}${decided ? " pb-gate-decided" : ""}`},
    h("span", {class: "pb-gate-sign", "aria-hidden": "true"}, sign),
    h(
      "div",
      null,
      h(
        "h3",
        null,
        gate.title,
        " ",
        h(
          "span",
          {class: "pb-gate-word"},
          word,
          gate.required ? "" : " · not required",
          decided ? " · decided the verdict" : "",
        ),
      ),
      h("p", {class: "pb-gate-asks"}, gate.asks),
      h("p", null, gate.evidence),
      evidence.length > 0 ? h("p", {class: "pb-gate-findings"}, evidence) : null,
      gate.change === null
        ? null
        : h(
            "p",
            {class: "pb-gate-change"},
            h("strong", null, "What would change it: "),
            changeWords(gate.id, gate.change, findings, least),
          ),
    ),
  );
}
