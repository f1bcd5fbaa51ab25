import type {WhyLowReport} from "../../../evaluate/index.ts";
import type {FindingDraft} from "../../../study/index.ts";

/** What it takes to see skill: the smallest that can be seen, and days that the skill seen and the best possible need. */
export function powerFindings({power, days, level}: WhyLowReport, none: string): FindingDraft[] {
  const common = {n: days, of: "days", artifact: "why-low.json"};
  const percent = (x: number) => `${Number((100 * x).toFixed(1))} %`;
  const test =
    power === null
      ? "Diebold-Mariano against the mean so far."
      : `Diebold-Mariano against the mean so far at ${percent(power.size)}, on daily means of the gain, Bartlett long-run variance, at its upper confidence limit as it is itself estimated (Browne 1995); normal approximation, power ${percent(power.power)}.`;
  const missing =
    power === null
      ? none
      : "The prediction is no better than the mean so far: no number of days shows a skill that is not there.";
  const {seen, attainable} = power ?? {seen: null, attainable: null};
  return [
    {
      ...common,
      id: "why.power.detectable",
      label: "Smallest R² that so many days can show",
      value: power?.detectable ?? null,
      unit: "share",
      method: test,
      note: power === null ? none : undefined,
    },
    {
      ...common,
      id: "why.power.now",
      label: "Chance that as many new days would show a skill of this size",
      value: seen !== null && seen.r2 > 0 ? seen.powerNow : null,
      unit: "share",
      method: `${test} A power at the skill that was seen says no more than its p-value (Hoenig and Heisey 2001).`,
      note: seen !== null && seen.r2 > 0 ? undefined : missing,
    },
    {
      ...common,
      id: "why.power.days_needed",
      label: "Days needed to see skill of this size",
      value: seen?.daysNeeded ?? null,
      unit: "days",
      ...(seen?.daysNeededInterval ? {interval: seen.daysNeededInterval, level} : {}),
      method: `${test} Interval: days needed at the ends of the skill’s own interval.`,
      note: seen?.daysNeeded == null ? missing : undefined,
    },
    {
      ...common,
      id: "why.power.more_days",
      label: "More days needed to see skill of this size",
      value: seen?.moreDays ?? null,
      unit: "days",
      method: test,
      note: seen?.moreDays == null ? missing : undefined,
    },
    {
      ...common,
      id: "why.power.attainable_days",
      label: "Days that the best possible model would need",
      value: attainable?.daysNeeded ?? null,
      unit: "days",
      method: `${test} At the attainable R², from the desk’s truth where it is known, else from its simulated twins.`,
      note: attainable === null ? "What can be attained is not known here, or is nothing." : undefined,
    },
  ];
}
