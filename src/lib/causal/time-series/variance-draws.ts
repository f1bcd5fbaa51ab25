import {bfgs, normalQuantile} from "../../numeric/index.ts";
import type {StructuralVariances} from "./state-space.ts";
import type {VarianceLikelihood} from "./structural-fit.ts";

export interface WeightedVariances {
  readonly variances: StructuralVariances;
  /** They sum to 1. */
  readonly weight: number;
}

/** Points of the quadrature. */
const points = 64;
/** The proposal is this much wider than the normal approximation. */
const wider = 1.3;

/**
 * Variances that the series does not rule out, with weights: what is not known of them is part of what is not known of a forecast
 * (Hamilton 1986). Posterior under a flat prior on the standard deviations, by importance sampling around its mode on a fixed
 * (Halton) set of points: no random numbers.
 */
export function varianceDraws({theta, variances, value}: VarianceLikelihood): WeightedVariances[] {
  const k = theta.length;
  // a flat prior on σ is e^(θ/2) on θ = log σ²
  const posterior = (x: Float64Array) => value(x) + x.reduce((sum, v) => sum + v / 2, 0);
  const start = theta.map((x) => Math.max(x, -12));
  const mode = bfgs((x) => -posterior(x), start, {tolerance: 1e-10}).x;
  const rows = proposalFactor(posterior, mode);
  const draws: {x: Float64Array; log: number}[] = [];
  for (let i = 1; i <= points; i++) {
    const z = Float64Array.from({length: k}, (_, j) => normalQuantile(halton(i, [2, 3, 5, 7][j])));
    const x = mode.map((m, j) => m + wider * rows[j].reduce((sum, c, l) => sum + c * z[l], 0));
    const log = posterior(x) + z.reduce((sum, v) => sum + (v * v) / 2, 0);
    if (Number.isFinite(log)) draws.push({x, log});
  }
  const largest = draws.reduce((a, {log}) => Math.max(a, log), Number.NEGATIVE_INFINITY);
  const total = draws.reduce((sum, {log}) => sum + Math.exp(log - largest), 0);
  return draws.map(({x, log}) => ({variances: variances(x), weight: Math.exp(log - largest) / total}));
}

/** Lower triangular root of (−Hessian)⁻¹ at the mode, each direction at most 3 wide: the posterior may be nearly flat. */
function proposalFactor(f: (x: Float64Array) => number, mode: Float64Array): Float64Array[] {
  const k = mode.length;
  const step = 0.05;
  const at = (i: number, di: number, j: number, dj: number) => {
    const x = Float64Array.from(mode);
    x[i] += di * step;
    x[j] += dj * step;
    return f(x);
  };
  const middle = f(mode);
  const curvature = Array.from({length: k}, (_, i) =>
    Float64Array.from({length: k}, (__, j) =>
      i === j
        ? (2 * middle - at(i, 1, j, 0) - at(i, -1, j, 0)) / step / step
        : (at(i, 1, j, -1) + at(i, -1, j, 1) - at(i, 1, j, 1) - at(i, -1, j, -1)) / 4 / step / step,
    ),
  );
  for (let i = 0; i < k; i++) curvature[i][i] = Math.max(curvature[i][i], 1 / 9);
  // Cholesky of the curvature, C = U Uᵀ; x = U⁻ᵀ z has covariance C⁻¹
  const lower: Float64Array[] = [];
  for (let i = 0; i < k; i++) {
    const row = new Float64Array(k);
    for (let j = 0; j <= i; j++) {
      let sum = curvature[i][j];
      for (let l = 0; l < j; l++) sum -= row[l] * (j === i ? row[l] : lower[j][l]);
      row[j] = j === i ? Math.sqrt(Math.max(sum, 1 / 9)) : sum / lower[j][j];
    }
    lower.push(row);
  }
  const inverse = Array.from({length: k}, () => new Float64Array(k)); // columns of L⁻¹ become rows of L⁻ᵀ
  for (let c = 0; c < k; c++) {
    const x = new Float64Array(k);
    for (let i = 0; i < k; i++) {
      let sum = i === c ? 1 : 0;
      for (let l = 0; l < i; l++) sum -= lower[i][l] * x[l];
      x[i] = sum / lower[i][i];
    }
    for (let i = 0; i < k; i++) inverse[c][i] = x[i];
  }
  return inverse;
}

/** The i-th point of van der Corput's sequence in a base. */
function halton(i: number, base: number): number {
  let value = 0;
  let share = 1 / base;
  for (let rest = i; rest > 0; rest = Math.floor(rest / base), share /= base) value += (rest % base) * share;
  return value;
}
