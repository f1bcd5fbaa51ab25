import {LuDecomposition, Matrix} from "ml-matrix";
import {type ModelMatrix, multiply, type TermFit, termsOfRow, transposeMultiply} from "./model-matrix.ts";

export interface Guess {
  readonly level: number;
  /** Penalty on |β|² / 2, against the sum (not the mean) of the losses. */
  readonly kappa: number;
  /** Residuals of a fit near the exact one: rows within h are taken to have none. */
  readonly residual: Float64Array;
  readonly h: number;
  /** What residuals are compared with. */
  readonly scale: number;
}

/** Residuals and multipliers this close, relatively, to a bound are on it. */
const slack = 1e-9;

/**
 * The exact quantile regression, given which rows it passes through: solves κ β = Σ θᵢ zᵢ, Σ θᵢ = 0, α + zᵢ'β = yᵢ on those
 * rows, where θᵢ = w τ above the fit, w (τ − 1) below, and unknown for the rows on it.
 * @returns null unless the solution is optimal: every θ of a row on the fit within [w (τ − 1), w τ], and every other row on
 * the side that was taken.
 */
export function exactQuantile(
  m: ModelMatrix,
  y: Float64Array,
  w: Float64Array,
  {level, kappa, residual, h, scale}: Guess,
): TermFit | null {
  const p = m.terms;
  const on: number[] = [];
  const known = new Float64Array(y.length);
  for (let i = 0; i < y.length; i++) {
    if (w[i] === 0) continue;
    if (Math.abs(residual[i]) < h) on.push(i);
    else known[i] = w[i] * (residual[i] > 0 ? level : level - 1);
  }
  const right = transposeMultiply(m, known);
  const size = p + 1 + on.length;
  const system = Matrix.zeros(size, size);
  const target = Matrix.zeros(size, 1);
  for (let j = 0; j < p; j++) {
    system.set(j, j, kappa);
    target.set(j, 0, right[j]);
  }
  target.set(p, 0, -known.reduce((a, b) => a + b, 0));
  on.forEach((i, k) => {
    const z = termsOfRow(m, i);
    const column = p + 1 + k;
    for (let j = 0; j < p; j++) {
      system.set(j, column, -z[j]);
      system.set(column, j, z[j]);
    }
    system.set(p, column, 1);
    system.set(column, p, 1);
    target.set(column, 0, y[i]);
  });
  const decomposition = new LuDecomposition(system);
  if (decomposition.isSingular()) return null;
  const solution = decomposition.solve(target).to1DArray();
  if (!solution.every(Number.isFinite)) return null;
  const beta = Float64Array.from(solution.slice(0, p));
  const intercept = solution[p];
  for (let k = 0; k < on.length; k++) {
    const share = solution[p + 1 + k] / w[on[k]];
    if (!(share >= level - 1 - slack && share <= level + slack)) return null;
  }
  const fitted = multiply(m, beta, intercept);
  const passes = new Set(on);
  for (let i = 0; i < y.length; i++) {
    if (w[i] === 0) continue;
    const r = y[i] - fitted[i];
    if (passes.has(i) ? Math.abs(r) > slack * scale : r * known[i] < -slack * scale * w[i]) return null;
  }
  return {beta, intercept};
}
