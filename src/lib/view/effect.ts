import {h} from "./dom.ts";
import type {Findings} from "./finding.ts";

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

/** What could not be done, and why: one item each. */
export function limitList(
  limits: readonly {readonly what: string; readonly why: string}[],
  artifact: string,
): HTMLElement {
  if (limits.length === 0) return h("p", {class: "pb-empty"}, "Nothing: every station of the study could run.");
  return h(
    "ul",
    {class: "pb-limits", "data-artifact": artifact},
    limits.map(({what, why}) => h("li", null, h("strong", null, what), h("span", null, why))),
  );
}

/** Pairs of what and value, as a definition list. */
export function facts(rows: readonly (readonly [string, Node | string | null])[], artifact?: string): HTMLElement {
  return h(
    "dl",
    {class: "pb-facts", "data-artifact": artifact},
    rows.filter(([, value]) => value !== null).map(([what, value]) => [h("dt", null, what), h("dd", null, value)]),
  );
}
