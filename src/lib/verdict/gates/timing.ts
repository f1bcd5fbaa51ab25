import {tQuantile} from "../../numeric/index.ts";
import type {Impact} from "../../policy/types.ts";
import type {SignalRobustness} from "../../robustness/types.ts";
import type {Evidence, GateLimits} from "../evidence.ts";
import {changeOf, errorBehind} from "../more-data.ts";
import type {Change, Gate, GateStatus} from "../types.ts";
import {percent, statusOfInterval} from "./words.ts";

/** Whether the policy's timing earns money. */
export function timingGate(
  {impact, robustness, signal}: Pick<Evidence, "impact" | "robustness" | "signal">,
  limits: GateLimits,
  level: number,
): Gate {
  const interval = robustness?.bootstrap?.total.timing ?? null;
  const untouched = impact !== null && impact.changed === 0;
  const status = untouched ? "inconclusive" : interval === null ? "not assessed" : statusOfInterval(interval);
  const words: Record<GateStatus, string> = {
    pass: "Knowing when to cut earned money, beyond what trading less would have done.",
    fail: "The cuts came on the wrong days: timing lost money.",
    inconclusive: untouched
      ? "The policy never acted: on the days judged, no prediction lay beyond a cut-off that was in force."
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
    change: changeOfTiming({
      impact,
      interval,
      bootstrap: robustness?.bootstrap ?? null,
      level,
      days: impact?.days ?? 0,
      power: limits.power,
    }),
  };
}

export interface TimingChange {
  readonly impact: Pick<Impact, "changed" | "timing"> | null;
  readonly interval: readonly [number, number] | null;
  readonly bootstrap: SignalRobustness["bootstrap"];
  /** Of the interval. */
  readonly level: number;
  /** Days of the whole desk that were judged: what the bootstrap drew from. */
  readonly days: number;
  readonly power: number;
}

/** What would change a judgement of timing: the desk's or one trader's. The standard error is the block bootstrap's. */
export function changeOfTiming({impact, interval, bootstrap, level, days, power}: TimingChange): Change {
  if (impact !== null && impact.changed === 0)
    return {
      kind: "otherwise",
      words:
        "A policy that acts: one that never does can be neither confirmed nor refuted, however many days there are.",
    };
  if (impact === null || interval === null || bootstrap === null)
    return {kind: "otherwise", words: "Enough days on which a policy could be judged."};
  const degrees = (n: number) => n / bootstrap.blockLength - 1; // blocks of days, less one
  const critical = (n: number) => tQuantile(0.5 + level / 2, degrees(n));
  const standardError = errorBehind(interval, critical(days));
  const pilot = {standardError, degrees: degrees(days), critical, power};
  return changeOf({of: "timing", unit: "currency", estimate: impact.timing, interval, days, ...pilot});
}
