import type {Random} from "../numeric/index.ts";

/** States of the market. A trend has a direction, so that "trend" is two of them. */
export const REGIMES = ["calm", "trend up", "trend down", "stress"] as const;

/** What a state does: volatility in units of a calm day's, mean return in units of the market's trend, chance of a jump. */
export const REGIME_TRAITS = [
  {volatility: 1, drift: 0, jump: 0.004},
  {volatility: 0.85, drift: 1, jump: 0.003},
  {volatility: 1.15, drift: -1, jump: 0.006},
  {volatility: 2, drift: -0.5, jump: 0.03},
] as const;

/** P(state tomorrow | state today), a row a state: calm lasts 50 days on average, a trend 29, a stress 18. */
export const TRANSITION: readonly (readonly number[])[] = [
  [0.98, 0.007, 0.005, 0.008],
  [0.02, 0.965, 0.005, 0.01],
  [0.015, 0.005, 0.965, 0.015],
  [0.04, 0.005, 0.01, 0.945],
];

/** A path of the Markov chain (Hamilton 1989), from calm: one state a day, an index of `REGIMES`. */
export function simulateRegimes(random: Random, days: number): Uint8Array {
  const path = new Uint8Array(days);
  let state = 0;
  for (let t = 0; t < days; t++) {
    const row = TRANSITION[state];
    let u = random.uniform();
    let next = 0;
    while (next < row.length - 1 && u >= row[next]) u -= row[next++];
    state = next;
    path[t] = state;
  }
  return path;
}

/** E[drift of the day | yesterday's state], in units of the market's trend; the day before the first was calm. */
export function expectedDrift(path: Uint8Array, t: number): number {
  const row = TRANSITION[t === 0 ? 0 : path[t - 1]];
  let sum = 0;
  for (let k = 0; k < row.length; k++) sum += row[k] * REGIME_TRAITS[k].drift;
  return sum;
}
