import {quantileSorted} from "simple-statistics";
import {demeanByTrader} from "./panel.ts";

/** Cut-offs on badness: above `avoidAbove` avoid, else above `reduceAbove` reduce, below `amplifyBelow` amplify. */
export interface Thresholds {
  readonly avoidAbove: number | null;
  readonly reduceAbove: number | null;
  readonly amplifyBelow: number | null;
}

/** Multiplier of each band; amplify null: that band is not used. */
export interface Bands {
  readonly avoid: number;
  readonly reduce: number;
  readonly amplify: number | null;
}

/** Earlier out-of-sample predictions with what followed: badness and net finite, one row a trader and day. */
export interface TrainingRows {
  readonly trader: Int32Array;
  readonly day: Int32Array;
  readonly badness: Float64Array;
  readonly net: Float64Array;
}

export interface FittedThresholds extends Thresholds {
  /** Distinct days fitted on. */
  readonly days: number;
  /** False: too few days to choose anything; every cut-off is null. */
  readonly usable: boolean;
  /** Candidates looked at, doing nothing not counted. */
  readonly tried: number;
}

/** Shares of rows, from the worst down (from the best up for amplify), at which cut-offs are tried; 0 leaves the band out. */
const avoidShares = [0, 0.02, 0.05, 0.1, 0.2];
const reduceShares = [0, 0.05, 0.1, 0.2, 0.3, 0.4];
const amplifyShares = [0, 0.05, 0.1, 0.2, 0.3];
/** Fewer days cannot carry a choice; fewer rows acted on are an anecdote. */
export const minimumTrainingDays = 20;
const minimumActed = 5;

export const doNothing: Thresholds = {avoidAbove: null, reduceAbove: null, amplifyBelow: null};

/**
 * Chooses cut-offs on past rows. Of all candidates on a grid of quantiles of badness, pooled over traders, the one with
 * the largest *timing*, Σ (m − m̄ᵢ)·Y, is taken if that exceeds one standard error of itself (the one-standard-error rule,
 * Breiman et al. 1984); else nothing is done. Timing, not the whole effect: on losing traders any cut raises P&L, and a
 * rule chosen for that has learnt nothing. The standard error is that of a sum of daily contributions
 * Σᵢ (m − m̄ᵢ)(Y − Ȳᵢ), days independent. Of equals, the first of the grid, which acts least.
 */
export function fitThresholds(rows: TrainingRows, bands: Bands): FittedThresholds {
  const days = new Set(rows.day).size;
  if (days < minimumTrainingDays) return {...doNothing, days, usable: false, tried: 0};
  const demeaned = demeanByTrader(rows);
  const order = Uint32Array.from(rows.badness.keys());
  order.sort(
    (a, b) => rows.badness[b] - rows.badness[a] || rows.day[a] - rows.day[b] || rows.trader[a] - rows.trader[b],
  );
  const sums = new Float64Array(order.length + 1);
  for (let k = 0; k < order.length; k++) sums[k + 1] = sums[k] + demeaned[order[k]];
  const ascending = Array.from(order, (i) => rows.badness[i]).reverse();

  let best: {thresholds: Thresholds; timing: number} | null = null;
  const candidates = candidateThresholds(ascending, bands);
  for (const thresholds of candidates) {
    const timing = timingOf(thresholds, bands, ascending, sums);
    if (timing !== null && timing > 0 && (best === null || timing > best.timing)) best = {thresholds, timing};
  }
  const worthIt = best !== null && best.timing > standardErrorOfTiming(rows, demeaned, best.thresholds, bands);
  return {...(worthIt ? best!.thresholds : doNothing), days, usable: true, tried: candidates.length};
}

/** Multiplier of one row. A missing badness is not acted on. */
export function multiplierFor(badness: number, thresholds: Thresholds, bands: Bands): number {
  const {avoidAbove, reduceAbove, amplifyBelow} = thresholds;
  if (avoidAbove !== null && badness > avoidAbove) return bands.avoid;
  if (reduceAbove !== null && badness > reduceAbove) return bands.reduce;
  if (amplifyBelow !== null && bands.amplify !== null && badness < amplifyBelow) return bands.amplify;
  return 1;
}

