import {hillIndex} from "../facts.ts";

/**
 * A quantile function of a sample: straight lines between the order statistics (Hazen's positions (k − ½)/n, type 5 of Hyndman
 * and Fan 1996), and beyond the outermost Pareto tails with the sample's own Hill indices, so that a twin can have a worse day
 * than any on record.
 */
export interface Marginal {
  readonly sorted: Float64Array;
  /** Tail indices, at least 3, so that variance and skewness are finite. */
  readonly lower: number;
  readonly upper: number;
}

/** A tail is followed beyond the sample no further than this many times the outermost value. */
const FURTHEST = 2;

/** @param values at least 2. */
export function marginalOf(values: Float64Array): Marginal {
  // Of few rows the outermost say too little: then the tail of a t with 4 degrees of freedom, as daily P&L often has.
  const index = (x: Float64Array) => Math.max(3, hillIndex(x, 0.025) || 4);
  return {sorted: values.slice().sort(), lower: index(values.map((x) => -x)), upper: index(values)};
}

/** The u-quantile, u in (0, 1). */
export function quantileOf({sorted, lower, upper}: Marginal, u: number): number {
  const n = sorted.length;
  const position = u * n - 0.5;
  if (position <= 0) return sorted[0] * (sorted[0] < 0 ? stretch(2 * n * u, lower) : 1);
  if (position >= n - 1) return sorted[n - 1] * (sorted[n - 1] > 0 ? stretch(2 * n * (1 - u), upper) : 1);
  const k = Math.floor(position);
  return sorted[k] + (position - k) * (sorted[k + 1] - sorted[k]);
}

/** Mean of that distribution, by 4,000 equally likely points. */
export function meanOf(marginal: Marginal): number {
  const points = 4000;
  let sum = 0;
  for (let k = 0; k < points; k++) sum += quantileOf(marginal, (k + 0.5) / points);
  return sum / points;
}

/** How far beyond the outermost value: a Pareto tail, where `share` of the outermost half step is left. */
function stretch(share: number, index: number): number {
  return Math.min(FURTHEST, Math.exp(-Math.log(Math.max(share, 1e-12)) / index));
}
