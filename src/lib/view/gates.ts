import type {Decision, Gate, GateStatus, VerdictReport} from "../verdict/types.ts";
import {type Content, h} from "./dom.ts";
import type {Findings} from "./finding.ts";

/** A shape and a word for each status: never colour alone. */
const marks: Readonly<Record<GateStatus, {readonly sign: string; readonly tone: string; readonly word: string}>> = {
  pass: {sign: "✓", tone: "better", word: "Passed"},
  fail: {sign: "✕", tone: "worse", word: "Failed"},
  inconclusive: {sign: "?", tone: "unclear", word: "Inconclusive"},
  "not assessed": {sign: "–", tone: "unclear", word: "Not assessed"},
};

const decisions: Readonly<Record<Decision, {readonly words: string; readonly tone: string}>> = {
  deploy: {words: "Deploy.", tone: "better"},
  "do not deploy": {words: "Do not deploy.", tone: "worse"},
  "not enough evidence": {words: "Not enough evidence.", tone: "unclear"},
};

/** The verdict in large type, with the gate that decided and why. */
export function verdictHeadline(verdict: VerdictReport, findings: Findings): HTMLElement {
  const {words, tone} = decisions[verdict.decision];
  const gate = verdict.gates.find((g) => g.id === verdict.decidedBy);
  const shown = findings.finding("verdict.decision");
  shown.replaceChildren(words);
  return h(
    "div",
    {class: `pb-verdict pb-verdict-${tone}`},
    h("p", {class: "pb-verdict-words"}, shown),
    h("p", {class: "pb-verdict-why"}, verdict.because),
    gate === undefined
      ? null
      : h(
          "p",
          {class: "pb-verdict-gate"},
          "Decided by the gate ",
          h("a", {href: `#gate-${gate.id}`}, `“${gate.title}”`),
          ", ",
          h("span", {class: "pb-nobreak"}, `${marks[gate.status].word.toLowerCase()}.`),
        ),
  );
}

/** Every gate in order: what it asks, what was found, and the findings that decide it. */
export function gateList(verdict: VerdictReport, findings: Findings): HTMLElement {
  return h(
    "ol",
    {class: "pb-gates", "data-artifact": "verdict/verdict.json"},
    verdict.gates.map((gate) => gateItem(gate, gate.id === verdict.decidedBy, findings)),
  );
}

function gateItem(gate: Gate, decided: boolean, findings: Findings): HTMLElement {
  const {sign, tone, word} = marks[gate.status];
  const evidence: Content[] = gate.findings
    .filter((id) => findings.has(id))
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
    ),
  );
}

/** The gates as a row of marks: the shape of the verdict at a glance. Each links to its gate below. */
export function gateStrip(verdict: VerdictReport): HTMLElement {
  return h(
    "ul",
    {class: "pb-strip", "aria-label": "Gates at a glance"},
    verdict.gates.map((gate) => {
      const {sign, tone, word} = marks[gate.status];
      return h(
        "li",
        {class: `pb-gate-${tone}`},
        h(
          "a",
          {href: `#gate-${gate.id}`},
          h("span", {class: "pb-gate-sign", "aria-hidden": "true"}, sign),
          h("span", null, gate.title, h("span", {class: "pb-hidden"}, `: ${word}`)),
        ),
      );
    }),
  );
}

/** A mark for what the policy did to one trader. */
export function outcomeMark(outcome: VerdictReport["traders"][number]["outcome"]): HTMLElement {
  const [sign, tone] = (
    {
      helped: ["▲", "better"],
      harmed: ["▼", "worse"],
      "not enough evidence": ["○", "unclear"],
      "not touched": ["·", "unclear"],
    } as const
  )[outcome];
  return h("span", {class: `pb-outcome pb-${tone}`}, h("span", {"aria-hidden": "true"}, `${sign} `), outcome);
}
