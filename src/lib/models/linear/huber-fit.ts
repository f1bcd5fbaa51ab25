import {choleskyInPlace, choleskySolve} from "./cholesky.ts";
import {packed} from "./gram.ts";
import {crossing} from "./line-search.ts";
import {type ModelMatrix, multiply, type TermFit, transposeMultiply, weightedGram} from "./model-matrix.ts";

/** A robust fit, with the scale of its residuals. */
export interface HuberFit extends TermFit {
  /** σ, in units of y. */
  readonly scale: number;
  /** Share of the weight whose residual is more than ε σ. */
  readonly outlierShare: number;
}

const mostRounds = 500;
/** Rounds in which the derivatives may fail to become smaller by a tenth. */
const patience = 20;

/**
 * Huber's robust regression with its scale estimated along (Huber 1981, section 7.7; Owen 2007), and a ridge penalty:
 * minimises Σ w [σ + σ H((y − α − z'β) / σ)] / Σ w + λ |β|² / σ over α, β and σ > 0, where H(u) = u² for |u| ≤ ε and
 * 2 ε |u| − ε² beyond. Jointly convex; scales with y; tends to ridge regression with the same λ as ε grows.
 *
 * Newton's method on all parameters at once (the second derivatives come from rows within ε σ only), with an exact search
 * along each step.
 *
 * @param y not constant among the rows with weight. @param epsilon above 1.
 * @returns a function of λ ≥ 0; `tolerance`: the largest derivative that counts as 0 (they have no units). Where terms are
 * combinations of others and λ = 0, one of the fits that are equally good.
 */
