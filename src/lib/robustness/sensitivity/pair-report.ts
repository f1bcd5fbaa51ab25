import {inference, type LimitSample, type PlrFit} from "../../causal/index.ts";
import {eValues} from "./e-value.ts";
import {hodgesLehmannBounds} from "./hodges-lehmann.ts";
import {matchedSetTest} from "./matched-sets.ts";
import {caliper, type Pairs, pairWithinDays} from "./pairs.ts";
import type {EValueReport, PairReport} from "./report-types.ts";
import {largestGamma, signedRankBounds} from "./rosenbaum.ts";

/** Fewer pairs than this say nothing. */
const minimumPairs = 20;
/** Hidden biases whose bounds are tabled. */
const gammas = [1, 1.1, 1.25, 1.5, 2, 3];

export interface PairOptions {
  readonly sample: Pick<LimitSample, "y" | "treated" | "day" | "trader">;
  readonly fit: Pick<PlrFit, "theta" | "residualY" | "predictedD">;
  /** Labellings that errors are clustered by. */
  readonly cluster: readonly string[];
  readonly level: number;
}

/**
 * Rosenbaum bounds of matched trader-days (Rosenbaum 2002, chapter 4): limited against free days of other traders on the same day
 * with a like chance of a limit, P&L less what its features foretell (covariance adjustment, Rosenbaum 2002b); and the E-value
 * of the ratio of losing days within the pairs. Γ bounds the odds of a limit within a pair: its test needs limits within pairs
 * to be independent of each other, not P&L.
 */
export function pairReport({sample, fit, cluster, level}: PairOptions): PairReport | {readonly reason: string} {
  const {treated, day} = sample;
  const {predictedD: chance, residualY} = fit;
  const pairs = pairWithinDays(treated, chance, day);
  const count = pairs.treated.length;
  if (count < minimumPairs)
    return {
      reason: `${count} limited trader-days have a free one of the same day with a like chance of a limit; ${minimumPairs} pairs are needed.`,
    };
  const differences = Float64Array.from(pairs.treated, (i, k) => residualY[i] - residualY[pairs.control[k]]);
  if (differences.every((v) => v === 0)) return {reason: "Both days of every pair have the same P&L."};
  const sign = fit.theta < 0 ? -1 : 1;
  const toward = differences.map((v) => sign * v);
  const alpha = (1 - level) / 2;
  const rank = (gamma: number) => signedRankBounds(toward, gamma).upper;
  const sets = Array.from(toward, (v) => Float64Array.of(v, 0));
  const huber = scaled(differences) ? largestGamma((gamma) => matchedSetTest(sets, {gamma}).pValue, alpha) : 1;
  const largest = largestGamma(rank, alpha);
  return {
    how:
      "Each limited trader-day beside the free trader-day of the same day, of another trader, whose chance of a limit is nearest " +
      `(as predicted out of sample, at most ${caliper} standard deviations apart), each used once; P&L less what the features foretell`,
    pairs: count,
    unmatched: pairs.unmatched,
    gapBefore: gapOf(treated, chance),
    gapWithin: pairs.treated.reduce((sum, i, k) => sum + chance[i] - chance[pairs.control[k]], 0) / count,
    direction: sign > 0 ? "raises" : "lowers",
    alpha,
    largestGamma: finite(largest),
    largestGammaHuber: finite(huber),
    amplified: amplified(largest),
    rows: gammas.map((gamma) => {
      const {lowest, highest, lower, upper} = hodgesLehmannBounds(differences, gamma, level);
      return {gamma, p: Math.min(1, rank(gamma)), lowest, highest, interval: [finite(lower), finite(upper)]};
    }),
    eValue: eValueReport(pairs, {sample, cluster, level}),
  };
}

/** Ratio of the shares of losing days within pairs, by the delta method on its logarithm, clustered; and its E-values. */
function eValueReport(
  {treated, control}: Pairs,
  {sample: {y, day, trader}, cluster, level}: Pick<PairOptions, "sample" | "cluster" | "level">,
): EValueReport | {readonly reason: string} {
  const n = treated.length;
  const share = (rows: Int32Array) => rows.reduce((sum, i) => sum + (y[i] < 0 ? 1 : 0), 0) / n;
  const [limited, free] = [share(treated), share(control)];
  if (!(limited > 0 && free > 0))
    return {reason: "One side of the pairs has no losing day: there is no ratio of their shares."};
  const influence = Float64Array.from(
    treated,
    (i, k) => ((y[i] < 0 ? 1 : 0) - limited) / limited - ((y[control[k]] < 0 ? 1 : 0) - free) / free,
  );
  const pick = (labels: Int32Array) => Int32Array.from(treated, (i) => labels[i]);
  const labels = {day: pick(day), trader: pick(trader)};
  if (influence.every((v) => v === 0) || cluster.some((name) => new Set(labels[name as "day"]).size < 2))
    return {reason: "The pairs do not vary: no interval can be put around their ratio."};
  const log = inference({theta: Math.log(limited / free), influence, labels}, {cluster, level});
  const found = {
    estimate: limited / free,
    lower: Math.exp(log.interval[0]),
    upper: Math.exp(log.interval[1]),
  };
  const {point, interval} = eValues(found);
  return {
    how: `Share of losing days among the limited trader-days of the pairs, over that among their partners; interval on the logarithm, ${log.method}`,
    limited,
    free,
    ratio: found.estimate,
    interval: [found.lower, found.upper],
    point,
    near: interval,
  };
}

/** Both sides alike: λ with (λ² + 1) / (2 λ) = Γ (Rosenbaum and Silber 2009). */
function amplified(gamma: number): PairReport["amplified"] {
  if (!(gamma > 1 && gamma < Number.POSITIVE_INFINITY)) return null;
  const both = gamma + Math.sqrt(gamma * gamma - 1);
  return {treatment: both, outcome: both};
}

function gapOf(treated: Float64Array, chance: Float64Array): number {
  const sums = [0, 0];
  const counts = [0, 0];
  treated.forEach((d, i) => {
    sums[d] += chance[i];
    counts[d]++;
  });
  return sums[1] / counts[1] - sums[0] / counts[0];
}

/** Whether Huber's statistic has a scale: more than half of the differences are not zero. */
function scaled(differences: Float64Array): boolean {
  return 2 * differences.reduce((sum, v) => sum + (v === 0 ? 0 : 1), 0) > differences.length;
}

function finite(value: number): number | null {
  return Number.isFinite(value) ? value : null;
}
