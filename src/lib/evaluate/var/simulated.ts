import type {Random} from "../../numeric/index.ts";
import type {TestPower} from "./kupiec.ts";

/** How breaches would come if the value at risk were wrong: a first-order Markov chain. */
export interface BreachAlternative {
  /** Share of days with a breach in the long run. */
  readonly coverage: number;
  /** Probability of a breach on the day after one; `coverage` itself when breaches are independent. */
  readonly afterBreach: number;
}

/** A series of breaches from the chain, started in its long-run distribution. */
export function simulateBreaches(random: Random, n: number, {coverage, afterBreach}: BreachAlternative): Uint8Array {
  const afterNone = (coverage * (1 - afterBreach)) / (1 - coverage);
  if (!(coverage > 0 && coverage < 1 && afterBreach >= 0 && afterBreach <= 1 && afterNone <= 1))
    throw new RangeError(`invalid alternative; no chain has coverage ${coverage} and ${afterBreach} after a breach`);
  const breach = new Uint8Array(n);
  let chance = coverage;
  for (let t = 0; t < n; t++) {
    breach[t] = random.uniform() < chance ? 1 : 0;
    chance = breach[t] === 1 ? afterBreach : afterNone;
  }
  return breach;
}

/** The statistic of a test of breaches, or null where there is none: then the test does not reject. */
export type BreachStatistic = (breach: Uint8Array) => number | null;

export interface SimulatedTest extends TestPower {
  /**
   * p-value by simulation of the null, (1 + draws at least as large) / (1 + draws) (Dufour 2006); draws as large count
   * against rejection, so that it errs on the safe side. null where the statistic is.
   */
  readonly p: number | null;
  readonly draws: number;
}

export interface SimulationOptions {
  readonly random: Random;
  readonly draws: number;
  readonly alternative: BreachAlternative;
  /** Of the test whose power is asked for. Default 0.05. */
  readonly size?: number;
}

/** Slack within which two statistics are the same number: a draw that equals the observed one counts against rejection. */
const tie = 1e-9;

/**
 * A test's p-value and power at n days by simulation, for statistics whose chi-squared distribution is poor at this n.
 * Null: independent breaches at `level`, and for a test of independence, which does not know the level, all orders of the
 * breaches that were seen. Power: share of draws from the alternative beyond the simulated critical value, so that it is
 * that of a test which holds its level.
 */
export function simulatedTest(
  breach: Uint8Array,
  statistic: BreachStatistic,
  level: number | "order",
  {random, draws, alternative, size = 0.05}: SimulationOptions,
): SimulatedTest {
  if (!(Number.isInteger(draws) && draws >= 20)) throw new RangeError(`invalid draws; not 20 or more: ${draws}`);
  const n = breach.length;
  const value = (b: Uint8Array) => statistic(b) ?? Number.NEGATIVE_INFINITY;
  const sample = (draw: () => Uint8Array) => Float64Array.from({length: draws}, () => value(draw())).sort();
  const independent = (share: number) => ({coverage: share, afterBreach: share});
  const null0 =
    level === "order"
      ? sample(() => shuffled(random, breach))
      : sample(() => simulateBreaches(random, n, independent(level)));
  const observed = statistic(breach);
  const p =
    observed === null ? null : (1 + countAbove(null0, observed - tie * Math.max(1, Math.abs(observed)))) / (1 + draws);
  // for a test of independence the null that belongs to the alternative has its coverage
  const reference =
    level === "order" ? sample(() => simulateBreaches(random, n, independent(alternative.coverage))) : null0;
  const critical = reference[draws - 1 - Math.floor(size * draws)];
  const found = sample(() => simulateBreaches(random, n, alternative));
  const power = countAbove(found, critical) / draws;
  return {
    p,
    power,
    size: countAbove(reference, critical) / draws,
    standardError: Math.sqrt((power * (1 - power)) / draws),
    draws,
  };
}

/** How many of ascending values are above x. */
function countAbove(sorted: Float64Array, x: number): number {
  let low = 0;
  let high = sorted.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (sorted[middle] > x) high = middle;
    else low = middle + 1;
  }
  return sorted.length - low;
}

/** The same days in random order (Fisher and Yates). */
function shuffled(random: Random, breach: Uint8Array): Uint8Array {
  const copy = breach.slice();
  for (let i = copy.length - 1; i > 0; i--) {
    const j = random.integer(i + 1);
    [copy[i], copy[j]] = [copy[j], copy[i]];
  }
  return copy;
}
