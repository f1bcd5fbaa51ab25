import type {HiddenCauseAnswer} from "../../robustness/sensitivity/hidden-cause.ts";
import type {Evidence, GateLimits} from "../evidence.ts";
import type {Gate, GateStatus} from "../types.ts";

/** Designs whose estimate rests on having seen every common cause. */
export const adjusting: readonly string[] = ["partially-linear", "interactive-ate", "interactive-att", "by-trader"];

/** Whether the effect of real limits would outlast a hidden cause as strong as the strongest that was seen. */
export function sensitivityGate(
  {sensitivity, designs}: Pick<Evidence, "sensitivity" | "designs">,
  limits: GateLimits,
): Gate {
  const head = {
    id: "sensitivity" as const,
    title: "No hidden cause of ordinary strength explains it",
    asks: `The interval of the effect of real limits still leaves out zero if a hidden cause were ${limits.hiddenCause} × as strong as the strongest feature that was seen (robustness value above that benchmark).`,
    findings: ["sensitivity.robustness_value", "sensitivity.robustness_value_at_level"],
  };
  const causal = designs.find((d) => d.id === limits.design);
  const rests = adjusting.includes(limits.design);
  const needed = rests && (limits.causal === "required" || causal?.status === "estimated");
  if (!rests)
    return {
      ...head,
      status: "not assessed",
      evidence: "The declared design does not rest on having seen every common cause.",
      required: false,
      change: null,
    };
  const judged = sensitivity?.status === "computed" ? judge(sensitivity, limits.hiddenCause) : null;
  return {
    ...head,
    status: judged?.status ?? "not assessed",
    evidence:
      judged?.words ??
      (sensitivity?.status === "not possible" ? sensitivity.reason : "There is no effect of real limits to question."),
    required: needed,
    change:
      judged?.status === "pass"
        ? null
        : {
            kind: "otherwise",
            words:
              judged === null
                ? "Limits that were really applied, on file."
                : "More days narrow the interval, but no number of days makes a hidden cause weaker. What would: a larger effect, the missing cause on record, or limits that are assigned by chance or by a threshold.",
          },
  };
}

function judge(
  {robustnessValueAtLevel, explainedAway}: HiddenCauseAnswer & {readonly status: "computed"},
  times: number,
): {status: GateStatus; words: string} {
  if (!(robustnessValueAtLevel > 0))
    return {
      status: "inconclusive",
      words: "The interval holds zero as it stands: there is nothing yet for a hidden cause to explain.",
    };
  if (explainedAway === null)
    return {status: "pass", words: "No feature that was seen moves both the limits and the P&L."};
  const {timesAtLevel, label} = explainedAway;
  return timesAtLevel === null || timesAtLevel >= times
    ? {
        status: "pass",
        words: `A hidden cause as strong as “${label}”, the strongest that was seen, would not explain it away.`,
      }
    : {
        status: "inconclusive",
        words: `A hidden cause about as strong as “${label}”, the strongest that was seen, could explain it away.`,
      };
}
