import type {Random} from "../numeric/index.ts";

/** A Student t with 5 degrees of freedom, scaled to variance 1: tails as daily P&L has them. */
export function heavyTailed(random: Random): number {
  const z = random.normal();
  let chiSquare = 0;
  for (let k = 0; k < 5; k++) chiSquare += random.normal() ** 2;
  return z / Math.sqrt((chiSquare / 5) * (5 / 3)); // a t with ν degrees of freedom has variance ν / (ν − 2)
}

/** Inverse of the logit. */
export function logistic(x: number): number {
  return 1 / (1 + Math.exp(-x));
}

/** Rounded to cents, as a statement shows money. */
export function cents(x: number): number {
  return Math.round(x * 100) / 100 + 0;
}
