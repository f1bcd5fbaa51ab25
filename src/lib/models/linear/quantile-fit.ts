import {choleskyInPlace, choleskySolve} from "./cholesky.ts";
import {packed} from "./gram.ts";
import {crossing} from "./line-search.ts";
import {type ModelMatrix, multiply, type TermFit, transposeMultiply, weightedGram} from "./model-matrix.ts";
import {exactQuantile} from "./quantile-finish.ts";
import {weightedQuantile} from "./weighted-quantile.ts";

export interface QuantileFit extends TermFit {
  /** (Value − lower bound of it) / value: 0 where the optimality conditions hold to working precision. */
  readonly gap: number;
}

/** Of the half-width of the smoothing, from one round to the next. */
const narrowing = 0.25;
const mostSteps = 100;

/** ρ_τ(r) = r (τ − 1{r < 0}). */
export function pinball(level: number, residual: number): number {
  return residual >= 0 ? level * residual : (level - 1) * residual;
}

/**
 * Linear quantile regression (Koenker and Bassett 1978) with a ridge penalty: minimises
 * Σ w ρ_τ(y − α − z'β) / Σ w + λ |β|² / (2 s), s the mean loss of the best constant, so that λ has no units.
 *
 * The kink of ρ is smoothed to a parabola on ±h (Chen 2007, "A finite smoothing algorithm for quantile regression"), the
 * smooth problem solved by Newton's method with an exact search along each step, and h narrowed, each round begun where the
 * one before ended. The derivatives of the smooth problem are feasible for the dual: they bound what is left to gain. As
 * soon as few enough rows are within h, they are taken to be those that the exact fit passes through, and its equations are
 * solved outright; the solution is returned if it meets the optimality conditions (a subgradient of 0), with gap 0. Where it
 * never does (many targets tied, say), h ends at a billionth of s.
 *
 * @param y not constant among the rows with weight. @param level τ in (0, 1).
 * @returns a function of λ ≥ 0; `coarse`: to about a hundredth of s, for comparing penalties.
 */
export function quantileSolver(m: ModelMatrix, y: Float64Array, w: Float64Array, level: number) {
  const p = m.terms;
  const n = y.length;
  const total = w.reduce((a, b) => a + b, 0);
  const constant = weightedQuantile(y, w, level);
  const s = meanLoss(y.map((v) => v - constant));

  return (penalty: number, {start, coarse = false}: {start?: TermFit; coarse?: boolean} = {}): QuantileFit => {
    const kappa = penalty / s;
    const beta = start?.beta.slice() ?? new Float64Array(p);
    let intercept = start?.intercept ?? constant;
    let residual = residualOf(beta, intercept);
    const last = coarse ? 0.01 * s : 1e-9 * s;
    // Begun near a solution, a coarse fit need not go the whole way again.
    for (let h = coarse && start !== undefined ? 0.04 * s : 2 * s; ; h *= narrowing) {
      for (let step = 0; step < mostSteps && newton(h, kappa, coarse ? 1e-3 : 1e-9); step++);
      if (coarse && h <= last) return {beta, intercept, gap: gapOf(h, kappa)};
      if (coarse) continue;
      const near = residual.reduce((count, r, i) => count + (w[i] > 0 && Math.abs(r) < h ? 1 : 0), 0);
      const exact = near <= p + 1 ? exactQuantile(m, y, w, {level, kappa: kappa * total, residual, h, scale: s}) : null;
      if (exact !== null) return {...exact, gap: 0};
      if (h <= last) return {beta, intercept, gap: gapOf(h, kappa)};
    }

    /** One step at half-width h; false where the derivatives are 0, or no step lowers the value. */
    function newton(h: number, kappa: number, tolerance: number): boolean {
      const pull = new Float64Array(n);
      const curvature = new Float64Array(n);
      for (let i = 0; i < n; i++) {
        pull[i] = (-w[i] * smoothSlope(residual[i], h)) / total;
        curvature[i] = Math.abs(residual[i]) < h ? w[i] / (2 * h * total) : 0;
      }
      const gradient = new Float64Array(p + 1);
      gradient.set(transposeMultiply(m, pull));
      for (let j = 0; j < p; j++) gradient[j] += kappa * beta[j];
      for (let i = 0; i < n; i++) gradient[p] += pull[i];
      if (gradient.every((g) => Math.abs(g) <= tolerance)) return false;
      const hessian = weightedGram(m, curvature);
      let largest = 0;
      for (let j = 0; j <= p; j++) {
        if (j < p) hessian[packed(j, j)] += kappa;
        largest = Math.max(largest, hessian[packed(j, j)]);
      }
      // Where too few rows are near for the terms there are, a little of steepest descent keeps the system regular.
      for (let j = 0; j <= p; j++) hessian[packed(j, j)] += 1e-9 * largest + 1e-12 / s;
      const step = gradient.map((g) => -g);
      if (choleskyInPlace(hessian, p + 1) < 0) choleskySolve(hessian, p + 1, step);
      const along = multiply(m, step, step[p]);
      let [cross, square] = [0, 0];
      for (let j = 0; j < p; j++) {
        cross += beta[j] * step[j];
        square += step[j] * step[j];
      }
      const t = crossing((length) => {
        let sum = 0;
        for (let i = 0; i < n; i++) sum -= w[i] * smoothSlope(residual[i] - length * along[i], h) * along[i];
        return sum / total + kappa * (cross + length * square);
      });
      if (!(t > 0)) return false;
      for (let j = 0; j < p; j++) beta[j] += t * step[j];
      intercept += t * step[p];
      residual = residualOf(beta, intercept);
      return true;
    }

    /** Value of the fit, less what the dual (the smooth problem's derivatives) says is its least, over the value. */
    function gapOf(h: number, kappa: number): number {
      const value = meanLoss(residual) + (kappa / 2) * beta.reduce((sum, b) => sum + b * b, 0);
      let dual = 0;
      for (let i = 0; i < n; i++) dual += (w[i] * smoothSlope(residual[i], h) * residual[i]) / total;
      return value > 0 ? Math.max(0, meanLoss(residual) - dual) / value : 0;
    }
  };

  function residualOf(beta: Float64Array, intercept: number): Float64Array {
    const fitted = multiply(m, beta, intercept);
    for (let i = 0; i < n; i++) fitted[i] = y[i] - fitted[i];
    return fitted;
  }

  function meanLoss(residual: Float64Array): number {
    let sum = 0;
    for (let i = 0; i < n; i++) sum += w[i] * pinball(level, residual[i]);
    return sum / total;
  }

  /** Derivative of the smoothed ρ. */
  function smoothSlope(r: number, h: number): number {
    return r >= h ? level : r <= -h ? level - 1 : level - 0.5 + r / (2 * h);
  }
}
