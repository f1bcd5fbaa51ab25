import {h} from "../dom.ts";
import {facts} from "../effect.ts";
import type {Findings} from "../finding.ts";

/** What real limits did to one trader: from its own days, after borrowing from the desk, and how much it borrows. */
export function traderEffect(slug: string, findings: Findings): HTMLElement {
  const id = `causal.trader.${slug}`;
  if (!findings.has(`${id}.effect`)) {
    const desk = "causal.design.by-trader.effect";
    const none = findings.has(desk) && findings.get(desk).value === null;
    return h(
      "p",
      {class: "pb-empty"},
      none
        ? `This cannot be told: ${findings.get(desk).note ?? "the data do not permit it."}`
        : "This trader was limited on too few days to be told apart from the desk.",
    );
  }
  const shown = (name: string, tone = false) =>
    findings.has(`${id}.${name}`) ? findings.finding(`${id}.${name}`, {tone}) : null;
  const borrowed = findings.get(`${id}.borrowed`).value;
  return h(
    "div",
    {"data-artifact": "causal/by-trader/by-trader.json"},
    facts([
      ["Effect of a limit, best estimate", shown("effect", true)],
      ["From this trader’s own days alone", shown("own.effect")],
      ["Borrowed from the desk", shown("borrowed")],
      ["Days really limited, after the first", shown("limited")],
      ["What a limit truly does here", shown("truth")],
    ]),
    h(
      "p",
      {class: "pb-muted"},
      typeof borrowed === "number" && borrowed >= 0.5
        ? "More than half of the best estimate is the desk’s: this trader’s own days say little by themselves."
        : "Most of the best estimate is this trader’s own: there were limits enough to learn from.",
    ),
  );
}
