import {normalCdf} from "../../numeric/index.ts";
import {checkGamma} from "./rosenbaum.ts";

export interface MatchedSetOptions {
  /** Odds ratio of treatment within a set that a hidden cause makes at most, 1 or above. */
  readonly gamma: number;
  /** Huber's ψ of a scaled difference: 0 up to `inner`, then linear to ±1 at `trim`. Default 0 and 2.5. `trim` may be Infinity: no trimming. */
  readonly inner?: number;
  readonly trim?: number;
  /** Quantile of the absolute differences that scales them, in (0, 1). Default 0.5: their median. */
  readonly scaleQuantile?: number;
  /** Effect under the null hypothesis, taken from every treated value. Default 0. */
  readonly effect?: number;
}

export interface MatchedSetTest {
  /** Largest one-sided p-value, against an effect above the hypothesised one. */
  readonly pValue: number;
  readonly deviate: number;
  readonly statistic: number;
  /** Largest expectation and its variance under the null. */
  readonly expectation: number;
  readonly variance: number;
}

/**
 * Sensitivity of Huber's M-statistic in matched sets of one treated and one or more controls, by the separable approximation
 * (Rosenbaum 2007; Gastwirth, Krieger and Rosenbaum 2000): in each set the hidden cause that raises the expectation the most.
 * @param sets one a matched set: first the treated value, then its controls (sets may differ in size).
 * @throws RangeError for a set without a control, a value that is not finite, or differences whose scale is zero.
 */
export function matchedSetTest(
  sets: readonly Float64Array[],
  {gamma, inner = 0, trim = 2.5, scaleQuantile = 0.5, effect = 0}: MatchedSetOptions,
): MatchedSetTest {
  checkGamma(gamma);
  if (!(inner >= 0 && inner <= trim)) throw new RangeError(`invalid inner; not from 0 to trim (${trim}): ${inner}`);
  if (!(scaleQuantile > 0 && scaleQuantile < 1))
    throw new RangeError(`invalid quantile of the scale; not in (0, 1): ${scaleQuantile}`);
  if (!Number.isFinite(effect)) throw new RangeError(`invalid effect; not finite: ${effect}`);
  if (sets.length === 0) throw new RangeError("invalid sets; there is none");
  const shifted = sets.map((set, i) => {
    if (!(set.length >= 2))
      throw new RangeError(`invalid set ${i}; ${set.length} values: needs a treated one and a control`);
    const bad = set.findIndex((v) => !Number.isFinite(v));
    if (bad >= 0) throw new RangeError(`invalid set ${i}; value ${bad} is not finite: ${set[bad]}`);
    const values = set.slice();
    values[0] -= effect;
    return values;
  });
  const scale = inner > 0 || trim < Number.POSITIVE_INFINITY ? scaleOf(shifted, scaleQuantile) : 1;
  let [statistic, expectation, variance] = [0, 0, 0];
  for (const set of shifted) {
    const scores = set.map((own, j) => {
      let sum = 0;
      for (let k = 0; k < set.length; k++) if (k !== j) sum += huber((own - set[k]) / scale, inner, trim);
      return sum / set.length;
    });
    statistic += scores[0];
    const worst = worstCase(scores.slice().sort(), gamma);
    expectation += worst.mean;
    variance += worst.variance;
  }
  if (!(variance > 0)) throw new RangeError("invalid sets; no set varies: nothing to test");
  const deviate = (statistic - expectation) / Math.sqrt(variance);
  return {pValue: normalCdf(-deviate), deviate, statistic, expectation, variance};
}

function huber(difference: number, inner: number, trim: number): number {
  const size = Math.abs(difference);
  let score = Math.max(0, size - inner);
  if (trim < Number.POSITIVE_INFINITY)
    score = inner < trim ? Math.min(1, score / (trim - inner)) : size > inner ? 1 : 0;
  return difference < 0 ? -score : score;
}

/** Quantile (type 7) of the absolute differences of all ordered pairs within sets. */
function scaleOf(sets: readonly Float64Array[], quantile: number): number {
  const sizes: number[] = [];
  for (const set of sets)
    for (let j = 0; j < set.length; j++)
      for (let k = 0; k < set.length; k++) if (k !== j) sizes.push(Math.abs(set[j] - set[k]));
  const sorted = Float64Array.from(sizes).sort();
  const at = quantile * (sorted.length - 1);
  const low = Math.floor(at);
  const scale = sorted[low] + (at - low) * (sorted[Math.min(low + 1, sorted.length - 1)] - sorted[low]);
  if (!(scale > 0))
    throw new RangeError(
      `invalid sets; the ${quantile} quantile of their absolute differences is 0: take a higher one`,
    );
  return scale;
}

/** Largest mean of a set's score over hidden causes, the lower `a` scores at odds 1 and the rest at Γ; of equal means the larger variance. */
function worstCase(sorted: Float64Array, gamma: number): {mean: number; variance: number} {
  const n = sorted.length;
  let [sum, square] = [0, 0];
  for (const v of sorted) {
    sum += gamma * v;
    square += gamma * v * v;
  }
  let worst = {mean: Number.NEGATIVE_INFINITY, variance: Number.NEGATIVE_INFINITY};
  for (let a = 1; a < n; a++) {
    const v = sorted[a - 1];
    sum -= (gamma - 1) * v;
    square -= (gamma - 1) * v * v;
    const weight = a + gamma * (n - a);
    const mean = sum / weight;
    const variance = square / weight - mean * mean;
    if (mean > worst.mean || (mean === worst.mean && variance > worst.variance)) worst = {mean, variance};
  }
  return worst;
}
