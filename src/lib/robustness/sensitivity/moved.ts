import {biasFactor, checkStrength, equalStrength, type Strength} from "./bias.ts";

/** A hidden cause as a reader sets it. */
export interface HiddenCause extends Strength {
  /**
   * Correlation of what it does to treatment and to outcome, in [−1, 1]. 1: all of it exaggerates the estimate, so that taking it out
   * brings it towards zero; −1: all of it hides a larger one. A single cause in a linear model has 1 or −1; several at once may
   * have less.
   */
  readonly correlation: number;
}

/**
 * A debiased machine learning estimate with clustered errors: all that its movement under a hidden cause depends on. Small
 * enough for a page, which recomputes by this file what the build publishes.
 */
export interface ClusteredDml {
  readonly estimate: number;
  /** σ² = E[(Y − E[Y | D, X])²] and ν² = E[α²], α the Riesz representer; the bias per unit of strength is √(σ² ν²). */
  readonly sigma2: number;
  readonly nu2: number;
  /**
   * Variance of the estimate, of σ² ν², and their covariance: one-way for each way of clustering, and two-way. The largest variance
   * counts, as in `inference`.
   */
  readonly variances: readonly VarianceParts[];
  /** Of Student's t at the level of the intervals. */
  readonly critical: number;
}

export interface VarianceParts {
  readonly clusters: string;
  readonly estimate: number;
  readonly scale2: number;
  readonly covariance: number;
}

/** A least-squares estimate with clustered errors. */
export interface ClusteredLinear {
  readonly estimate: number;
  /** Classical standard error and residual degrees of freedom: they decide the bias (Cinelli and Hazlett 2020). */
  readonly se: number;
  readonly df: number;
  /** Clustered standard error, and Student's t at the level of the intervals: they decide the interval. */
  readonly clusteredSe: number;
  readonly critical: number;
}

export interface Moved {
  readonly estimate: number;
  readonly se: number;
  /** Around the moved estimate. */
  readonly interval: readonly [number, number];
}

/**
 * What the estimate would be without a hidden cause: θ ∓ ρ √(σ² ν²) √(C²_Y C²_D / (1 − C²_D)) (Chernozhukov, Cinelli, Newey, Sharma
 * and Syrgkanis 2022), with the standard error of that very number, influence functions summed by cluster. At strength zero
 * it is the estimate and its interval, bit for bit.
 */
export function movedDml(fit: ClusteredDml, cause: HiddenCause): Moved {
  return dmlAt(fit, factorOf(cause));
}

/**
 * The same for least squares: the bias by Cinelli and Hazlett (2020); the clustered standard error changes as theirs does, by
 * √((1 − R²_Y)/(1 − R²_D)): clustering is taken to widen it as many times with the hidden cause known as without. Their
 * factor √(df/(df − 1)) for the one regressor more is left out, so that a cause of no strength changes nothing.
 */
export function movedLinear(fit: ClusteredLinear, cause: HiddenCause): Moved {
  const bias = factorOf(cause) * fit.se * Math.sqrt(fit.df);
  const se = fit.clusteredSe * Math.sqrt((1 - cause.outcome) / (1 - cause.treatment));
  return around(fit.estimate - signOf(fit.estimate) * bias, se, fit.critical);
}

/**
 * Robustness value: the strength, with treatment and outcome alike and correlation 1, that takes the estimate to zero, or the near end of its
 * interval. 0 where it is there as it stands.
 */
export function dmlRobustness(fit: ClusteredDml, what: "estimate" | "interval"): number {
  return equalStrength(criticalFactor(fit, what));
}

/** The factor √(C²_Y C²_D / (1 − C²_D)) of every cause that takes the estimate, or the near end of its interval, to zero. */
export function criticalFactor(fit: ClusteredDml, what: "estimate" | "interval"): number {
  const all = Math.abs(fit.estimate) / Math.sqrt(fit.sigma2 * fit.nu2);
  if (what === "estimate") return all;
  return firstBelow((factor) => nearEnd(fit.estimate, dmlAt(fit, factor)), all);
}

/** The same for least squares; where both strengths are alike the standard error stays as it is, and the value is closed. */
export function linearRobustness(fit: ClusteredLinear, what: "estimate" | "interval"): number {
  const reach = what === "estimate" ? 0 : fit.critical * fit.clusteredSe;
  return equalStrength(Math.max(0, Math.abs(fit.estimate) - reach) / (fit.se * Math.sqrt(fit.df)));
}

/**
 * Strengths that all move the estimate alike: the curve C²_Y = f² (1 − C²_D) / C²_D over treatment strengths, up to `maxOutcome`.
 * @returns points from left to right; none where the factor is 0 or the curve is nowhere in the frame.
 */
export function factorLine(
  factor: number,
  {maxTreatment, maxOutcome}: {readonly maxTreatment: number; readonly maxOutcome: number},
  points = 60,
): Strength[] {
  const square = factor * factor;
  const from = square / (square + maxOutcome); // where the curve comes in at the top
  if (!(square > 0 && from < maxTreatment)) return [];
  return Array.from({length: points}, (_, i) => {
    // close together where it is steep
    const share = i / (points - 1);
    const treatment = from + (maxTreatment - from) * share * share;
    return {treatment, outcome: Math.min(maxOutcome, (square * (1 - treatment)) / treatment)};
  });
}

/** Correlation × √(R²_Y R²_D / (1 − R²_D)). @throws RangeError for a strength or a correlation out of range. */
function factorOf(cause: HiddenCause): number {
  checkStrength(cause);
  if (!(cause.correlation >= -1 && cause.correlation <= 1))
    throw new RangeError(`invalid correlation; not in [−1, 1]: ${cause.correlation}`);
  return cause.correlation * biasFactor(cause);
}

function dmlAt({estimate, sigma2, nu2, variances, critical}: ClusteredDml, factor: number): Moved {
  const scale = Math.sqrt(sigma2 * nu2);
  const along = signOf(estimate) * factor;
  // θ − k S has influence ψ_θ − k ψ_S² / (2 S)
  const weight = along / (2 * scale);
  let variance = 0;
  for (const {estimate: own, scale2, covariance} of variances)
    variance = Math.max(variance, own - 2 * weight * covariance + weight * weight * scale2);
  return around(estimate - along * scale, Math.sqrt(variance), critical);
}

function around(estimate: number, se: number, critical: number): Moved {
  const half = critical * se;
  return {estimate, se, interval: [estimate - half, estimate + half]};
}

function signOf(estimate: number): number {
  return estimate < 0 ? -1 : 1;
}

/** End of the interval nearer to zero, seen from the published estimate: above 0 while the interval leaves out zero on its side. */
function nearEnd(published: number, {interval: [lower, upper]}: Moved): number {
  return published < 0 ? -upper : lower;
}

/** Where a falling function reaches 0 in [0, end], at whose end it is not above 0; 0 where it is not above 0 to begin with. */
function firstBelow(falling: (x: number) => number, end: number): number {
  if (!(falling(0) > 0)) return 0;
  let [low, high] = [0, end];
  for (;;) {
    const middle = low + (high - low) / 2;
    if (!(middle > low && middle < high)) return high;
    if (falling(middle) > 0) low = middle;
    else high = middle;
  }
}
