import {type SdidMoments, type SyntheticDidData, sdidMoments} from "./sdid-moments.ts";
import {type SdidSample, timeWeights, unitWeights} from "./sdid-weights.ts";

/**
 * Which weights are estimated (Arkhangelsky et al. 2021, table 1):
 * - `sdid`: unit weights with an intercept and a penalty, and time weights;
 * - `sc`: unit weights without either, no time weights (a synthetic control);
 * - `difp`: unit weights with an intercept, hardly any penalty, each pre-period the same (demeaned synthetic control);
 * - `did`: each control and each pre-period the same (difference-in-differences).
 */
export type SyntheticDidMethod = "sdid" | "sc" | "difp" | "did";

export interface SyntheticDidOptions {
  /** Default "sdid". */
  readonly method?: SyntheticDidMethod;
  /** Penalty of the unit weights, in units of the outcome. Default (N₁T₁)^¼ σ̂ for "sdid", 10⁻⁶ σ̂ for "sc" and "difp". */
  readonly zetaOmega?: number;
  /** Penalty of the time weights. Default 10⁻⁶ σ̂. */
  readonly zetaLambda?: number;
}

export interface SyntheticDidFit {
  readonly method: SyntheticDidMethod;
  /** The average effect on the treated units, over the periods from the treatment on. */
  readonly estimate: number;
  /** ω, one a control; they sum to 1. */
  readonly unitWeights: Float64Array;
  /** λ, one a pre-period; they sum to 1 (all 0 for "sc", which uses no pre-period difference). */
  readonly timeWeights: Float64Array;
  /** The effect in each period from the treatment on. */
  readonly effectCurve: Float64Array;
  /** Treated mean less weighted controls, all periods: what the effect is read from. */
  readonly gap: Float64Array;
  readonly zetaOmega: number;
  readonly zetaLambda: number;
  /** The larger of the two quadratic programs' residuals (see `solveSimplexProgram`). */
  readonly kktResidual: number;
  /** What the variance estimators draw from. */
  readonly moments: SdidMoments;
}

/**
 * Synthetic difference-in-differences (Arkhangelsky, Athey, Hirshberg, Imbens and Wager 2021): two-way differences between
 * treated and controls, after and before, with controls weighted to move as the treated did before, and pre-periods weighted to
 * predict the post-period. Both weights are solved exactly. Estimand: the mean of Yᵢₜ − Yᵢₜ(0) over treated i and t ≥ T₀.
 * Standard errors: `sdidInference`.
 * @throws RangeError saying what is wrong with the panel; see `sdidMoments`.
 */
export function syntheticDid(data: SyntheticDidData, options: SyntheticDidOptions = {}): SyntheticDidFit {
  const moments = sdidMoments(data);
  const {method = "sdid"} = options;
  const treatedPeriods = data.treated.length * (moments.periods - moments.prePeriods);
  const small = 1e-6 * moments.noise;
  const zetaOmega =
    options.zetaOmega ?? (method === "sdid" ? Math.sqrt(Math.sqrt(treatedPeriods)) * moments.noise : small);
  const zetaLambda = options.zetaLambda ?? small;
  if (!(zetaOmega >= 0)) throw new RangeError(`invalid zetaOmega; not 0 or above: ${zetaOmega}`);
  if (!(zetaLambda >= 0)) throw new RangeError(`invalid zetaLambda; not 0 or above: ${zetaLambda}`);
  const sample: SdidSample = {
    controls: Int32Array.from({length: moments.controls}, (_, i) => i),
    controlCounts: new Float64Array(moments.controls).fill(1),
    treated: Int32Array.from(data.treated, (_, i) => moments.controls + i),
    treatedCounts: new Float64Array(data.treated.length).fill(1),
  };
  const weights = estimateWeights(moments, sample, {method, zetaOmega, zetaLambda});
  const gap = gapOf(moments, sample, weights.omega);
  const before = weights.lambda.reduce((sum, weight, t) => sum + weight * gap[t], 0);
  const effectCurve = gap.slice(moments.prePeriods).map((x) => x - before);
  return {
    method,
    estimate: effectCurve.reduce((sum, x) => sum + x, 0) / effectCurve.length,
    unitWeights: weights.omega,
    timeWeights: weights.lambda,
    effectCurve,
    gap,
    zetaOmega,
    zetaLambda,
    kktResidual: weights.kktResidual,
    moments,
  };
}

export interface SdidWeightOptions {
  readonly method: SyntheticDidMethod;
  readonly zetaOmega: number;
  readonly zetaLambda: number;
  /** Where the solvers start: weights of a fit to nearly the same units. */
  readonly startOmega?: Float64Array;
  readonly startLambda?: Float64Array;
}

/** Unit weights (of a sample's distinct controls) and time weights, as the method asks. */
export function estimateWeights(
  moments: SdidMoments,
  sample: SdidSample,
  {method, zetaOmega, zetaLambda, startOmega, startLambda}: SdidWeightOptions,
): {omega: Float64Array; lambda: Float64Array; kktResidual: number} {
  const even = new Float64Array(moments.prePeriods).fill(1 / moments.prePeriods);
  if (method === "did") {
    const all = sample.controlCounts.reduce((sum, m) => sum + m, 0);
    return {omega: sample.controlCounts.map((m) => m / all), lambda: even, kktResidual: 0};
  }
  const omega = unitWeights(moments, sample, {zeta: zetaOmega, centred: method !== "sc", start: startOmega});
  if (method !== "sdid")
    return {
      omega: omega.weights,
      lambda: method === "sc" ? new Float64Array(moments.prePeriods) : even,
      kktResidual: omega.kktResidual,
    };
  const lambda = timeWeights(moments, sample, {zeta: zetaLambda, start: startLambda});
  return {
    omega: omega.weights,
    lambda: lambda.weights,
    kktResidual: Math.max(omega.kktResidual, lambda.kktResidual),
  };
}

/** Treated mean less weighted controls, in each period. */
export function gapOf(moments: SdidMoments, sample: SdidSample, omega: Float64Array): Float64Array {
  const gap = new Float64Array(moments.periods);
  const all = sample.treatedCounts.reduce((sum, m) => sum + m, 0);
  const add = (unit: number, weight: number) => {
    const y = moments.units[unit];
    for (let t = 0; t < gap.length; t++) gap[t] += weight * y[t];
  };
  for (let b = 0; b < sample.treated.length; b++) add(sample.treated[b], sample.treatedCounts[b] / all);
  for (let a = 0; a < omega.length; a++) if (omega[a] !== 0) add(sample.controls[a], -omega[a]);
  return gap;
}

/** The estimate from a gap and time weights. */
export function estimateOf(gap: Float64Array, lambda: Float64Array): number {
  let estimate = 0;
  for (let t = 0; t < lambda.length; t++) estimate -= lambda[t] * gap[t];
  for (let t = lambda.length; t < gap.length; t++) estimate += gap[t] / (gap.length - lambda.length);
  return estimate;
}
