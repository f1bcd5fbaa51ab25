import {bartlettDegrees, defaultLags} from "../../evaluate/index.ts";
import {tQuantile} from "../../numeric/index.ts";
import type {Evidence, GateLimits} from "../evidence.ts";
import {changeOf, errorBehind} from "../more-data.ts";
import type {Change, Gate, GateStatus} from "../types.ts";

/** Whether the predictions beat the best naive rule on the same rows. */
export function skillGate({skill, signal}: Pick<Evidence, "skill" | "signal">, limits: GateLimits): Gate {
  const test = skill?.test ?? null;
  // against a rule without any error every prediction loses, by rounding if by nothing else: that says nothing of it
  const perfect = test !== null && !(naiveLoss(skill) > 0);
  const significant = test !== null && !perfect && test.p <= limits.skillLevel;
  const status =
    test === null ? "not assessed" : significant ? (test.difference > 0 ? "pass" : "fail") : "inconclusive";
  const words: Record<GateStatus, string> = {
    pass: "The predictions beat the best naive rule on the same rows.",
    fail: "The best naive rule beats the predictions on the same rows.",
    inconclusive: perfect
      ? "A naive rule foretells the P&L exactly: there is nothing to be skilful about."
      : "The predictions cannot be told apart from the best naive rule on the same rows.",
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
    change: changeOfSkill(skill, limits),
  };
}

function changeOfSkill(skill: Evidence["skill"], {skillLevel, power}: GateLimits): Change {
  const test = skill?.test ?? null;
  if (skill === null || test === null)
    return {kind: "otherwise", words: "Out-of-sample predictions on enough days to compare."};
  // as shares of the naive rule's loss: a squared error has no unit that a reader knows. The interval is at the gate's own level.
  const naive = naiveLoss(skill);
  if (!(naive > 0)) return {kind: "otherwise", words: "P&L that a naive rule does not foretell exactly."};
  const error = errorBehind(test.interval, tQuantile(0.5 + test.level / 2, skill.days - 1)) / naive;
  const half = tQuantile(1 - skillLevel / 2, skill.days - 1) * error;
  const estimate = test.difference / naive;
  return changeOf({
    of: "gain over the best naive rule",
    unit: "share",
    estimate,
    interval: [estimate - half, estimate + half],
    days: skill.days,
    ...{standardError: error, degrees: bartlettDegrees(skill.days, 1 + defaultLags(skill.days)), power},
    critical: (n) => tQuantile(1 - skillLevel / 2, n - 1),
  });
}

/** Loss of the rule that the predictions are tested against. */
function naiveLoss(skill: Evidence["skill"]): number {
  return skill?.baselines.find((b) => b.name === skill.test?.versus)?.loss ?? 0;
}
