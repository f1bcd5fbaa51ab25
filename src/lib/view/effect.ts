import {h} from "./dom.ts";
import type {Findings} from "./finding.ts";
import {labelled} from "./signal-labels.ts";

const says: Readonly<Record<string, string>> = {
  delta: "What the policy would have added to what was earned.",
  derisking: "From trading less on average. It needs no model.",
  timing: "From cutting on the right days. Only this is the model’s skill.",
};

/** Effect = de-risking + timing, in figures: the sum that every reader should leave with. */
export function effectSum(findings: Findings, prefix: string): HTMLElement {
  if (!findings.has(`${prefix}.delta`))
    return h("p", {class: "pb-empty"}, "No policy could be judged on this study: see what could not be done, below.");
  const part = (name: string, label: string) =>
    h(
      "div",
      {class: "pb-sum-part"},
      h(
        "p",
        {class: "pb-sum-label"},
        name === "delta" ? label : h("dfn", {"data-term": label.toLowerCase(), tabindex: "0"}, label),
      ),
      h("p", {class: "pb-sum-value"}, findings.finding(`${prefix}.${name}`, {tone: true})),
      h("p", {class: "pb-sum-says"}, says[name]),
    );
  const sign = (text: string) => h("div", {class: "pb-sum-sign", "aria-hidden": "true"}, text);
  return h(
    "div",
    {class: "pb-sum"},
    part("delta", "Effect"),
    sign("="),
    part("derisking", "De-risking"),
    sign("+"),
    part("timing", "Timing"),
  );
}

/** What could not be done, and why: one item each. Where signals are given, a name in quotes becomes what a reader calls it. */
export function limitList(
  limits: readonly {readonly what: string; readonly why: string}[],
  artifact: string,
  signals: readonly {readonly name: string; readonly label: string}[] = [],
): HTMLElement {
  const named = (text: string) => labelled(text, signals);
  if (limits.length === 0) return h("p", {class: "pb-empty"}, "Nothing: every station of the study could run.");
  return h(
    "ul",
    {class: "pb-limits", "data-artifact": artifact},
    limits.map(({what, why}) => h("li", null, h("strong", null, named(what)), h("span", null, sentence(named(why))))),
  );
}

/** Pairs of what and value, as a definition list. */
export function facts(rows: readonly (readonly [string, Node | string | null])[], artifact?: string): HTMLElement {
  const there = rows.filter(([, value]) => value !== null);
  // figures alone stand beside their names on a narrow page too; sentences stand below
  const short = there.every(
    ([, value]) => value instanceof HTMLElement && /^pb-(finding|disbelieved)/.test(value.className),
  );
  return h(
    "dl",
    {class: short ? "pb-facts pb-facts-short" : "pb-facts", "data-artifact": artifact},
    there.map(([what, value]) => [h("dt", null, what), h("dd", null, value)]),
  );
}

/** With a capital and a full stop. */
export function sentence(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1) + (/[.?!]$/.test(text) ? "" : ".");
}