/** Every distinct combination of bands on the grid, those that act least first; doing nothing is not among them. */
function candidateThresholds(ascending: number[], bands: Bands): Thresholds[] {
  const above = (share: number) => (share === 0 ? null : quantileSorted(ascending, 1 - share));
  const below = (share: number) => (share === 0 ? null : quantileSorted(ascending, share));
  const found = new Map<string, Thresholds>();
  for (const amplify of bands.amplify === null || bands.amplify === 1 ? [0] : amplifyShares)
    for (const reduce of bands.reduce === 1 ? [0] : reduceShares)
      for (const avoid of bands.avoid === 1 ? [0] : avoidShares) {
        if (reduce > 0 && avoid >= reduce) continue; // the reduce band would be empty
        const candidate = {avoidAbove: above(avoid), reduceAbove: above(reduce), amplifyBelow: below(amplify)};
        const lowestCut = candidate.reduceAbove ?? candidate.avoidAbove;
        if (candidate.amplifyBelow !== null && lowestCut !== null && candidate.amplifyBelow > lowestCut) continue;
        if (avoid + reduce + amplify > 0) found.set(JSON.stringify(candidate), candidate);
      }
  return [...found.values()];
}

/** Timing from running sums of demeaned P&L over rows from the worst down; null where too few rows are acted on. */
function timingOf(
  thresholds: Thresholds,
  bands: Bands,
  ascending: readonly number[],
  sums: Float64Array,
): number | null {
  const n = ascending.length;
  const avoided = thresholds.avoidAbove === null ? 0 : n - firstAbove(ascending, thresholds.avoidAbove);
  const reduced = thresholds.reduceAbove === null ? avoided : n - firstAbove(ascending, thresholds.reduceAbove);
  const amplified = thresholds.amplifyBelow === null ? 0 : firstAtLeast(ascending, thresholds.amplifyBelow);
  if (reduced + amplified < minimumActed) return null;
  const ofAmplified = bands.amplify === null ? 0 : (bands.amplify - 1) * (sums[n] - sums[n - amplified]);
  return (bands.avoid - 1) * sums[avoided] + (bands.reduce - 1) * (sums[reduced] - sums[avoided]) + ofAmplified;
}

function standardErrorOfTiming(
  rows: TrainingRows,
  demeaned: Float64Array,
  thresholds: Thresholds,
  bands: Bands,
): number {
  const multiplier = rows.badness.map((b) => multiplierFor(b, thresholds, bands));
  const deviation = demeanByTrader({trader: rows.trader, day: rows.day, net: multiplier});
  const order = Uint32Array.from(rows.day.keys());
  order.sort((a, b) => rows.day[a] - rows.day[b] || rows.trader[a] - rows.trader[b]);
  const daily: number[] = [];
  order.forEach((i, k) => {
    if (k === 0 || rows.day[i] !== rows.day[order[k - 1]]) daily.push(0);
    daily[daily.length - 1] += deviation[i] * demeaned[i];
  });
  const n = daily.length;
  const mean = daily.reduce((s, x) => s + x, 0) / n;
  return Math.sqrt((n / (n - 1)) * daily.reduce((s, x) => s + (x - mean) * (x - mean), 0));
}

/** Index of the first value strictly above the cut. */
function firstAbove(ascending: readonly number[], cut: number): number {
  let low = 0;
  let high = ascending.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (ascending[middle] > cut) high = middle;
    else low = middle + 1;
  }
  return low;
}

/** Index of the first value at or above the cut: the number of values strictly below it. */
function firstAtLeast(ascending: readonly number[], cut: number): number {
  let low = 0;
  let high = ascending.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (ascending[middle] >= cut) high = middle;
    else low = middle + 1;
  }
  return low;
}
