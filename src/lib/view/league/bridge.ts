import type {League} from "../../evaluate/league/types.ts";
import type {Plan} from "../../evaluate/types.ts";
import type {VerdictReport} from "../../verdict/types.ts";
import {h} from "../dom.ts";
import {marks} from "../gates.ts";

/**
 * Why the verdict and the league may differ: the verdict asks of one prediction, named beforehand; the league asks whether the best of
 * several is better than luck would make it. null where the judged prediction is not in the league, or has no rival there.
 */
export function leagueBridge(
  {signal, gates, declaredPrimary}: Pick<VerdictReport, "signal" | "gates" | "declaredPrimary">,
  {signals}: Pick<Plan, "signals">,
  league: League,
): HTMLElement | null {
  const gate = gates.find((g) => g.id === "skill");
  const label = signals.find((s) => s.name === signal)?.label;
  const rivals = league.entries.filter((e) => !e.naive);
  if (gate === undefined || label === undefined || rivals.length < 2 || !rivals.some((e) => e.name === signal))
    return null;
  return h(
    "p",
    {"data-artifact": "verdict/verdict.json"},
    `The verdict asks less than the league: it looks at ${label} alone, which the study ${declaredPrimary ? "names" : "lists first"}, so that nothing is picked and no discount is due (its gate “${gate.title}”: ${marks[gate.status].word.toLowerCase()}). The league asks whether the best of all is better than luck would make it.`,
  );
}
