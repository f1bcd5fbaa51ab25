import type {DesignReport} from "../../causal/index.ts";
import type {Evidence, GateLimits} from "../evidence.ts";
import {changeOf, degreesBehind} from "../more-data.ts";
import type {Change, DesignAgreement, Gate, GateStatus} from "../types.ts";
import {list, percent, sentence, statusOfInterval} from "./words.ts";

/**
 * What limits did that were really applied. One design decides: the one that the study declares (`gates.design`), so that nobody picks
 * the one that pleases. The others are shown as agreeing or not; they neither help nor harm.
 */
export function causalGate(
  {designs, days}: Pick<Evidence, "designs" | "days">,
  limits: GateLimits,
  level: number,
): Gate {
  const report = designs.find((d) => d.id === limits.design);
  const status = report === undefined ? "not assessed" : statusOfDesign(report);
  const failed = failedAssumptions(report);
  const words: Record<GateStatus, string> = {
    pass: "Traders did better on days on which they were really limited than they would have done.",
    fail: "Traders did worse on days on which they were really limited than they would have done.",
    inconclusive:
      failed.length > 0
        ? sentence(`an assumption failed: ${list(failed)}`)
        : "What the desk's own limits did cannot be told apart from nothing.",
    "not assessed": report?.status === "refused" ? report.reason : "This design was not run.",
  };
  const estimated = report?.status === "estimated";
  return {
    id: "causal",
    title: "Real limits really helped",
    asks: `The effect of limits that were really applied lies above zero with its ${percent(level)} interval, and no assumption that can be checked failed. The design that decides is declared in the study: ${titleOf(report, limits.design)}.`,
    status,
    evidence: [words[status], agreementWords(designAgreement(designs, limits.design))]
      .filter((w) => w !== "")
      .join(" "),
    findings: estimated
      ? [limits.design === "partially-linear" ? "causal.effect" : `causal.design.${limits.design}.effect`]
      : [],
    required: limits.causal === "required" || estimated,
    change: changeOfDesign(report, failed, days, limits),
  };
}

/** Above zero, below, neither; inconclusive where an assumption that can be checked failed. */
export function statusOfDesign(report: DesignReport): GateStatus {
  if (report.status === "refused") return "not assessed";
  return failedAssumptions(report).length > 0 ? "inconclusive" : statusOfInterval(report.estimate.interval);
}

/** Each design beside the declared one. */
export function designAgreement(designs: readonly DesignReport[], primary: string): DesignAgreement[] {
  return designs.map((report) => ({
    id: report.id,
    title: report.title,
    primary: report.id === primary,
    status: statusOfDesign(report),
  }));
}

function agreementWords(designs: readonly DesignAgreement[]): string {
  const others = designs.filter((d) => !d.primary);
  const titles = (status: GateStatus) => others.filter((d) => d.status === status).map((d) => d.title.toLowerCase());
  const [above, below, neither] = [titles("pass"), titles("fail"), titles("inconclusive")];
  const parts = [
    above.length > 0 ? `above zero by ${list(above)}` : "",
    below.length > 0 ? `below zero by ${list(below)}` : "",
    neither.length > 0 ? `neither by ${list(neither)}` : "",
  ].filter((p) => p !== "");
  return parts.length === 0 ? "" : `Other designs, which do not decide: ${parts.join("; ")}.`;
}

/** Names of the assumptions of a design that were checked and do not hold. */
export function failedAssumptions(report: DesignReport | undefined): string[] {
  if (report?.status !== "estimated") return [];
  return report.card.assumptions.filter((a) => a.status === "failed").map((a) => a.name);
}

function titleOf(report: DesignReport | undefined, name: string): string {
  return (report?.title ?? name).toLowerCase();
}

function changeOfDesign(
  report: DesignReport | undefined,
  failed: readonly string[],
  days: number,
  {power}: GateLimits,
): Change {
  if (report === undefined || report.status === "refused")
    return {kind: "otherwise", words: report?.needs ?? "Limits that were really applied, on file."};
  if (failed.length > 0)
    return {
      kind: "otherwise",
      words: "Limits that leave like days unlimited: an assumption that fails is not mended by more days like these.",
    };
  const {value: estimate, interval, standardError, unit, level} = report.estimate;
  const critical = (interval[1] - interval[0]) / 2 / standardError;
  const degrees = degreesBehind(critical, level); // of traders as well as days: more days do not add to them
  const pilot = {standardError, degrees, critical: () => critical, power};
  return changeOf({of: "effect of real limits", unit, estimate, interval, days, ...pilot});
}
