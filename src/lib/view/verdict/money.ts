import type {VerdictReport} from "../../verdict/types.ts";
import {h} from "../dom.ts";
import {type Findings, toneOf} from "../finding.ts";

const reading = {
  better: " of the difference came from knowing when to cut, the part that only a model can add.",
  worse: " of the difference came from when it cut: its timing lost money.",
  unclear: " of the difference came from when it cut. That range holds zero, so it may be luck.",
};

/** What following the model would have made of what was earned, and how much of that is its own; null where no policy could be judged. */
export function moneyLine(verdict: VerdictReport, findings: Findings): HTMLElement | null {
  const id = (name: string) => `impact.${verdict.signal}.total.${name}`;
  const known = ["days", "actual", "policy", "changed", "timing"].every(
    (name) => findings.has(id(name)) && findings.get(id(name)).value !== null,
  );
  if (!known) return null;
  const shown = (name: string) => findings.finding(id(name));
  // that it had not seen them is only known where the audit of leakage says so
  const unseen = verdict.gates.some((g) => g.id === "leakage" && g.status === "pass");
  const start = ["Replayed on ", shown("days"), unseen ? " days the model had not seen: " : " days: "];
  if (findings.get(id("changed")).value === 0)
    return h("p", {class: "pb-money"}, start, "the policy never acted, so that ", shown("actual"), " stays as it was.");
  return h(
    "p",
    {class: "pb-money"},
    start,
    shown("policy"),
    " in place of ",
    shown("actual"),
    ". ",
    findings.finding(id("timing"), {tone: true}),
    reading[toneOf(findings.get(id("timing")))],
  );
}
