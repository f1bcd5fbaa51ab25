import type {AttainableR2} from "./attainable-r2.ts";
import type {LearningReport, TwinReport, WhyLowReport} from "./types.ts";

/** Why R² is what it is, one reason a code, in the order in which they answer. The page words them. */
export type Reason =
  /** R² lies three standard errors or more above what the past allows: the predictions have seen what they predict. */
  | "too good"
  /** The past says nothing of this P&L. */
  | "nothing to foretell"
  /** Most of P&L is the luck of the day: less than a fifth of its variance can be foretold. */
  | "mostly luck"
  /** More than half of the variance is neither the trader's level nor the day's. */
  | "each day its own"
  /** Most of what can be foretold is: what is missing is not the model's fault. */
  | "mostly reached"
  /** Less than half of what can be foretold is, or none. */
  | "left on the table"
  | "none reached"
  /** R² still grows with the days learnt from; or it cannot be seen to. */
  | "more days help"
  | "more days do not help"
  /** Predictions are not related to P&L, not even on their own day. */
  | "not related"
  /** The hit rate is not above that of saying the same every day. */
  | "hit rate is majority"
  /** More days are needed to see skill of this size. */
  | "too few days";

/** By the value, as the page's own words have it: nothing reached is no share of anything. */
function reachedReason({reached}: AttainableR2): Reason[] {
  if (reached === null) return [];
  const {value} = reached;
  if (value <= 0) return ["none reached"];
  if (value < 0.5) return ["left on the table"];
  return ["mostly reached"];
}

/**
 * Which of the reasons hold. What is attainable is the truth's where that is known, else the twin's, about which less is
 * said: what the model reaches of it belongs to the twin. The curve by days is no reason for predictions made elsewhere.
 */
export function reasonsOf(
  report: Omit<WhyLowReport, "reasons" | "limits">,
  learning: LearningReport,
  twin: TwinReport,
): Reason[] {
  const {r2, known, shares, hit, decay, power, subject} = report;
  const attainable = known ?? twin.skill;
  const reasons: Reason[] = [];
  if (known !== null && r2?.standardError && r2.value - 3 * r2.standardError > known.attainable.value)
    reasons.push("too good");
  if (attainable !== null) {
    if (attainable.reached === null) reasons.push("nothing to foretell");
    else if (attainable.attainable.value < 0.2) reasons.push("mostly luck");
  }
  if ((shares?.shares.find(({part}) => part === "rest")?.interval?.[0] ?? 0) > 0.5) reasons.push("each day its own");
  if (attainable !== null && !reasons.includes("too good")) reasons.push(...reachedReason(attainable));
  const last = learning.curves.at(0)?.points.at(-1)?.gain ?? null;
  const about = subject?.source !== "given" && !reasons.includes("nothing to foretell");
  if (about && last !== null && last.p !== null)
    reasons.push(last.r2 > 0 && last.p <= 1 - report.level ? "more days help" : "more days do not help");
  const own = decay.find(({signal}) => signal === subject?.name)?.points.find(({horizon}) => horizon === 0);
  if (own?.interval && own.interval[0] <= 0) reasons.push("not related");
  if (hit?.aboveMajority.interval && hit.aboveMajority.interval[0] <= 0) reasons.push("hit rate is majority");
  if ((power?.seen.moreDays ?? 0) > 0) reasons.push("too few days");
  return reasons;
}
