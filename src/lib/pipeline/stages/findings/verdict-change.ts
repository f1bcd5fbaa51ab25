import type {FindingDraft} from "../../../study/index.ts";
import type {Change} from "../../../verdict/index.ts";

/** More days, how many in all, and the smallest effect; or how far a gate that passed is from not passing. */
export function changeFindings(id: string, title: string, change: Change): FindingDraft[] {
  const artifact = "verdict.json";
  if (change.kind === "otherwise") return [];
  if (change.kind === "margin")
    return [
      {
        id: `${id}.share`,
        label: `${title}: share of the effect by which its interval stays clear of zero`,
        value: change.share,
        unit: "share",
        n: null,
        method: "Near end of the interval over the estimate.",
        artifact,
      },
    ];
  const {power, days, daysNeeded, moreDays, fewestDays, smallest, unit, reason} = change;
  const how =
    `From the standard error at hand, which allows for dependence over time, at its upper confidence limit as it is itself estimated (Browne 1995); power ${Number((100 * power).toPrecision(4))} % (Bloom 1995). ` +
    "That the effect seen is the true one is a guess: the fewest days are what the most favourable effect in the interval would need.";
  const common = {n: days, of: "days", method: how, artifact, note: reason ?? undefined};
  return [
    {
      ...common,
      id: `${id}.more_days`,
      label: `${title}: more days needed at the effect seen`,
      value: moreDays,
      unit: "days",
    },
    {
      ...common,
      id: `${id}.fewest_days`,
      label: `${title}: fewest days in all, were the effect as large as its interval allows`,
      value: fewestDays,
      unit: "days",
      note:
        fewestDays === null
          ? "Even the most favourable effect that the interval holds is against the policy."
          : undefined,
    },
    {
      ...common,
      id: `${id}.smallest`,
      label: `${title}: smallest effect that this many days show`,
      value: smallest > 0 ? smallest : null,
      unit,
      note: smallest > 0 ? undefined : (reason ?? undefined),
    },
    {...common, id: `${id}.days_needed`, label: `${title}: days needed in all`, value: daysNeeded, unit: "days"},
  ];
}

/** Days that the desk has too few of, by the least number that the study declares. */
export function missingDays(days: number, least: number): FindingDraft[] {
  if (days >= least) return [];
  return [
    {
      id: "verdict.change.quality.more_days",
      label: "More trading days that the study asks for",
      value: least - days,
      unit: "days",
      n: days,
      of: "days",
      method: "Least number of trading days declared in the study, less those on file.",
      artifact: "verdict.json",
    },
  ];
}
