import {normalQuantile} from "../../numeric/index.ts";
import type {SensitivityBounds} from "./linear.ts";
import {checkDifferences, checkGamma} from "./rosenbaum.ts";

/**
 * Lowest and highest Hodges-Lehmann estimate of an additive effect that a hidden bias of at most Γ allows, and the interval
 * around them (Rosenbaum 1993; 2002, section 4.3.5). The signed-rank statistic of the differences less τ is the number of their
 * Walsh averages (xᵢ + xⱼ)/2, i ≤ j, above τ: the estimates at which it takes its expectation are quantiles of those, found
 * exactly, in O(n) memory. Interval by the normal approximation; an end that no τ reaches is infinite.
 * @param differences treated less control, one a pair.
 */
export function hodgesLehmannBounds(differences: Float64Array, gamma: number, level = 0.95): SensitivityBounds {
  checkGamma(gamma);
  checkDifferences(differences);
  if (!(level > 0 && level < 1)) throw new RangeError(`invalid level; not in (0, 1): ${level}`);
  const x = differences.slice().sort();
  const n = x.length;
  const total = (n * (n + 1)) / 2;
  const p = gamma / (1 + gamma);
  const spread = normalQuantile((1 + level) / 2) * Math.sqrt((p * (1 - p) * n * (n + 1) * (2 * n + 1)) / 6);
  const solve = (above: number) => shiftWith(x, total, above);
  return {
    lowest: solve(total * p),
    highest: solve(total * (1 - p)),
    lower: solve(total * p + spread),
    upper: solve(total * (1 - p) - spread),
  };
}

/** Middle of the shifts τ with `above` Walsh averages over them: of sup {more} and inf {fewer}. */
function shiftWith(x: Float64Array, total: number, above: number): number {
  if (above > total) return Number.NEGATIVE_INFINITY;
  if (above < 0) return Number.POSITIVE_INFINITY;
  const whole = Math.round(above);
  const count = Math.abs(above - whole) < 1e-9 * total ? whole : above; // Γ/(1+Γ) times a whole number may miss it by a bit
  const more = Math.min(total, Math.max(1, total - Math.floor(count)));
  const fewer = Math.max(1, Math.min(total, total - Math.ceil(count) + 1));
  return (walshAverage(x, more) + walshAverage(x, fewer)) / 2;
}

/** The k-th smallest Walsh average (k from 1) of ascending values: bisection on the value, counting pairs with two pointers. */
function walshAverage(x: Float64Array, k: number): number {
  let low = x[0];
  let high = x[x.length - 1];
  if (countUpTo(x, low) >= k) return low;
  for (;;) {
    const middle = low + (high - low) / 2;
    if (!(middle > low && middle < high)) return high;
    if (countUpTo(x, middle) >= k) high = middle;
    else low = middle;
  }
}

/** Pairs i ≤ j with (xᵢ + xⱼ)/2 ≤ τ. */
function countUpTo(x: Float64Array, tau: number): number {
  let count = 0;
  for (let i = 0, j = x.length - 1; i < x.length; i++) {
    while (j >= i && x[i] + x[j] > 2 * tau) j--;
    if (j < i) break;
    count += j - i + 1;
  }
  return count;
}
