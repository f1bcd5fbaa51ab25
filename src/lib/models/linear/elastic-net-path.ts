import {choleskyInPlace, choleskySolve} from "./cholesky.ts";
import {packed} from "./gram.ts";
import type {StandardGram} from "./ridge-gram.ts";

/** Sweeps over the active terms before their equations are solved. */
const sweepsBetween = 5;
const mostRounds = 10_000;
/** A step of less than this, on the scale of the largest right-hand side, changes nothing. */
const tolerance = 1e-13;

/**
 * The smallest penalty that leaves every weight 0: max |rⱼ| / l1Ratio.
 * @param right of `standardRight`. @param l1Ratio above 0.
 */
export function penaltyOfNull(right: Float64Array, l1Ratio: number): number {
  return right.reduce((top, r) => Math.max(top, Math.abs(r)), 0) / l1Ratio;
}

/** `count` penalties from `top` down to `ratio` · top, equally spaced in the logarithm. */
export function penaltyGrid(top: number, count: number, ratio: number): Float64Array {
  return Float64Array.from({length: count}, (_, k) =>
    k === 0 ? top : top * Math.exp((k / (count - 1)) * Math.log(ratio)),
  );
}

/**
 * Weights of the elastic net at each penalty, on standardised terms: minimises
 * Σ w (y − ȳ − z'β)² / (2 Σ w) + λ (a |β|₁ + (1 − a) |β|² / 2), a = `l1Ratio`; 1 is the lasso (Zou and Hastie 2005).
 *
 * Cyclic coordinate descent with covariance updates along the path, each penalty begun where the one before ended, over
 * the active terms until all others hold (Friedman, Hastie and Tibshirani 2010, sections 2.2 to 2.5). Every few sweeps the
 * equations of the active terms are solved outright for their present signs: where the solution has those signs and no
 * other term breaks its bound, it is the exact minimum. Copies of a term have no such solution; descent then ends where no
 * step is more than rounding.
 *
 * @param penalties descending. @returns for each, one weight a live term.
 */
export function elasticNetPath(
  {live, correlation}: StandardGram,
  right: Float64Array,
  penalties: ArrayLike<number>,
  l1Ratio: number,
): Float64Array[] {
  const p = live.length;
  const square = new Float64Array(p * p);
  for (let j = 0; j < p; j++) for (let k = 0; k < p; k++) square[j * p + k] = correlation[packed(j, k)];
  const beta = new Float64Array(p);
  const gradient = right.slice(); // right − correlation · beta
  const least = tolerance * penaltyOfNull(right, 1);
  return Array.from(penalties, (penalty) => {
    descend(square, right, beta, gradient, l1Ratio * penalty, (1 - l1Ratio) * penalty, least);
    return beta.slice();
  });
}

/** Moves `beta` to the minimum at one penalty; `gradient` follows. */
function descend(
  square: Float64Array,
  right: Float64Array,
  beta: Float64Array,
  gradient: Float64Array,
  l1: number,
  l2: number,
  least: number,
): void {
  const p = beta.length;
  const sweep = (all: boolean): number => {
    let largest = 0;
    for (let j = 0; j < p; j++) {
      const old = beta[j];
      if (!all && old === 0) continue;
      const own = square[j * p + j];
      const z = gradient[j] + own * old;
      const size = Math.abs(z) - l1;
      const next = size > 0 ? (z > 0 ? size : -size) / (own + l2) : 0;
      const step = next - old;
      if (step === 0) continue;
      beta[j] = next;
      for (let k = 0, e = j * p; k < p; k++, e++) gradient[k] -= step * square[e];
      largest = Math.max(largest, Math.abs(step));
    }
    return largest;
  };
  for (let round = 0; round < mostRounds; round++) {
    if (sweep(true) <= least) return;
    for (let s = 0; s < sweepsBetween; s++) if (sweep(false) <= least) break;
    if (solveActive(square, right, beta, gradient, l1, l2)) return;
  }
}

/** Solves for the active terms with their signs held. @returns whether that is the minimum; if not, nothing has changed. */
function solveActive(
  square: Float64Array,
  right: Float64Array,
  beta: Float64Array,
  gradient: Float64Array,
  l1: number,
  l2: number,
): boolean {
  const p = beta.length;
  const active = Int32Array.from(beta.keys()).filter((j) => beta[j] !== 0);
  const factor = new Float64Array((active.length * (active.length + 1)) / 2);
  const solution = new Float64Array(active.length);
  for (let a = 0, e = 0; a < active.length; a++) {
    const j = active[a];
    for (let b = 0; b <= a; b++, e++) factor[e] = square[j * p + active[b]] + (a === b ? l2 : 0);
    solution[a] = right[j] - (beta[j] > 0 ? l1 : -l1);
  }
  if (choleskyInPlace(factor, active.length) >= 0) return false;
  choleskySolve(factor, active.length, solution);
  if (solution.some((value, a) => !(value * beta[active[a]] > 0))) return false;
  const exact = right.slice();
  active.forEach((j, a) => {
    for (let k = 0; k < p; k++) exact[k] -= solution[a] * square[j * p + k];
  });
  const bound = l1 * (1 + 1e-12);
  for (let j = 0; j < p; j++) if (beta[j] === 0 && Math.abs(exact[j]) > bound) return false;
  active.forEach((j, a) => {
    beta[j] = solution[a];
  });
  gradient.set(exact);
  return true;
}
