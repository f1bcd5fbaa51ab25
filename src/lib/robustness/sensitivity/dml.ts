import {normalQuantile} from "../../numeric/index.ts";
import {biasFactor} from "./bias.ts";
import type {SensitivityBounds} from "./linear.ts";

/** What the sensitivity analysis needs of a debiased machine learning fit, one value a row. */
export interface DmlParts {
  readonly theta: number;
  /** Influence function of the estimate: mean zero. */
  readonly influence: Float64Array;
  /** y − E[y | d, x] as fitted. */
  readonly outcomeResidual: Float64Array;
  /** Riesz representer α(d, x). */
  readonly representer: Float64Array;
  /**
   * m(w, α): the estimand's functional applied to the representer, whose mean is that of α² when the nuisances are right; ν² is then
   * the debiased mean of 2 m − α². Default: the mean of α² in every row, which is right for a partially linear fit. For an
   * interactive one see `averageEffectMoment`.
   */
  readonly moment?: Float64Array;
}

/**
 * All that bounds and intervals depend on: ten numbers, small enough for a page. `estimate` and `scale2` are θ and S² = σ² ν², the
 * latter the largest squared bias per unit of strength; with their sampling variances and covariance.
 */
export interface DmlSensitivity {
  readonly estimate: number;
  readonly se: number;
  readonly sigma2: number;
  readonly seSigma2: number;
  readonly nu2: number;
  readonly seNu2: number;
  readonly scale2: number;
  readonly seScale2: number;
  readonly covariance: number;
  /** Rows, and clusters of them where given. */
  readonly rows: number;
  readonly clusters: number | null;
}

/**
 * Short parameters of Chernozhukov, Cinelli, Newey, Sharma and Syrgkanis (2022, "Long story short"): variances are means of
 * squared influence functions over n, without a small-sample correction.
 * @param clusters a label a row: sums of the influence functions within a label then take the place of rows (days, traders).
 * @throws RangeError where lengths differ, a value is not finite, S² is not above 0, or there are fewer than two rows or clusters.
 */
export function dmlSensitivity(parts: DmlParts, clusters?: Int32Array): DmlSensitivity {
  const {theta, influence, outcomeResidual, representer, moment} = parts;
  const n = influence.length;
  if (!Number.isFinite(theta)) throw new RangeError(`invalid estimate; not finite: ${theta}`);
  const columns = {influence, "outcome residual": outcomeResidual, representer, ...(moment ? {moment} : {})};
  for (const [name, column] of Object.entries(columns)) {
    if (column.length !== n) throw new RangeError(`invalid lengths; ${name} has ${column.length} rows, influence ${n}`);
    const bad = column.findIndex((v) => !Number.isFinite(v));
    if (bad >= 0) throw new RangeError(`invalid ${name}; not finite in row ${bad}: ${column[bad]}`);
  }
  const meanSquare = mean(representer.map((v) => v * v));
  const sigmaSignal = outcomeResidual.map((v) => v * v);
  const nuSignal = representer.map((v, i) => 2 * (moment ? moment[i] : meanSquare) - v * v);
  const sigma2 = mean(sigmaSignal);
  const nu2 = mean(nuSignal);
  const scale2 = sigma2 * nu2;
  if (!(scale2 > 0))
    throw new RangeError(
      `invalid fit; its largest bias is not defined: σ² = ${sigma2}, ν² = ${nu2}, and both must be above 0 (a ν² below: overlap is too weak)`,
    );
  const total = summed(clusters, n);
  const psiTheta = total.of(influence);
  const psiSigma = total.of(sigmaSignal.map((v) => v - sigma2));
  const psiNu = total.of(nuSignal.map((v) => v - nu2));
  const psiScale = psiSigma.map((v, g) => nu2 * v + sigma2 * psiNu[g]);
  const crossed = (a: Float64Array, b: Float64Array) => {
    let sum = 0;
    for (let g = 0; g < a.length; g++) sum += a[g] * b[g];
    return sum / n / n;
  };
  const seOf = (psi: Float64Array) => Math.sqrt(crossed(psi, psi));
  return {
    estimate: theta,
    se: seOf(psiTheta),
    sigma2,
    seSigma2: seOf(psiSigma),
    nu2,
    seNu2: seOf(psiNu),
    scale2,
    seScale2: seOf(psiScale),
    covariance: crossed(psiTheta, psiScale),
    rows: n,
    clusters: clusters ? total.count : null,
  };
}

