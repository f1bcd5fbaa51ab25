import type {Decision, VerdictReport} from "../../verdict/types.ts";
import {h} from "../dom.ts";
import type {Findings} from "../finding.ts";
import {marks} from "../gates.ts";

export const decisions: Readonly<
  Record<Decision, {readonly words: string; readonly tone: string; readonly sign: string}>
> = {
  deploy: {words: "Deploy.", tone: "better", sign: "▲"},
  "do not deploy": {words: "Do not deploy.", tone: "worse", sign: "▼"},
  "not enough evidence": {words: "Not enough evidence.", tone: "unclear", sign: "○"},
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

/** A mark for a verdict, on the desk or on one trader. */
export function decisionMark(decision: Decision): HTMLElement {
  const {sign, tone} = decisions[decision];
  return h("span", {class: `pb-outcome pb-${tone}`}, h("span", {"aria-hidden": "true"}, `${sign} `), decision);
}
