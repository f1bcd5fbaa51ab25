import type {AutopsyReport} from "../../verdict/autopsy/types.ts";
import {type Content, h} from "../dom.ts";
import type {Findings} from "../finding.ts";

type Exhibit = AutopsyReport["exhibits"][number];

/** One card an exhibit: the old report's sentence, the truth and Proofbook's sentence side by side. */
export function autopsyCards(report: AutopsyReport | null, findings: Findings): HTMLElement {
  if (report === null || report.exhibits.length === 0)
    return h("p", {class: "pb-empty"}, "No failure was rebuilt in this build.");
  return h(
    "ol",
    {class: "pb-exhibits"},
    report.exhibits.map((exhibit) => card(exhibit, findings)),
  );
}

const sides = [
  {side: "old", heading: "The old report", tone: "worse", sign: "✕"},
  {side: "truth", heading: "The truth", tone: "unclear", sign: "="},
  {side: "proofbook", heading: "Proofbook", tone: "better", sign: "✓"},
] as const;

/** As the sidebar calls them. */
const pageNames: Readonly<Record<string, string>> = {
  "../": "Verdict",
  "./cheating": "Leak audit",
  "./effects": "Real limits",
  "./impact": "Impact",
  "./reproduce": "Reproduce",
  "./skill": "Skill",
  "./walk-forward": "Walk-forward",
};

function card(exhibit: Exhibit, findings: Findings): HTMLElement {
  const {id, title, failure, desks, impossible} = exhibit;
  return h(
    "li",
    {class: "pb-exhibit", id: `exhibit-${id}`, "data-artifact": "autopsy/autopsy.json"},
    h("h3", {id}, title),
    h("p", {class: "pb-exhibit-failure"}, failure),
    h(
      "div",
      {class: "pb-exhibit-sides"},
      sides.map(({side, heading, tone, sign}) =>
        h(
          "section",
          {class: `pb-exhibit-side pb-exhibit-${tone}`, "aria-label": heading},
          h("h4", null, h("span", {"aria-hidden": "true"}, `${sign} `), heading),
          h("p", null, spoken(exhibit[side], findings)),
        ),
      ),
    ),
    h(
      "p",
      {class: "pb-exhibit-why"},
      h("strong", null, "Why it cannot happen here. "),
      impossible.words,
      " ",
      "See ",
      h("a", {href: impossible.page}, pageNames[impossible.page] ?? "the page"),
      "; held by ",
      h("code", null, impossible.test),
      ".",
    ),
    h(
      "p",
      {class: "pb-exhibit-desks"},
      h("strong", {class: "pb-simulated"}, "SIMULATED"),
      " ",
      desks.map((desk, k): Content => [k > 0 ? "; " : null, desk]),
      ".",
    ),
  );
}

/** Words with their numbers, each a finding with its source. */
function spoken(parts: Exhibit["old"], findings: Findings): Content[] {
  return parts.map((part) => (typeof part === "string" ? part : findings.finding(part.figure)));
}
