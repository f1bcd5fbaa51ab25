import {normalCdf, normalQuantile} from "../../numeric/index.ts";
import type {ReturnMoments} from "./moments.ts";

type SharpeFacts = Pick<ReturnMoments, "n" | "sharpe" | "skew" | "kurtosis">;

/**
 * Standard error of a Sharpe ratio from n independent returns that need not be normal (Mertens 2002; Bailey and López de
 * Prado 2012, eq. 8): √((1 − γ₃·SR + (γ₄ − 1)/4 · SR²) / (n − 1)). Serial correlation is not in it.
 */
export function sharpeStandardError({n, sharpe, skew, kurtosis}: SharpeFacts): number {
  if (!(n >= 2)) throw new RangeError(`invalid n; not 2 or more: ${n}`);
  // never below 0 for moments of one sample (kurtosis ≥ 1 + skew²); stated ones may contradict each other
  const variance = 1 - skew * sharpe + ((kurtosis - 1) / 4) * sharpe * sharpe;
  if (!(variance > 0))
    throw new RangeError(
      `invalid moments; skew ${skew} and kurtosis ${kurtosis} do not go with a Sharpe ratio of ${sharpe}`,
    );
  return Math.sqrt(variance / (n - 1));
}

/** Probabilistic Sharpe ratio: confidence that the true one is above `benchmark` (Bailey and López de Prado 2012, eq. 11). */
export function probabilisticSharpe(facts: SharpeFacts, benchmark = 0): number {
  return normalCdf((facts.sharpe - benchmark) / sharpeStandardError(facts));
}

/**
 * Minimum track record length (Bailey and López de Prado 2012, eq. 13): how many returns a Sharpe ratio of this size needs
 * before the probabilistic one against `benchmark` reaches `confidence`. Infinity where it is not above the benchmark.
 */
export function minimumTrackRecord(facts: SharpeFacts, benchmark = 0, confidence = 0.95): number {
  if (!(confidence > 0.5 && confidence < 1)) throw new RangeError(`invalid confidence; not in (0.5, 1): ${confidence}`);
  if (!(facts.sharpe > benchmark)) return Number.POSITIVE_INFINITY;
  const z = normalQuantile(confidence) / (facts.sharpe - benchmark);
  const error = sharpeStandardError(facts);
  return 1 + error * error * (facts.n - 1) * z * z;
}

const eulerMascheroni = 0.5772156649015329;

/**
 * Largest Sharpe ratio to expect of `trials` independent ones without skill, whose Sharpe ratios vary with `variance`
 * (Bailey and López de Prado 2014, eq. 1): √V·((1 − γ)·Φ⁻¹(1 − 1/N) + γ·Φ⁻¹(1 − 1/(N·e))). With one trial, 0.
 * @param trials N ≥ 1, not necessarily whole: see `effectiveTrials`.
 */
export function expectedMaximumSharpe(trials: number, variance: number): number {
  if (!(trials >= 1)) throw new RangeError(`invalid trials; not 1 or more: ${trials}`);
  if (!(variance >= 0)) throw new RangeError(`invalid variance of trials; below 0: ${variance}`);
  if (trials === 1) return 0;
  const maximum =
    (1 - eulerMascheroni) * normalQuantile(1 - 1 / trials) +
    eulerMascheroni * normalQuantile(1 - 1 / (trials * Math.E));
  return Math.sqrt(variance) * Math.max(0, maximum);
}

export interface DeflatedSharpe {
  /** Probability that the winner's true Sharpe ratio is above 0, given that it is the best of so many. */
  readonly probability: number;
  /** The Sharpe ratio that the best of as many trials without skill would have. */
  readonly expectedMaximum: number;
  readonly standardError: number;
  readonly trials: number;
}

/**
 * Deflated Sharpe ratio (Bailey and López de Prado 2014, eq. 2): the probabilistic one against the maximum to expect of
 * everything that was tried. `trials` is the true count, with what was thrown away; a count of the survivors is the error
 * that this is against. As a test at 95 % it errs on the safe side: it holds the winner to a single ratio's standard error,
 * though a maximum varies less.
 * @param variance of the trials' Sharpe ratios, per period as `facts.sharpe` is.
 */
export function deflatedSharpe(facts: SharpeFacts, trials: number, variance: number): DeflatedSharpe {
  const expectedMaximum = expectedMaximumSharpe(trials, variance);
  return {
    probability: probabilisticSharpe(facts, expectedMaximum),
    expectedMaximum,
    standardError: sharpeStandardError(facts),
    trials,
  };
}

/**
 * Number of independent trials that `trials` correlated ones amount to, ρ̄ + (1 − ρ̄)·M (Bailey and López de Prado 2014,
 * appendix 3). Fewer trials make the deflation weaker: show it beside the count, not instead of it.
 * @param averageCorrelation of the trials' returns, over all pairs; below 0 it counts as 0.
 */
export function effectiveTrials(trials: number, averageCorrelation: number): number {
  if (!(averageCorrelation <= 1)) throw new RangeError(`invalid correlation; above 1: ${averageCorrelation}`);
  const rho = Math.max(0, averageCorrelation);
  return rho + (1 - rho) * trials;
}
