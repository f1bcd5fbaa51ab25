import {binomialProbabilities, normalCdf} from "../../numeric/index.ts";

/** One-sided p-values that a hidden bias of at most Γ allows: the smallest and the largest. */
export interface PValueBounds {
  readonly lower: number;
  readonly upper: number;
}

/** @throws RangeError unless Γ, the odds ratio of treatment within a pair that a hidden cause makes at most, is 1 or above and finite. */
export function checkGamma(gamma: number): void {
  if (!(gamma >= 1 && gamma < Number.POSITIVE_INFINITY))
    throw new RangeError(`invalid gamma; not 1 or above and finite: ${gamma}`);
}

/**
 * Bounds on the one-sided p-value of Wilcoxon's signed-rank test that treatment raises the outcome (negate the differences for
 * "lowers"), by the normal approximation (Rosenbaum 2002, section 4.3.3). Pairs that do not differ say nothing of a sign and
 * are left out before ranking; ties share their mean rank.
 * @param differences treated less control, one a pair.
 * @throws RangeError for gamma below 1, a difference that is not finite, or none other than zero.
 */
export function signedRankBounds(differences: Float64Array, gamma: number): PValueBounds {
  checkGamma(gamma);
  checkDifferences(differences);
  const signed = differences.filter((v) => v !== 0);
  if (signed.length === 0) throw new RangeError("invalid differences; all pairs are equal: nothing to test");
  const ranks = midRanks(signed.map(Math.abs));
  let [statistic, total, square] = [0, 0, 0];
  for (let i = 0; i < ranks.length; i++) {
    if (signed[i] > 0) statistic += ranks[i];
    total += ranks[i];
    square += ranks[i] * ranks[i];
  }
  const tail = (p: number) => normalCdf((p * total - statistic) / Math.sqrt(p * (1 - p) * square));
  return {lower: tail(1 / (1 + gamma)), upper: tail(gamma / (1 + gamma))};
}

/**
 * Bounds on the one-sided p-value of McNemar's exact test on pairs of 0/1 outcomes (Rosenbaum 2002, section 4.3.2).
 * @param treatedOnly pairs in which only the treated has the outcome; `controlOnly`: only the control. Whole numbers.
 */
export function mcnemarBounds(treatedOnly: number, controlOnly: number, gamma: number): PValueBounds {
  checkGamma(gamma);
  for (const pairs of [treatedOnly, controlOnly])
    if (!(Number.isInteger(pairs) && pairs >= 0))
      throw new RangeError(`invalid pairs; not a whole number, 0 or more: ${pairs}`);
  const tail = (p: number) => {
    const probability = binomialProbabilities(treatedOnly + controlOnly, p);
    let sum = 0;
    for (let x = probability.length - 1; x >= treatedOnly; x--) sum += probability[x];
    return Math.min(1, sum);
  };
  return {lower: tail(1 / (1 + gamma)), upper: tail(gamma / (1 + gamma))};
}

/**
 * A hidden bias of Γ as a cause that multiplies the odds of treatment by at most λ and those of a higher outcome by at most
 * the value returned, (Γλ − 1) / (λ − Γ) (Rosenbaum and Silber 2009, amplification).
 * @throws RangeError unless λ > Γ ≥ 1.
 */
export function amplify(gamma: number, lambda: number): number {
  checkGamma(gamma);
  if (!(lambda > gamma && lambda < Number.POSITIVE_INFINITY))
    throw new RangeError(`invalid lambda; not above gamma (${gamma}) and finite: ${lambda}`);
  return (gamma * lambda - 1) / (lambda - gamma);
}

/**
 * Sensitivity value: the largest Γ at which the largest p-value still is at most `alpha` (Zhao 2019). 1 where it is not even
 * without hidden bias; Infinity where no Γ up to a million takes it above.
 * @param upper the largest p-value at a Γ, which rises with Γ: `(g) => signedRankBounds(differences, g).upper`.
 */
export function largestGamma(upper: (gamma: number) => number, alpha = 0.05): number {
  if (!(alpha > 0 && alpha < 1)) throw new RangeError(`invalid alpha; not in (0, 1): ${alpha}`);
  if (!(upper(1) <= alpha)) return 1;
  let [low, high] = [1, 2];
  while (upper(high) <= alpha) {
    low = high;
    high *= 2;
    if (high > 1e6) return Number.POSITIVE_INFINITY;
  }
  for (let step = 0; step < 60; step++) {
    const middle = (low + high) / 2;
    if (upper(middle) <= alpha) low = middle;
    else high = middle;
  }
  return low;
}

/** @throws RangeError for no pair, or a difference that is not finite. */
export function checkDifferences(differences: Float64Array): void {
  if (differences.length === 0) throw new RangeError("invalid differences; there is no pair");
  const bad = differences.findIndex((v) => !Number.isFinite(v));
  if (bad >= 0) throw new RangeError(`invalid difference; not finite in pair ${bad}: ${differences[bad]}`);
}

/** Ranks 1 … n, ties at their mean. */
function midRanks(values: Float64Array): Float64Array {
  const order = Array.from(values.keys()).sort((a, b) => values[a] - values[b] || a - b);
  const ranks = new Float64Array(values.length);
  for (let i = 0; i < order.length; ) {
    let end = i + 1;
    while (end < order.length && values[order[end]] === values[order[i]]) end++;
    for (let k = i; k < end; k++) ranks[order[k]] = (i + 1 + end) / 2;
    i = end;
  }
  return ranks;
}
