import type {CausalReport} from "../causal/types.ts";
import type {AuditReport, SignalSkill} from "../evaluate/types.ts";
import type {Quality} from "../ingest/desk.ts";
import type {Impact} from "../policy/types.ts";
import type {SignalRobustness} from "../robustness/types.ts";
import type {Study} from "../study/index.ts";
import type {Gate, GateStatus} from "./types.ts";

/** All that the gates look at, for the primary signal. Null: that station could not run on this study. */
export interface Evidence {
  readonly signal: string;
  readonly days: number;
  readonly quality: Quality;
  readonly audit: AuditReport;
  readonly skill: SignalSkill | null;
  readonly impact: Impact | null;
  readonly robustness: SignalRobustness | null;
  readonly causal: CausalReport;
}

/** The gates in the order in which they are asked (METHODS.md section 7); the first that decides is named in the verdict. */
export function gatesOf(evidence: Evidence, limits: Study["gates"], level: number): Gate[] {
  return [
    qualityGate(evidence, limits),
    leakageGate(evidence),
    skillGate(evidence, limits),
    timingGate(evidence, level),
    placeboGate(evidence, limits),
    causalGate(evidence, limits, level),
  ];
}

/** An interval above zero is evidence for, below zero evidence against, across zero neither. */
export function statusOfInterval([lower, upper]: readonly [number, number]): GateStatus {
  if (lower > 0) return "pass";
  return upper < 0 ? "fail" : "inconclusive";
}

/** Bad data never speak against a policy: they only take away what could have been known. */
function qualityGate({quality, days}: Evidence, limits: Study["gates"]): Gate {
  const read = quality.files.reduce((sum, f) => sum + f.rowsRead, 0);
  const aside = quality.files.reduce((sum, f) => sum + f.rowsSetAside, 0);
  const problems = [
    read === 0 || aside > limits.maxSetAside * read ? "too many rows had to be set aside" : "",
    days < limits.minDays ? "the desk has too few trading days" : "",
    ...quality.checks.filter((c) => c.severity === "error").map((c) => `${c.title}: ${c.consequence}`),
  ].filter((p) => p !== "");
  return {
    id: "quality",
    title: "The data can carry a verdict",
    asks: `At most ${percent(limits.maxSetAside)} of rows set aside, at least ${limits.minDays} trading days, no check at severity "error".`,
    status: problems.length === 0 ? "pass" : "inconclusive",
    evidence: problems.length === 0 ? "Nothing in the data stands in the way." : sentence(problems.join("; ")),
    findings: ["data.rows_read", "data.rows_set_aside", "study.days"],
    required: true,
  };
}

function leakageGate({audit, signal}: Evidence): Gate {
  const checks = audit.checks.filter((c) => concerns(c.id, signal));
  const leaks = checks.filter((c) => c.status === "leak");
  const blind = checks.filter((c) => c.status === "not auditable");
  return {
    id: "leakage",
    title: "Nothing knew the future",
    asks: "Rewriting the future changes nothing of the past, bit for bit, from ingest to multipliers; split, labels and timing hold.",
    status: leaks.length > 0 ? "fail" : blind.length > 0 || checks.length === 0 ? "not assessed" : "pass",
    evidence:
      leaks.length > 0
        ? sentence(leaks.map((c) => `${c.title}: ${c.evidence}`).join("; "))
        : blind.length > 0
          ? sentence(blind.map((c) => c.evidence.replace(/\.$/, "")).join("; "))
          : checks.length === 0
            ? "No check could be run."
            : "The past stayed as it was in every rewrite, and no fact of the split, the labels or the registry is wrong.",
    findings: ["audit.compared"],
    required: true,
  };
}

/** Checks of one signal end with its name; what other signals did is not held against the one that is judged. */
function concerns(check: string, signal: string): boolean {
  const [, of, ...name] = check.split(".");
  return !["models", "predictions", "policy"].includes(of) || name.join(".") === signal;
}

