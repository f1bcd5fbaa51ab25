import type {DesignReport} from "../causal/index.ts";
import {tQuantile} from "../numeric/index.ts";
import type {Impact} from "../policy/types.ts";
import type {KnownTruthReport} from "../robustness/known-truth/types.ts";
import type {SignalRobustness} from "../robustness/types.ts";
import {type Asked, decide} from "./decide.ts";
import type {GateLimits} from "./evidence.ts";
import {adjusting, changeOfTiming, failedAssumptions, statusOfInterval} from "./gates/index.ts";
import type {Gate, GateStatus, TraderVerdict} from "./types.ts";

export interface TraderEvidence {
  /** One a trader, in the order of the desk. */
  readonly impacts: readonly (Impact & {readonly trader: number})[];
  readonly robustness: SignalRobustness | null;
  /** The desk's gates. */
  readonly gates: readonly Gate[];
  readonly designs: readonly DesignReport[];
  /** The causal design that is declared to decide. */
  readonly design: GateLimits["design"];
  readonly knownTruth: KnownTruthReport | null;
  readonly level: number;
  readonly power: number;
  /** Days of the desk that were judged. */
  readonly days: number;
}

/**
 * The verdict for each trader, by the rule that holds for the desk. Data, leakage, methods, skill, placebos and hidden causes are asked
 * of the desk as a whole and hold for all. Two gates are the trader's own: timing, by intervals that hold for all traders at once
 * (Bonferroni), and the effect of real limits: his own, where his interval (the same correction) leaves out zero, else the desk's.
 *
 * So the chance that any trader at all is given a wrong "deploy" by his own days is at most half of 1 − level, and that any is given a
 * wrong "do not deploy" at most 1 − level; the expected share of wrong ones among those given is never more (Benjamini and Hochberg 1995).
 */
export function traderVerdicts(evidence: TraderEvidence): TraderVerdict[] {
  const {impacts, robustness, gates, level, power, days} = evidence;
  const common = gates.filter((g) => g.id !== "timing" && g.id !== "causal");
  const desk = gates.find((g) => g.id === "causal")!;
  const intervals = new Map((robustness?.bootstrap?.traders ?? []).map((t) => [t.trader, t.timing]));
  const effects = ownEffects(evidence);
  return impacts.map((impact) => {
    const {trader} = impact;
    const interval = impact.rows === 0 || impact.changed === 0 ? null : (intervals.get(trader) ?? null);
    const timing = interval === null ? "not assessed" : statusOfInterval(interval);
    const causal = ownCausal(effects.get(trader) ?? null, desk);
    const own: Asked[] = [
      {id: "timing", status: timing, evidence: timingWords(impact, timing), required: true},
      {id: "causal", status: causal.status, evidence: causal.words, required: desk.required},
    ];
    const decided = decide(inOrder(common, own));
    return {
      trader,
      ...decided,
      because:
        decided.decision === "deploy"
          ? "The cuts came on this trader's bad days, and every gate of the desk passed."
          : decided.because,
      timing,
      causal: causal.status,
      change:
        impact.rows === 0
          ? null
          : changeOfTiming({
              impact,
              interval,
              bootstrap: robustness?.bootstrap ?? null,
              level: robustness?.bootstrap?.traderLevel ?? level,
              days,
              power,
            }),
    };
  });
}

/** The trader's own answers first where they speak against, so that his own reason is named; open gates of the desk come first. */
function inOrder(common: readonly Gate[], own: readonly Asked[]): Asked[] {
  return own.some((g) => g.required && g.status === "fail") ? [...own, ...common] : [...common, ...own];
}

function timingWords({rows, changed}: Impact, status: GateStatus): string {
  if (rows === 0) return "No day of this trader could be judged.";
  if (changed === 0) return "The policy never changed this trader's size.";
  const words: Record<GateStatus, string> = {
    pass: "The cuts came on this trader's bad days.",
    fail: "The cuts came on this trader's good days.",
    inconclusive: "Help and harm are both compatible with this trader's days.",
    "not assessed": "No interval could be computed for this trader.",
  };
  return words[status];
}

function ownCausal(own: readonly [number, number] | null, desk: Gate): {status: GateStatus; words: string} {
  const status = own === null ? "inconclusive" : statusOfInterval(own);
  if (status === "fail") return {status, words: "Real limits harmed this trader."};
  if (status === "pass") return {status, words: "Real limits helped this trader."};
  return {status: desk.status, words: desk.evidence};
}

/**
 * Each trader's effect of real limits before shrinkage, with an interval that holds for all of them at once (Bonferroni). None where it
 * is not to be believed: it rests on what the adjusted designs rest on, so that one of them must be the one declared, with no assumption
 * that failed; and it must not have failed on known truth.
 */
function ownEffects({
  designs,
  design,
  knownTruth,
  level,
  days,
}: Pick<TraderEvidence, "designs" | "design" | "knownTruth" | "level" | "days">): Map<
  number,
  readonly [number, number]
> {
  const report = designs.find((d) => d.id === "by-trader");
  const rows = report?.status === "estimated" ? (report.figures.traders?.rows ?? []) : [];
  const declared = designs.find((d) => d.id === design);
  const fails = knownTruth?.methods.find((m) => m.design === "by-trader")?.status === "fails";
  if (rows.length === 0 || days < 3 || fails) return new Map();
  if (!adjusting.includes(design) || declared?.status !== "estimated" || failedAssumptions(declared).length > 0)
    return new Map();
  const critical = tQuantile(1 - (1 - level) / (2 * rows.length), days - 1); // errors are clustered by day
  return new Map(
    rows.map(({trader, raw, standardError}) => [
      trader,
      [raw - critical * standardError, raw + critical * standardError] as const,
    ]),
  );
}
