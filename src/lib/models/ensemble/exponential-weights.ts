/** The rate η that makes the bound of `fixedRateBound` smallest: √(8 ln N / T). Infinite for T = 0. */
export function fixedRate(experts: number, rounds: number): number {
  return Math.sqrt((8 * Math.log(experts)) / rounds);
}

/**
 * Most that exponential weights can lose against the best expert in hindsight, whatever the losses in [0, 1]:
 * ln N / η + η T / 8; √(T/2 · ln N) at the `fixedRate` (Cesa-Bianchi and Lugosi 2006, theorem 2.2).
 */
export function fixedRateBound(experts: number, rounds: number, rate: number): number {
  return experts === 1 ? 0 : Math.log(experts) / rate + (rate * rounds) / 8;
}

/** The same for a rate √(8 ln N / t) in round t, which needs not know T: 2 √(T/2 · ln N) + √(ln N / 8) (theorem 2.3). */
export function movingRateBound(experts: number, rounds: number): number {
  const log = Math.log(experts);
  return experts === 1 ? 0 : 2 * Math.sqrt((rounds / 2) * log) + Math.sqrt(log / 8);
}

/**
 * Weights of experts round by round: in proportion to exp(−η · loss so far), before the round's losses are known; equal in
 * round 0 (Cesa-Bianchi and Lugosi 2006, section 2.2).
 *
 * @param losses one array an expert, one value a round, in [0, 1] for the bounds to hold.
 * @param rate η; "moving": √(8 ln N / t) in round t = 1, 2, ….
 * @returns weights in the same shape; those of a round sum to 1.
 */
export function exponentialWeights(losses: readonly Float64Array[], rate: number | "moving"): Float64Array[] {
  const rounds = losses[0]?.length ?? 0;
  const sofar = new Float64Array(losses.length);
  const weights = losses.map(() => new Float64Array(rounds));
  for (let t = 0; t < rounds; t++) {
    const eta = rate === "moving" ? fixedRate(losses.length, t + 1) : rate;
    const best = Math.min(...sofar); // in the exponent, so that no weight overflows
    let sum = 0;
    for (let k = 0; k < losses.length; k++) sum += weights[k][t] = Math.exp(-eta * (sofar[k] - best));
    for (let k = 0; k < losses.length; k++) {
      weights[k][t] /= sum;
      sofar[k] += losses[k][t];
    }
  }
  return weights;
}
