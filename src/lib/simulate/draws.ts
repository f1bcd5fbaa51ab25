import type {Random} from "../numeric/index.ts";

/**
 * A Student t with `df` > 2 degrees of freedom, scaled to variance 1: the tails that returns and daily P&L have.
 * Polar method of Bailey (1994, Mathematics of Computation 62, algorithm 1); a power is written as exp(log), whose last
 * bits do not depend on the version of Node.
 */
export function studentT(random: Random, df: number): number {
  let u: number;
  let w: number;
  do {
    u = 2 * random.uniform() - 1;
    const v = 2 * random.uniform() - 1;
    w = u * u + v * v;
  } while (w >= 1 || w === 0);
  return u * Math.sqrt(((df - 2) * (Math.exp((-2 / df) * Math.log(w)) - 1)) / w);
}

/** Inverse of the logit. */
export function logistic(x: number): number {
  return 1 / (1 + Math.exp(-x));
}

/** Log odds of a probability in (0, 1). */
export function logit(p: number): number {
  return Math.log(p / (1 - p));
}

/** Exponentially distributed with the given mean. */
export function exponential(random: Random, mean: number): number {
  return -mean * Math.log(1 - random.uniform());
}

/** x, or the nearer end of [−limit, limit]. */
export function clamp(x: number, limit: number): number {
  return Math.max(-limit, Math.min(limit, x));
}

/** Rounded to cents, as a statement shows money; never −0. */
export function cents(x: number): number {
  return Math.round(x * 100) / 100 + 0;
}

/** Shuffles in place (Fisher and Yates) and returns the array. */
export function shuffle<T>(random: Random, values: T[]): T[] {
  for (let i = values.length - 1; i > 0; i--) {
    const j = random.integer(i + 1);
    [values[i], values[j]] = [values[j], values[i]];
  }
  return values;
}
