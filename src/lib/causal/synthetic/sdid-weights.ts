import {type SimplexSolution, solveSimplexProgram} from "../../numeric/index.ts";
import {addSquare, mirrored, type SdidMoments, sumOfSquares} from "./sdid-moments.ts";

/** Which units stand as controls, how often each, and which as treated: the panel itself, or a draw from it. */
export interface SdidSample {
  /** Distinct units, and how often each counts. */
  readonly controls: Int32Array;
  readonly controlCounts: Float64Array;
  readonly treated: Int32Array;
  readonly treatedCounts: Float64Array;
}

/**
 * Unit weights ω: min Σ_{t ≤ T₀} (ω₀ + Σ ωᵢ Yᵢₜ − Ȳ_treated,t)² + T₀ ζ² Σ ωᵢ² on the simplex (Arkhangelsky et al. 2021, equation 4);
 * without intercept where `centred` is false. A control that counts m times shares its weight among m copies, so that its
 * penalty is ωᵢ²/m.
 */
export function unitWeights(
  moments: SdidMoments,
  sample: SdidSample,
  {zeta, centred, start}: {zeta: number; centred: boolean; start?: Float64Array},
): SimplexSolution {
  const products = moments.unitProducts(centred);
  const size = moments.units.length;
  const {controls, controlCounts, treated, treatedCounts} = sample;
  const n = controls.length;
  const all = treatedCounts.reduce((sum, m) => sum + m, 0);
  const hessian = new Float64Array(n * n);
  const linear = new Float64Array(n);
  for (let a = 0; a < n; a++) {
    const row = controls[a] * size;
    for (let b = 0; b < n; b++) hessian[a * n + b] = products[row + controls[b]];
    hessian[a * n + a] += (moments.prePeriods * zeta * zeta) / controlCounts[a];
    for (let b = 0; b < treated.length; b++) linear[a] += (treatedCounts[b] / all) * products[row + treated[b]];
  }
  return solveSimplexProgram({hessian, linear, start});
}

/**
 * Time weights λ: min Σ over controls (λ₀ + Σ λₜ Yᵢₜ − Ȳᵢ,post)² + N₀ ζ² Σ λₜ² on the simplex (equation 6).
 * Where the sample's controls are the panel's less a few, their products are taken off the panel's.
 */
export function timeWeights(
  moments: SdidMoments,
  {controls, controlCounts}: SdidSample,
  {zeta, start}: {zeta: number; start?: Float64Array},
): SimplexSolution {
  const size = moments.prePeriods + 1;
  const counts = new Float64Array(moments.units.length);
  let total = 0;
  for (let a = 0; a < controls.length; a++) {
    counts[controls[a]] = controlCounts[a];
    total += controlCounts[a];
  }
  const missing = counts.subarray(0, moments.controls).filter((m) => m !== 1).length;
  let sum: Float64Array;
  if (missing < moments.controls / 2) {
    sum = Float64Array.from(moments.controlProducts());
    for (let i = 0; i < moments.controls; i++) if (counts[i] !== 1) addSquare(sum, moments.timeRows[i], counts[i] - 1);
  } else sum = sumOfSquares(moments.timeRows, counts);
  const mean = new Float64Array(size);
  for (let a = 0; a < controls.length; a++)
    for (let t = 0; t < size; t++) mean[t] += (controlCounts[a] / total) * moments.timeRows[controls[a]][t];
  addSquare(sum, mean, -total);
  const n = size - 1;
  const hessian = new Float64Array(n * n);
  for (let s = 0; s < n; s++) {
    for (let t = 0; t <= s; t++) hessian[s * n + t] = sum[s * size + t];
    hessian[s * n + s] += total * zeta * zeta;
  }
  mirrored(hessian, n);
  const linear = sum.slice(n * size, n * size + n); // the last row: products with the post-period
  return solveSimplexProgram({hessian, linear, start});
}
