import {float64, int32} from "../../numeric/index.ts";
import {isRefusal} from "../limit-sample.ts";
import type {Refusal} from "../types.ts";
import {counted, percent} from "../words.ts";
import {atRiskSample, firstLimits, traderCount} from "./adjusted.ts";
import {adoptionSample, daysPerPeriod, pastPeriods} from "./adoption.ts";
import {ruleRows} from "./discontinuity.ts";
import {minimumDoses} from "./dose-curve.ts";
import {commonStart} from "./interrupted.ts";
import {levelRows, levelShortcoming, levelWords} from "./multi-valued.ts";
import type {DesignName} from "./names.ts";
import {loggedRows} from "./off-policy.ts";
import type {DesignContext, DesignReport} from "./types.ts";

/** Something that was done to traders, whose effect could be asked for. */
export interface CandidateTreatment {
  readonly id: "limit" | "strength" | "signal followed" | "adoption" | "chance";
  readonly title: string;
  /** What the records say of it. */
  readonly found: string;
  /** Whether there is anything to estimate from at all. */
  readonly possible: boolean;
  readonly designs: readonly DesignVerdict[];
}

/** Whether the study permits a design; a design that was tried and failed is not permitted, for the estimator's own reason. */
export type DesignVerdict = {readonly id: DesignName} & (
  | {readonly permitted: true}
  | ({readonly permitted: false} & Refusal)
);

/** What was done to traders, and which design this study permits for each. @param reports of the designs, any order. */
export function assistant(context: DesignContext, reports: readonly DesignReport[]): CandidateTreatment[] {
  const verdicts = (ids: readonly DesignName[]): DesignVerdict[] =>
    ids.map((id) => {
      const report = reports.find((r) => r.id === id);
      if (report?.status === "estimated") return {id, permitted: true};
      const {reason, needs} = report ?? {reason: "It was not tried.", needs: "A run of the design."};
      return {id, permitted: false, reason, needs};
    });
  return [
    {
      id: "limit",
      title: "A limit on the day",
      ...limitsFound(context),
      designs: verdicts(["partially-linear", "interactive-ate", "interactive-att", "by-trader"]),
    },
    {id: "strength", title: "How hard the limit was", ...strengthsFound(context), designs: verdicts(["multi-valued"])},
    {
      id: "signal followed",
      title: "A signal that called for a limit",
      ...signalFound(context),
      designs: verdicts(["discontinuity"]),
    },
    {
      id: "adoption",
      title: "Coming under limits",
      ...adoptionFound(context),
      designs: verdicts(["staggered-did", "synthetic-control", "synthetic-did", "interrupted"]),
    },
    {
      id: "chance",
      title: "A limit set with a known chance",
      ...chancesFound(context),
      designs: verdicts(["off-policy"]),
    },
  ];
}

type Found = Pick<CandidateTreatment, "found" | "possible">;

const none: Found = {found: "No interventions are on record.", possible: false};

function limitsFound({panel, interventions}: DesignContext): Found {
  if (interventions === null) return none;
  const [trader, day, m] = [
    int32(interventions, "trader"),
    int32(interventions, "day"),
    float64(interventions, "multiplier"),
  ];
  const at = Array.from(m.keys()).filter((k) => m[k] < 1);
  if (at.length === 0) return {found: "No multiplier below 1 is on record.", possible: false};
  return {
    found:
      `${counted(at.length, "trader-day")} with a limit (${percent(at.length / panel.rows)} of all that can be compared), ` +
      `${counted(new Set(at.map((k) => trader[k])).size, "trader")} on ${counted(new Set(at.map((k) => day[k])).size, "day")}.`,
    possible: true,
  };
}

function strengthsFound(context: DesignContext): Found {
  if (context.interventions === null) return none;
  const {counts} = levelRows(context);
  const cuts = new Set(float64(context.interventions, "multiplier").filter((m) => m < 1)).size;
  return {
    found: `${cuts === 1 ? "One size of cut" : `${counted(cuts, "size")} of cuts`}. Trader-days after the first limit: ${levelWords(counts)}.`,
    possible: levelShortcoming(counts) === null || cuts >= minimumDoses,
  };
}

function signalFound(context: DesignContext): Found {
  const {rule} = context;
  if (rule === null) return {found: "No signal with a stated cut-off is on record.", possible: false};
  const sample = atRiskSample(context);
  if (isRefusal(sample))
    return {found: `${rule.label} with cut-off ${rule.cutoff}; ${lowered(sample.reason)}`, possible: false};
  const rows = ruleRows(sample, rule);
  if ("reason" in rows) return {found: rows.reason, possible: false};
  const above = Array.from(rows.score.keys()).filter((i) => rows.score[i] >= 0);
  const below = rows.score.length - above.length;
  const followed = above.filter((i) => rows.d[i] === 1).length;
  const limited = rows.d.reduce((sum, d) => sum + d, 0) - followed;
  return {
    found:
      `${rule.label}, cut-off ${rule.cutoff}: called for a limit on ${counted(above.length, "trader-day")}, which got one in ` +
      `${percent(followed / above.length)} of cases; on the ${below} others ${percent(limited / below)} got one.`,
    possible: true,
  };
}

function adoptionFound(context: DesignContext): Found {
  const {panel, interventions} = context;
  if (interventions === null) return none;
  const seen = [...new Set(int32(panel, "trader"))];
  const first = firstLimits(interventions, traderCount(panel));
  const past = pastPeriods * daysPerPeriod;
  const early = seen.filter((t) => first[t] >= 0 && first[t] < past).length;
  const late = seen.filter((t) => first[t] >= past).length;
  return {
    found: `${counted(early, "trader")} with a first limit in the first ${past} days, ${late} later, ${seen.length - early - late} never.`,
    possible: !("reason" in adoptionSample(context)) || !("reason" in commonStart(context)),
  };
}

function chancesFound(context: DesignContext): Found {
  const log = loggedRows(context);
  return "reason" in log
    ? {found: log.reason, possible: false}
    : {found: `${counted(log.y.length, "trader-day")} with a known chance of what was done.`, possible: true};
}

function lowered(text: string): string {
  return text.charAt(0).toLowerCase() + text.slice(1);
}
