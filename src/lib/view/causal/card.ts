import type {CausalReport} from "../../causal/types.ts";
import {h} from "../dom.ts";
import {facts} from "../effect.ts";
import type {Findings} from "../finding.ts";
import {formatValue} from "../format.ts";
import {assumptionList} from "./assumptions.ts";
import {designFinding, type ShownDesign} from "./shape.ts";

/** The estimate that the verdict reads, with its estimand and assumptions, or why there can be none. */
export function causalCard(causal: CausalReport | null, findings: Findings): HTMLElement {
  if (causal === null) return h("p", {class: "pb-empty"}, "This was not asked.");
  if (causal.status === "not possible")
    return facts(
      [
        ["Possible?", h("strong", null, "Not on these data.")],
        ["Why", causal.reason],
        ["What it needs", causal.needs],
      ],
      "causal/causal.json",
    );
  const shown = (id: string) => (findings.has(id) ? findings.finding(id, {tone: id === "causal.effect"}) : null);
  return h(
    "div",
    {"data-artifact": "causal/causal.json"},
    facts([
      ["Effect", shown("causal.effect")],
      ["Treatment", causal.treatment],
      ["What is estimated", h("span", null, causal.estimand.words, h("br"), h("code", null, causal.estimand.symbols))],
      ["Design", causal.design],
      ["Trader-days", shown("causal.n")],
      ["of them treated", shown("causal.treated")],
      ["Errors clustered by", causal.clusters.map((c) => `${c.of} (${formatValue(c.count, "count")})`).join(", ")],
      ["Known truth", shown("causal.truth")],
    ]),
    assumptionList(causal.assumptions, "causal/causal.json"),
  );
}

/** Estimand card of a design: what is estimated, in words and symbols, from what, and what it rests on. */
export function estimandCard(design: ShownDesign, findings: Findings): HTMLElement {
  const {card, artifact} = design;
  const shown = (what: "effect" | "p" | "truth") => {
    const id = designFinding(design.id, what);
    return findings.has(id) ? findings.finding(id, {tone: what === "effect"}) : null;
  };
  return h(
    "div",
    {"data-artifact": artifact},
    facts([
      ["Effect", shown("effect")],
      ["Test of no effect", shown("p")],
      ["Known truth", shown("truth")],
      ["What is estimated", h("span", null, card.words, h("br"), h("code", null, card.symbols))],
      ["Unit", card.unit.replace(/^Study currency/, findings.file.study.currency)],
      ["From", card.sample],
      ["Method", card.method],
    ]),
    assumptionList(card.assumptions, artifact),
  );
}