function skillGate({skill, signal}: Evidence, limits: Study["gates"]): Gate {
  const test = skill?.test ?? null;
  const significant = test !== null && test.p <= limits.skillLevel;
  const status =
    test === null ? "not assessed" : significant ? (test.difference > 0 ? "pass" : "fail") : "inconclusive";
  const words: Record<GateStatus, string> = {
    pass: "The predictions beat the best naive rule on the same rows.",
    fail: "The best naive rule beats the predictions on the same rows.",
    inconclusive: "The predictions cannot be told apart from the best naive rule on the same rows.",
    "not assessed": skill?.notes[0] ?? "There are no out-of-sample predictions to judge.",
  };
  return {
    id: "skill",
    title: "The predictions beat naive rules",
    asks: `Out-of-sample loss is below the best naive rule's, p ≤ ${limits.skillLevel}, two-sided (Diebold-Mariano test).`,
    status,
    evidence: words[status],
    findings: [`skill.${signal}.difference`, `skill.${signal}.p`],
    required: true,
  };
}

function timingGate({impact, robustness, signal}: Evidence, level: number): Gate {
  const interval = robustness?.bootstrap?.total.timing ?? null;
  const untouched = impact !== null && impact.changed === 0;
  const status = untouched ? "inconclusive" : interval === null ? "not assessed" : statusOfInterval(interval);
  const words: Record<GateStatus, string> = {
    pass: "Knowing when to cut earned money, beyond what trading less would have done.",
    fail: "The cuts came on the wrong days: timing lost money.",
    inconclusive: untouched
      ? "The fitted policy never acted: no cut-off earned its place in a training window."
      : "Gain and loss from timing are both compatible with these data.",
    "not assessed": robustness?.notes[0] ?? "There is no policy whose timing could be judged.",
  };
  return {
    id: "timing",
    title: "The policy's timing earns money",
    asks: `The timing part of the policy's P&L lies above zero with its ${percent(level)} interval.`,
    status,
    evidence: words[status],
    findings: [`impact.${signal}.total.timing`],
    required: true,
  };
}

function placeboGate({robustness, signal}: Evidence, limits: Study["gates"]): Gate {
  const shift = robustness?.shift ?? null;
  const status = shift === null ? "not assessed" : shift.p <= limits.placeboLevel ? "pass" : "inconclusive";
  const words: Record<GateStatus, string> = {
    pass: "The same cuts on shifted days do worse.",
    fail: "",
    inconclusive: "The same cuts on the wrong days often do as well.",
    "not assessed": robustness?.notes[0] ?? "There is no policy to shift.",
  };
  return {
    id: "placebo",
    title: "A wrong calendar does not do as well",
    asks: `Shifting the policy's days in a circle beats the true calendar with p ≤ ${limits.placeboLevel}, one-sided.`,
    status,
    evidence: words[status],
    findings: [`robustness.${signal}.shift.p`],
    required: true,
  };
}

function causalGate({causal}: Evidence, limits: Study["gates"], level: number): Gate {
  const status = causal.status === "estimated" ? statusOfInterval(causal.interval) : "not assessed";
  const failed = causal.status === "estimated" ? causal.assumptions.filter((a) => a.status === "failed") : [];
  const words: Record<GateStatus, string> = {
    pass: "Traders did better on days on which they were really limited than they would have done.",
    fail: "Traders did worse on days on which they were really limited than they would have done.",
    inconclusive: "What the desk's own limits did cannot be told apart from nothing.",
    "not assessed": causal.status === "estimated" ? "" : causal.reason,
  };
  return {
    id: "causal",
    title: "Real limits really helped",
    asks: `The effect of limits that were really applied lies above zero with its ${percent(level)} interval, and no assumption that can be checked failed.`,
    status: failed.length > 0 && status !== "not assessed" ? "inconclusive" : status,
    evidence:
      failed.length > 0 ? sentence(`An assumption failed: ${failed.map((a) => a.name).join(", ")}`) : words[status],
    findings: causal.status === "estimated" ? ["causal.effect"] : [],
    required: limits.causal === "required" || causal.status === "estimated",
  };
}

const sentence = (words: string) =>
  `${words.charAt(0).toUpperCase()}${words.slice(1)}${/[.!?]$/.test(words) ? "" : "."}`;
/** "95 %" from 0.95, without the noise of binary fractions. */
const percent = (share: number) => `${Number((share * 100).toPrecision(6))} %`;
