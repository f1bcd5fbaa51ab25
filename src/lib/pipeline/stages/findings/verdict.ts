import type {FindingDraft, Study} from "../../../study/index.ts";
import type {Change, VerdictReport} from "../../../verdict/index.ts";

const rule =
  "A required gate that fails: do not deploy. Else one that did not pass: not enough evidence. Else: deploy.";

/** The verdict, its gates, what would change each, when it was declared, and the same for every trader. */
export function verdictFindings(
  verdict: VerdictReport,
  {
    slugs,
    days,
    gates: limits,
  }: {readonly slugs: readonly string[]; readonly days: number; readonly gates: Study["gates"]},
): FindingDraft[] {
  const {decision, because, gates, traders, registration} = verdict;
  const words = {unit: "text" as const, artifact: "verdict.json"};
  return [
    {
      ...words,
      id: "verdict.decision",
      label: "Verdict",
      value: decision,
      n: gates.length,
      of: "gates",
      method: rule,
      note: because,
    },
    ...gates.map(
      (gate): FindingDraft => ({
        ...words,
        id: `verdict.gate.${gate.id}`,
        label: gate.title,
        value: gate.status,
        n: null,
        method: gate.asks,
        note: gate.evidence,
      }),
    ),
    ...gates.flatMap((gate) =>
      gate.change === null ? [] : changeFindings(`verdict.change.${gate.id}`, gate.title, gate.change),
    ),
    ...missingDays(days, limits.minDays),
    ...registrationFindings(registration),
    designFinding(verdict),
    {
      id: "verdict.signals",
      label: "Signals judged beside the primary one",
      value: verdict.signals - 1,
      unit: "count",
      n: verdict.signals,
      of: "signals",
      method: verdict.declaredPrimary
        ? "The primary signal is named in the study; the others cannot take its place, so that its test needs no correction for them."
        : "The study names no primary signal: the first that a fixed rule finds is judged, so that nobody picks the best.",
      artifact: "verdict.json",
    },
    ...traders.flatMap((one) => traderFindings(one, slugs[one.trader])),
    ...countFindings(traders),
  ];
}

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
    `From the standard error at hand, which allows for dependence over time; power ${Number((100 * power).toPrecision(4))} % (Bloom 1995). ` +
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

function missingDays(days: number, least: number): FindingDraft[] {
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

function registrationFindings({status, words, time, sha256, commit}: VerdictReport["registration"]): FindingDraft[] {
  const text = {unit: "text" as const, n: null, artifact: "verdict.json"};
  return [
    {
      ...text,
      id: "verdict.registration",
      label: "Pre-registration",
      value: status,
      method: "Time of the commit that last changed the study file, against the last day of the data.",
      note: words,
    },
    {
      ...text,
      id: "verdict.registration.date",
      label: "Date of the study file's last commit",
      value: time === null ? null : time.slice(0, 10),
      method:
        commit === null
          ? "git log of the study file."
          : `git log of the study file: commit ${commit.slice(0, 12)}, in UTC.`,
      note: time === null ? words : undefined,
    },
    {
      ...text,
      id: "verdict.registration.sha256",
      label: "SHA-256 of the study file",
      value: sha256,
      method: "Of the file's bytes.",
      note: sha256 === null ? words : undefined,
    },
  ];
}

function designFinding({designs, design}: VerdictReport): FindingDraft {
  const own = designs.find((d) => d.primary)?.status ?? "not assessed";
  const others = designs.filter((d) => !d.primary && d.status !== "not assessed");
  return {
    id: "verdict.designs.agree",
    label: "Other causal designs that say the same as the declared one",
    value: own === "not assessed" ? null : others.filter((d) => d.status === own).length,
    unit: "count",
    n: others.length,
    of: "other designs",
    method: `Same answer as the declared design (${design}): interval above zero, below, or neither with an assumption that failed. They do not decide.`,
    artifact: "verdict.json",
    note: own === "not assessed" ? "The declared design has no estimate." : undefined,
  };
}

function traderFindings(one: VerdictReport["traders"][number], slug: string): FindingDraft[] {
  const id = `verdict.trader.${slug}`;
  const {change} = one;
  return [
    {
      id,
      label: "Verdict for the trader",
      value: one.decision,
      unit: "text",
      n: null,
      method: `${rule} Timing and the effect of real limits are the trader's own, with intervals that hold for all traders at once.`,
      artifact: "verdict.json",
      note: one.because,
    },
    ...(change?.kind === "more data"
      ? [
          {
            id: `${id}.more_days`,
            label: "More days needed at the timing seen",
            value: change.moreDays,
            unit: "days" as const,
            n: change.days,
            of: "days",
            method: "From the standard error of the trader's timing at the joint level (Bloom 1995).",
            artifact: "verdict.json",
            note: change.reason ?? undefined,
          },
        ]
      : []),
  ];
}

function countFindings(traders: VerdictReport["traders"]): FindingDraft[] {
  return (["deploy", "do not deploy", "not enough evidence"] as const).map((decision) => ({
    id: `verdict.traders.${decision.replaceAll(" ", "_")}`,
    label: `Traders with the verdict “${decision}”`,
    value: traders.filter((t) => t.decision === decision).length,
    unit: "count",
    n: traders.length,
    of: "traders",
    method: rule,
    artifact: "verdict.json",
  }));
}
