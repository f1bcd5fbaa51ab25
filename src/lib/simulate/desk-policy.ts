import {clamp, logistic, logit} from "./draws.ts";
import type {DeskPolicy} from "./scenario.ts";
import type {TraderTraits} from "./traders.ts";

/**
 * The desk model's recorded score for a trader's next day: its probability of a loss that matters, from the last P&L, the mean
 * of the last three and a little noise (the model is not perfect, and nobody sits exactly on the threshold). In (0, 1).
 */
export function riskScore(last: number, recent: number, noise: number): number {
  return logistic(-1.55 - 0.55 * clamp(last, 2) - 0.7 * clamp(recent, 2) + 0.35 * noise);
}

/** Whether the model recommends a limit: a threshold on its score, a discontinuity. Never without a rule. */
export function recommends({threshold}: DeskPolicy, score: number): boolean {
  return threshold !== null && score > threshold;
}

/**
 * Log odds of a limit given the past, hidden trouble apart: compliance where it is recommended, discretion where not, and
 * yesterday's loss. −Infinity before the trader's adoption.
 * @param last P&L of the last row, in scales.
 */
export function limitOdds(
  policy: DeskPolicy,
  trader: TraderTraits,
  day: number,
  recommended: boolean,
  last: number,
): number {
  if (day < trader.adoption) return Number.NEGATIVE_INFINITY;
  return logit(recommended ? trader.compliance : policy.discretion) + policy.observed * Math.max(0, -clamp(last, 2));
}
