import type {Study} from "../study/index.ts";
import type {DeskOutline} from "./plan.ts";
import type {Plan} from "./types.ts";

type Limit = Plan["limits"][number];

/** Everything that this study cannot do on this desk, and why: shown on the site, so that nothing is left out in silence. */
export function limitsOf({
  study,
  desk,
  signals,
  short,
}: Pick<Plan, "signals"> & {
  readonly study: Study;
  readonly desk: DeskOutline;
  /** Why the desk is too short for a fold; null: it is not. */
  readonly short: string | null;
}): Limit[] {
  const limits: Limit[] = [];
  const days = count(desk.days.length, "day");
  if (short !== null)
    limits.push({what: "Training and thresholds, walk-forward", why: `the desk has ${days}; ${short}`});
  if (study.learners.length + study.targets.length === 0)
    limits.push({what: "Models trained here", why: "the study lists no learner; only given predictions are judged"});
  if (!desk.has.predictions)
    limits.push({what: "Judging predictions made elsewhere", why: "there is no predictions.csv"});
  if (study.signals === "auto")
    for (const {name, why} of desk.recognised.unrecognised)
      limits.push({what: `Judging the column "${name}" of predictions.csv`, why});
  for (const {name, kind, outcome} of signals)
    if (kind === "probability" && outcome === null)
      limits.push({
        what: `Holding "${name}" against the event that it predicts`,
        why: "no 0/1 column says whether that happened; a day with net P&L below zero stands for it",
      });
  if (desk.accounts.length === 1)
    limits.push({what: "Comparing traders", why: "the desk has one trader: ranks and desk averages say nothing"});
  if (study.learners.length + study.targets.length > 0) {
    for (const [column, what] of [
      ["trades", "Features of how much a trader trades"],
      ["fees", "Features of what trading costs"],
    ] as const)
      if (!desk.columns.includes(column)) limits.push({what, why: `daily.csv has no column "${column}"`});
    if (!desk.has.market) limits.push({what: "Features of the market", why: "there is no market.csv"});
  }
  if (!desk.has.interventions)
    limits.push({
      what: "The causal effect of cuts that were really made",
      why: "there is no interventions.csv; what a policy would have done is accounting under the replay assumption",
    });
  return limits;
}

const count = (n: number, noun: string) => `${n} ${noun}${n === 1 ? "" : "s"}`;
