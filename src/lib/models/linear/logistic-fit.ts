import {choleskyInPlace, choleskySolve} from "./cholesky.ts";
import {packed} from "./gram.ts";
import {logistic, softplus} from "./logistic-link.ts";
import {type ModelMatrix, multiply, type TermFit, transposeMultiply, weightedGram} from "./model-matrix.ts";

const mostRounds = 200;
/** Second derivatives are computed afresh when a step cuts the gradient by less than this factor. */
const slow = 0.25;

/**
 * Ridge-penalised logistic regression (le Cessie and van Houwelingen 1992): minimises
 * Σ w [log(1 + e^η) − y η] / Σ w + λ |β|² / 2, η = α + z'β, by Newton's method with Armijo's backtracking. The second
 * derivatives, which cost more than all else, are kept while steps made with them still cut the gradient fourfold.
 *
 * @param y 0 or 1, both among the rows with weight.
 * @returns a function of λ; `start` is where it begins (default: the log-odds of the mean), `tolerance` the largest
 * derivative that counts as 0. It throws a RangeError where λ = 0 and no finite fit exists (the classes can be separated), or
 * terms are combinations of others.
 */
export function logisticSolver(m: ModelMatrix, y: Float64Array, w: Float64Array) {
  let total = 0;
  let events = 0;
  for (let i = 0; i < y.length; i++) {
    total += w[i];
    events += w[i] * y[i];
  }
  const p = m.terms;
  const average: TermFit = {beta: new Float64Array(p), intercept: Math.log(events / (total - events))};
  let second: Float64Array | null = null; // of the mean loss, without the penalty
  const factor = new Float64Array(((p + 1) * (p + 2)) / 2);

  const lossAt = (eta: Float64Array) => {
    let sum = 0;
    for (let i = 0; i < eta.length; i++) if (w[i] > 0) sum += w[i] * (softplus(eta[i]) - y[i] * eta[i]);
    return sum / total;
  };
  function gradientAt(eta: Float64Array, beta: Float64Array, penalty: number): Float64Array {
    const residual = new Float64Array(eta.length);
    const gradient = new Float64Array(p + 1);
    for (let i = 0; i < eta.length; i++) {
      residual[i] = (w[i] * (logistic(eta[i]) - y[i])) / total;
      gradient[p] += residual[i];
    }
    gradient.set(transposeMultiply(m, residual));
    for (let j = 0; j < p; j++) gradient[j] += penalty * beta[j];
    return gradient;
  }

  function curvatureAt(eta: Float64Array): Float64Array {
    const curvature = new Float64Array(eta.length);
    for (let i = 0; i < eta.length; i++) {
      const q = logistic(eta[i]);
      curvature[i] = (w[i] * q * (1 - q)) / total;
    }
    return curvature;
  }

  return (penalty: number, start: TermFit = average, tolerance = 1e-11): TermFit => {
    const beta = start.beta.slice();
    let intercept = start.intercept;
    let eta = multiply(m, beta, intercept);
    let loss = lossAt(eta) + halfSquare(penalty, beta);
    let before = Number.POSITIVE_INFINITY;
    let fresh = false;
    for (let round = 0; round < mostRounds; round++) {
      const gradient = gradientAt(eta, beta, penalty);
      const size = gradient.reduce((top, g) => Math.max(top, Math.abs(g)), 0);
      const settled = size <= tolerance || (fresh && size <= 1e-8 && size > before / 2); // the latter: only rounding is left
      if (settled && penalty > 0) return {beta, intercept};
      if (second === null || settled || (size > slow * before && !fresh)) {
        second = weightedGram(m, curvatureAt(eta));
        fresh = true;
      } else fresh = false;
      before = size;
      factor.set(second);
      for (let j = 0; j < p; j++) factor[packed(j, j)] += penalty;
      if (choleskyInPlace(factor, p + 1) >= 0) throw noFit(penalty);
      const step = gradient.map((g) => -g);
      choleskySolve(factor, p + 1, step);
      if (settled) {
        // Where no finite fit exists the gradient fades on the way to infinity, but steps do not become shorter.
        if (step.some((d) => Math.abs(d) > 0.01)) throw noFit(penalty);
        return {beta, intercept};
      }
      const slope = gradient.reduce((sum, g, j) => sum + g * step[j], 0);
      const along = multiply(m, step, step[p]);
      const moved = backtrack(loss, slope, (t) => {
        const trial = beta.map((b, j) => b + t * step[j]);
        const at = eta.map((v, i) => v + t * along[i]);
        return {value: lossAt(at) + halfSquare(penalty, trial), trial, at, t};
      });
      if (moved === null) throw noFit(penalty);
      beta.set(moved.trial);
      intercept += moved.t * step[p];
      // From scratch now and then: increments gather rounding.
      eta = round % 8 === 7 ? multiply(m, beta, intercept) : moved.at;
      loss = moved.value;
    }
    throw noFit(penalty);
  };
}

/**
 * Halves a step until it lowers the value by a ten-thousandth of what the slope promises, but for rounding: near the minimum
 * whole steps gain less than that. @returns null where none does.
 */
function backtrack<T extends {readonly value: number}>(from: number, slope: number, at: (t: number) => T): T | null {
  const rounding = 1e-14 * Math.abs(from);
  for (let t = 1; t > 1e-12; t /= 2) {
    const found = at(t);
    if (found.value <= from + 1e-4 * t * slope + rounding) return found;
  }
  return null;
}

const halfSquare = (penalty: number, beta: Float64Array) => (penalty / 2) * beta.reduce((sum, b) => sum + b * b, 0);

function noFit(penalty: number): RangeError {
  return new RangeError(
    `invalid training window; logistic regression with penalty ${penalty} has no finite fit: the features separate the outcomes, or are combinations of each other; set a larger penalty`,
  );
}
