import {choleskyInPlace, choleskySolve} from "./cholesky.ts";
import {type Gram, packed} from "./gram.ts";

/** A linear fit on standardised features. Arrays have one entry a feature. */
export interface StandardFit {
  readonly means: Float64Array;
  /** Standard deviations; 0: constant on these rows, and so of weight 0. */
  readonly sds: Float64Array;
  /** Of the standardised features. */
  readonly weights: Float64Array;
  /** Prediction where every feature has its mean. */
  readonly intercept: number;
}

/** Second moments of standardised features: what is left of a `Gram` when units are taken out. */
export interface StandardGram {
  readonly means: Float64Array;
  readonly sds: Float64Array;
  /** Features that vary. */
  readonly live: Int32Array;
  /** Correlations of the live features, lower triangle. */
  readonly correlation: Float64Array;
}

/** Below this share of its root mean square a standard deviation is rounding. */
const rounding = 1e-12;

/** @param features the first so many columns of the gram are standardised. */
export function standardGram(gram: Gram, features: number): StandardGram {
  const means = gram.mean.slice(0, features);
  const sds = means.map((mean, j) => {
    const variance = Math.max(0, gram.cross[packed(j, j)] / gram.weight);
    if (!Number.isFinite(variance)) return Number.POSITIVE_INFINITY; // its squares overflow
    return Math.sqrt(variance) > rounding * Math.sqrt(mean * mean + variance) ? Math.sqrt(variance) : 0;
  });
  const live = Int32Array.from(sds.keys()).filter((j) => sds[j] > 0);
  const correlation = new Float64Array((live.length * (live.length + 1)) / 2);
  for (let a = 0, e = 0; a < live.length; a++)
    for (let b = 0; b <= a; b++, e++)
      correlation[e] = gram.cross[packed(live[a], live[b])] / (gram.weight * sds[live[a]] * sds[live[b]]);
  return {means, sds, live, correlation};
}

/** Σ w zⱼ (y − ȳ) / Σ w of the live features. */
export function standardRight(gram: Gram, {live, sds}: StandardGram, target: number): Float64Array {
  return Float64Array.from(live, (j) => gram.cross[packed(j, target)] / (gram.weight * sds[j]));
}

/**
 * Ridge regression from the statistics of its rows: minimises Σ w (y − α − z'β)² / Σ w + λ |β|², z standardised on these
 * rows, α not penalised (Hoerl and Kennard 1970). The decomposition for the latest penalty is kept: several targets cost
 * one.
 *
 * @param features the first so many columns of the gram; a target is the index of a later one.
 * @throws RangeError where no row has weight, or squares overflow; from the solver, for a negative penalty, and for a singular system.
 */
export function ridgeFromGram(gram: Gram, features: number): (penalty: number, target?: number) => StandardFit {
  if (!(gram.weight > 0)) throw new RangeError("invalid rows; none has weight");
  const standard = standardGram(gram, features);
  const {means, sds, live, correlation} = standard;
  const overflowing = sds.indexOf(Number.POSITIVE_INFINITY);
  if (overflowing >= 0)
    throw new RangeError(`invalid column ${overflowing}; its squares overflow: state it in larger units`);
  const factor = new Float64Array(correlation.length);
  let factored = Number.NaN;
  return (penalty, target = features) => {
    if (!(penalty >= 0)) throw new RangeError(`invalid penalty; not 0 or more: ${penalty}`);
    if (penalty !== factored) {
      factored = Number.NaN;
      factor.set(correlation);
      for (let j = 0; j < live.length; j++) factor[packed(j, j)] += penalty;
      const dependent = choleskyInPlace(factor, live.length);
      if (dependent >= 0)
        throw new RangeError(
          `invalid design; column ${live[dependent]} is a combination of those before it: set a penalty above 0, or leave it out`,
        );
      factored = penalty;
    }
    const beta = standardRight(gram, standard, target);
    choleskySolve(factor, live.length, beta);
    const weights = new Float64Array(features);
    live.forEach((j, k) => {
      weights[j] = beta[k] + 0; // no negative zero: JSON would lose it
    });
    return {means, sds, weights, intercept: gram.mean[target]};
  };
}

/** The same fit in the features' own units: prediction = intercept + Σ slopes[j] · x[j]. */
export function inOwnUnits({means, sds, weights, intercept}: StandardFit): {slopes: Float64Array; intercept: number} {
  const slopes = weights.map((weight, j) => (sds[j] > 0 ? weight / sds[j] : 0));
  let constant = intercept;
  for (let j = 0; j < slopes.length; j++) constant -= slopes[j] * means[j];
  return {slopes, intercept: constant};
}

/** Σ w (y − prediction)² over the rows of a gram, which need not be those of the fit. */
export function squaredErrorFromGram(gram: Gram, features: number, fit: StandardFit, target = features): number {
  const {slopes} = inOwnUnits(fit);
  let level = gram.mean[target] - fit.intercept;
  let sum = gram.cross[packed(target, target)];
  for (let j = 0; j < features; j++) {
    if (slopes[j] === 0) continue;
    level -= slopes[j] * (gram.mean[j] - fit.means[j]);
    let row = -2 * gram.cross[packed(target, j)];
    for (let k = 0; k < features; k++) row += gram.cross[packed(j, k)] * slopes[k];
    sum += slopes[j] * row;
  }
  return Math.max(0, sum) + gram.weight * level * level;
}
