import type {FindingDraft, Study} from "../../../study/index.ts";
import type {VerdictReport} from "../../../verdict/index.ts";
import {changeFindings, missingDays} from "./verdict-change.ts";
import {rule, verdictsOnTraders} from "./verdict-traders.ts";

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
    ...verdictsOnTraders(traders, slugs),
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