export function huberSolver(m: ModelMatrix, y: Float64Array, w: Float64Array, epsilon: number) {
  const p = m.terms;
  const total = w.reduce((a, b) => a + b, 0);
  const centre = w.reduce((sum, weight, i) => sum + weight * y[i], 0) / total;
  const spread = w.reduce((sum, weight, i) => sum + weight * Math.abs(y[i] - centre), 0) / total;
  const floor = 1e-9 * spread; // an exact fit has no scale
  const average: HuberFit = {beta: new Float64Array(p), intercept: centre, scale: spread, outlierShare: 0};

  return (penalty: number, start: HuberFit = average, tolerance = 1e-10): HuberFit => {
    const beta = start.beta.slice();
    let {intercept, scale} = start;
    let residual = residualOf(m, y, beta, intercept);
    let best = {size: Number.POSITIVE_INFINITY, round: 0};
    for (let round = 0; round < mostRounds; round++) {
      const {gradient, inliers, relative} = derivatives(residual, scale, beta, penalty);
      const held = scale <= floor && gradient[p + 1] > 0;
      if (held) gradient[p + 1] = 0;
      const size = gradient.reduce((top, g) => Math.max(top, Math.abs(g)), 0);
      if (size < 0.9 * best.size) best = {size, round};
      if (size <= tolerance || round - best.round > patience) break; // the latter: only rounding is left
      const hessian = secondDerivatives(inliers, relative, scale, beta, penalty);
      if (held) freeze(hessian, p + 1);
      const step = gradient.map((g) => -g);
      if (choleskyInPlace(hessian, p + 2) < 0) choleskySolve(hessian, p + 2, step);
      const along = multiply(m, step, step[p]);
      // A scale may fall to a tenth in one step, and to the floor in the end.
      const longest = step[p + 1] < 0 ? (scale - Math.max(floor, scale / 10)) / -step[p + 1] : Number.POSITIVE_INFINITY;
      const length = crossing((t) => slopeAt(t, {residual, along, scale, beta, step, penalty}), longest);
      if (!(length > 0)) break;
      for (let j = 0; j < p; j++) beta[j] += length * step[j];
      intercept += length * step[p];
      scale = Math.max(floor, scale + length * step[p + 1]);
      residual = residualOf(m, y, beta, intercept);
    }
    const outside = residual.reduce((sum, r, i) => sum + (Math.abs(r) > epsilon * scale ? w[i] : 0), 0);
    return {beta, intercept, scale, outlierShare: outside / total};
  };

  /** Derivative of the value along a step, at a length t of it. */
  function slopeAt(
    t: number,
    at: {
      readonly residual: Float64Array;
      readonly along: Float64Array;
      readonly scale: number;
      readonly beta: Float64Array;
      readonly step: Float64Array;
      readonly penalty: number;
    },
  ): number {
    const sigma = at.scale + t * at.step[p + 1];
    let [sum, squares] = [0, 0];
    for (let i = 0; i < y.length; i++) {
      const u = (at.residual[i] - t * at.along[i]) / sigma;
      const cut = Math.max(-epsilon, Math.min(epsilon, u));
      sum -= w[i] * 2 * cut * at.along[i];
      squares += w[i] * cut * cut;
    }
    let [square, cross] = [0, 0];
    for (let j = 0; j < p; j++) {
      const b = at.beta[j] + t * at.step[j];
      square += b * b;
      cross += b * at.step[j];
    }
    const byScale = 1 - squares / total - (at.penalty * square) / (sigma * sigma);
    return sum / total + (2 * at.penalty * cross) / sigma + byScale * at.step[p + 1];
  }

  /** First derivatives by β, α, σ; the rows' weights in the second; residuals in scales. */
  function derivatives(residual: Float64Array, scale: number, beta: Float64Array, penalty: number) {
    const relative = residual.map((r) => r / scale);
    const pull = relative.map((u, i) => (-2 * w[i] * Math.max(-epsilon, Math.min(epsilon, u))) / total);
    const inliers = relative.map((u, i) => (Math.abs(u) <= epsilon ? w[i] : 0));
    const gradient = new Float64Array(p + 2);
    gradient.set(transposeMultiply(m, pull));
    for (let j = 0; j < p; j++) gradient[j] += (2 * penalty * beta[j]) / scale;
    gradient[p] = pull.reduce((a, b) => a + b, 0);
    const squares = relative.reduce((sum, u, i) => sum + w[i] * Math.min(u * u, epsilon * epsilon), 0);
    gradient[p + 1] = 1 - squares / total - (penalty * squareOf(beta)) / (scale * scale);
    return {gradient, inliers, relative};
  }

  function secondDerivatives(
    inliers: Float64Array,
    relative: Float64Array,
    scale: number,
    beta: Float64Array,
    penalty: number,
  ): Float64Array {
    const hessian = weightedGram(m, inliers, [relative]);
    for (let e = 0; e < hessian.length; e++) hessian[e] *= 2 / (scale * total);
    for (let j = 0; j < p; j++) {
      hessian[packed(j, j)] += (2 * penalty) / scale;
      hessian[packed(p + 1, j)] -= (2 * penalty * beta[j]) / (scale * scale);
    }
    hessian[packed(p + 1, p + 1)] += (2 * penalty * squareOf(beta)) / (scale * scale * scale);
    let largest = 0;
    for (let j = 0; j < p + 2; j++) largest = Math.max(largest, hessian[packed(j, j)]);
    // Where few rows are within the bound, a little of steepest descent keeps the system regular.
    for (let j = 0; j < p + 2; j++) hessian[packed(j, j)] += 1e-9 * largest + 1e-12 / spread;
    return hessian;
  }
}

function residualOf(m: ModelMatrix, y: Float64Array, beta: Float64Array, intercept: number): Float64Array {
  const fitted = multiply(m, beta, intercept);
  return y.map((v, i) => v - fitted[i]);
}

/** Takes a parameter out of a system of equations: its step is 0. */
function freeze(hessian: Float64Array, index: number): void {
  for (let j = 0; j < index; j++) hessian[packed(index, j)] = 0;
  hessian[packed(index, index)] = 1;
}

const squareOf = (beta: Float64Array) => beta.reduce((sum, b) => sum + b * b, 0);
