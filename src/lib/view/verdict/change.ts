import type {Change, Gate, VerdictReport} from "../../verdict/types.ts";
import {type Content, h} from "../dom.ts";
import type {Findings} from "../finding.ts";
import {beyondCentury, formatValue} from "../format.ts";

/** What would change the verdict, with the numbers as findings; and which other gates would still be open then. */
export function whatWouldChange(verdict: VerdictReport, findings: Findings): HTMLElement {
  const {change, decidedBy, decision} = verdict;
  const others = verdict.gates.filter((g) => g.required && g.status !== "pass" && g.id !== decidedBy);
  return h(
    "div",
    {class: "pb-change", "data-artifact": "verdict/verdict.json"},
    h("h2", null, "What would change it"),
    h(
      "p",
      null,
      change === null ? "Nothing that is on file says." : changeWords(change.gate, change.change, findings, true),
    ),
    others.length === 0 || decision === "deploy"
      ? null
      : h("p", {class: "pb-muted"}, "Then these would still have to pass: ", joined(others.map(gateLink)), "."),
  );
}

/** The same for one gate, in its list. Of gates that passed only one has the least to spare: that of the verdict. */
export function changeWords(gate: string, change: Change, findings: Findings, least = false): Content[] {
  const id = (name: string) => `verdict.change.${gate}.${name}`;
  const shown = (name: string) => findings.finding(id(name), {interval: false});
  const having = (name: string) => findings.has(id(name)) && findings.get(id(name)).value !== null;
  if (change.kind === "otherwise") {
    const days = having("more_days") ? [shown("more_days"), " more, as the study declares."] : [];
    return [change.words, " ", ...days];
  }
  if (change.kind === "margin")
    return [
      `The ${change.of} would have to be smaller by `,
      having("share") ? shown("share") : "some of it",
      ` on the same days: there its interval would reach zero.${least ? " It is the gate with the least to spare." : ""}`,
    ];
  const power = formatValue(change.power, "share");
  const larger: Content[] = having("smallest")
    ? [
        " As many days as there are show a ",
        change.of,
        " of ",
        shown("smallest"),
        ` or more with a chance of at least ${power}.`,
      ]
    : [];
  if (change.moreDays === null) return [change.reason ?? change.words, ...larger];
  const fewest: Content[] = having("fewest_days")
    ? [" Were the effect as large as its interval allows, ", shown("fewest_days"), " in all would do."]
    : [];
  return [
    beyondCentury(change.moreDays) ? "Some " : "About ",
    shown("more_days"),
    ` more at the ${change.of} and the variance seen, for a chance of at least ${power} to pass.`,
    ...fewest,
    ...larger,
  ];
}

function gateLink({id, title}: Gate): Content {
  return h("a", {href: `#gate-${id}`}, `“${title}”`);
}

function joined(parts: readonly Content[]): Content[] {
  return parts.flatMap((part, k) => (k === 0 ? [part] : [k === parts.length - 1 ? " and " : ", ", part]));
}
