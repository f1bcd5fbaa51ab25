import type {Impact} from "../policy/types.ts";
import type {SignalRobustness} from "../robustness/types.ts";
import {statusOfInterval} from "./gates.ts";
import type {Decision, Gate, VerdictReport} from "./types.ts";

/**
 * One verdict from the gates. Evidence against (a required gate fails) is "do not deploy"; otherwise a required gate
 * that did not pass is "not enough evidence"; only all required gates passing is "deploy". The order of the gates
 * decides which is named, never what is decided.
 */
export function decide(gates: readonly Gate[]): {decision: Decision; decidedBy: string | null; because: string} {
  const required = gates.filter((g) => g.required);
  const failed = required.find((g) => g.status === "fail");
  if (failed) return {decision: "do not deploy", decidedBy: failed.id, because: failed.evidence};
  const open = required.find((g) => g.status !== "pass");
  if (open) return {decision: "not enough evidence", decidedBy: open.id, because: open.evidence};
  return {decision: "deploy", decidedBy: null, because: "Every required gate passed."};
}

/** What the policy's timing did for each trader, by intervals that hold jointly. */
export function traderOutcomes(
  impacts: readonly (Impact & {readonly trader: number})[],
  robustness: SignalRobustness | null,
): VerdictReport["traders"] {
  const intervals = new Map((robustness?.bootstrap?.traders ?? []).map((t) => [t.trader, t.timing]));
  return impacts.map((impact) => {
    const {trader} = impact;
    if (impact.rows === 0) return {trader, outcome: "not touched", because: "No day of this trader could be judged."};
    if (impact.changed === 0)
      return {trader, outcome: "not touched", because: "The policy never changed this trader's size."};
    const interval = intervals.get(trader);
    if (interval === undefined)
      return {trader, outcome: "not enough evidence", because: "No interval could be computed for this trader."};
    const status = statusOfInterval(interval);
    if (status === "pass") return {trader, outcome: "helped", because: "The cuts came on this trader's bad days."};
    if (status === "fail") return {trader, outcome: "harmed", because: "The cuts came on this trader's good days."};
    return {
      trader,
      outcome: "not enough evidence",
      because: "Help and harm are both compatible with this trader's days.",
    };
  });
}