/** m(w, α) of the mean effect of a 0/1 treatment, 1/p + 1/(1 − p), p the propensity as the fit used it. */
export function averageEffectMoment(propensity: Float64Array): Float64Array {
  const bad = propensity.findIndex((p) => !(p > 0 && p < 1));
  if (bad >= 0) throw new RangeError(`invalid propensity; not in (0, 1) in row ${bad}: ${propensity[bad]}`);
  return propensity.map((p) => 1 / p + 1 / (1 - p));
}

/** How much a hidden cause explains. */
export interface DmlStrength {
  /** Share of what is left of the outcome: nonparametric partial R², in [0, 1]. */
  readonly outcome: number;
  /** Share of the variation of the true representer that the fitted one misses, in [0, 1); in a partially linear model the partial R² with the treatment. */
  readonly treatment: number;
  /** Squared correlation of both errors, in [0, 1]. Default 1, the worst. */
  readonly adversity?: number;
}

export interface DmlBounds extends SensitivityBounds {
  readonly bias: number;
  /** Standard errors of the lowest and the highest estimate. */
  readonly seLowest: number;
  readonly seHighest: number;
}

/**
 * Estimates that a hidden cause of this strength allows, θ ∓ S √(ρ² C_Y² C_D²), and the interval around them: each end is a one-sided
 * bound at `level` (Chernozhukov et al. 2022), so that without a hidden cause the two together hold 2 level − 1.
 */
export function dmlBounds(fit: DmlSensitivity, strength: DmlStrength, level = 0.95): DmlBounds {
  if (!(level > 0 && level < 1)) throw new RangeError(`invalid level; not in (0, 1): ${level}`);
  return boundsAt(fit, factorOf(strength), normalQuantile(level));
}

/** The same by the factor √(ρ² C_Y² C_D²), each end z standard errors out. */
export function boundsAt(fit: DmlSensitivity, factor: number, z: number): DmlBounds {
  const scale = Math.sqrt(fit.scale2);
  const bias = scale * factor;
  // θ ∓ S k has influence ψ_θ ∓ k ψ_S² / (2 S)
  const own = fit.se ** 2 + ((factor * fit.seScale2) / (2 * scale)) ** 2;
  const shared = (factor * fit.covariance) / scale;
  const seLowest = Math.sqrt(Math.max(0, own - shared));
  const seHighest = Math.sqrt(Math.max(0, own + shared));
  const [lowest, highest] = [fit.estimate - bias, fit.estimate + bias];
  return {bias, lowest, highest, seLowest, seHighest, lower: lowest - z * seLowest, upper: highest + z * seHighest};
}

function factorOf({outcome, treatment, adversity = 1}: DmlStrength): number {
  if (!(outcome >= 0 && outcome <= 1)) throw new RangeError(`invalid strength; outcome is not in [0, 1]: ${outcome}`);
  if (!(treatment >= 0 && treatment < 1))
    throw new RangeError(`invalid strength; treatment is not in [0, 1): ${treatment}`);
  if (!(adversity >= 0 && adversity <= 1)) throw new RangeError(`invalid adversity; not in [0, 1]: ${adversity}`);
  return Math.sqrt(adversity) * biasFactor({treatment, outcome});
}

function mean(values: Float64Array): number {
  let sum = 0;
  for (const v of values) sum += v;
  return sum / values.length;
}

/** Sums by cluster, in order of first row; without clusters the rows themselves. */
function summed(clusters: Int32Array | undefined, n: number) {
  if (clusters === undefined) {
    if (!(n >= 2)) throw new RangeError(`invalid rows; needs two or more: ${n}`);
    return {count: n, of: (column: Float64Array) => column};
  }
  if (clusters.length !== n) throw new RangeError(`invalid clusters; ${clusters.length} labels for ${n} rows`);
  const position = new Map<number, number>();
  const group = clusters.map((label) => {
    const found = position.get(label) ?? position.size;
    position.set(label, found);
    return found;
  });
  const count = position.size;
  if (count < 2) throw new RangeError(`invalid clusters; needs two or more, found ${count}`);
  const of = (column: Float64Array) => {
    const sums = new Float64Array(count);
    for (let i = 0; i < n; i++) sums[group[i]] += column[i];
    return sums;
  };
  return {count, of};
}
