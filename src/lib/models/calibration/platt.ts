import {logistic, logOdds, softplus} from "../linear/logistic-link.ts";

/** Calibrated probability = 1 / (1 + e^−(slope · log-odds + intercept)). */
export interface Platt {
  readonly slope: number;
  readonly intercept: number;
}

const mostSteps = 100;

/**
 * Platt's scaling (Platt 1999, with the Newton method of Lin, Lin and Weng 2007): a logistic regression of the outcome on the
 * log-odds of the prediction. Targets are (N₊ + 1) / (N₊ + 2) for events and 1 / (N₋ + 2) for the rest, N in rows with
 * weight, so that the fit is finite also where the predictions separate the outcomes or only one occurred.
 *
 * @param probability predictions that were made without the outcome, in [0, 1]; those within 1e-12 of an end are taken as
 * that far from it. @param outcome 0 or 1. @param w non-negative, not all 0; all 1 when absent.
 * @throws RangeError if lengths differ, there is no row with weight, or a probability is not in [0, 1].
 */
export function plattScaling(probability: Float64Array, outcome: Float64Array, w?: Float64Array): Platt {
  const weights = checkedWeights(probability, outcome, w);
  const f = probability.map(logOdds);
  const events = weights.reduce((n, weight, i) => n + (weight > 0 && outcome[i] === 1 ? 1 : 0), 0);
  const others = weights.reduce((n, weight, i) => n + (weight > 0 && outcome[i] === 0 ? 1 : 0), 0);
  const target = outcome.map((o) => (o === 1 ? (events + 1) / (events + 2) : 1 / (others + 2)));
  const loss = (slope: number, intercept: number) => {
    let sum = 0;
    for (let i = 0; i < f.length; i++) {
      const margin = slope * f[i] + intercept;
      if (weights[i] > 0) sum += weights[i] * (softplus(margin) - target[i] * margin);
    }
    return sum;
  };
  let [slope, intercept] = [0, Math.log((events + 1) / (others + 1))];
  let value = loss(slope, intercept);
  for (let step = 0; step < mostSteps; step++) {
    let [ga, gb, haa, hab, hbb] = [0, 0, 1e-12, 0, 1e-12]; // regular also where all predictions are the same
    for (let i = 0; i < f.length; i++) {
      const p = logistic(slope * f[i] + intercept);
      const pull = weights[i] * (p - target[i]);
      const curvature = weights[i] * p * (1 - p);
      ga += f[i] * pull;
      gb += pull;
      haa += f[i] * f[i] * curvature;
      hab += f[i] * curvature;
      hbb += curvature;
    }
    const determinant = haa * hbb - hab * hab;
    const da = -(hbb * ga - hab * gb) / determinant;
    const db = -(haa * gb - hab * ga) / determinant;
    const promised = ga * da + gb * db;
    let t = 1;
    while (t > 1e-10 && !(loss(slope + t * da, intercept + t * db) <= value + 1e-4 * t * promised)) t /= 2;
    if (!(t > 1e-10) || !(promised < 0)) break; // nothing lowers it by more than rounding
    slope += t * da;
    intercept += t * db;
    value = loss(slope, intercept);
    if (Math.max(Math.abs(t * da), Math.abs(t * db)) < 1e-13) break;
  }
  return {slope: slope + 0, intercept: intercept + 0};
}

/** Applies a scaling to probabilities. */
export function applyPlatt({slope, intercept}: Platt, probability: Float64Array): Float64Array {
  return probability.map((p) => logistic(slope * logOdds(p) + intercept));
}

/** @throws RangeError saying what is wrong with the rows that a calibration is fitted on. */
export function checkedWeights(probability: Float64Array, outcome: Float64Array, w?: Float64Array): Float64Array {
  const weights = w ?? new Float64Array(probability.length).fill(1);
  if (outcome.length !== probability.length || weights.length !== probability.length)
    throw new RangeError(
      `invalid lengths; ${probability.length} probabilities, ${outcome.length} outcomes, ${weights.length} weights`,
    );
  const bad = probability.findIndex((p) => !(p >= 0 && p <= 1));
  if (bad >= 0) throw new RangeError(`invalid probability; not in [0, 1] in row ${bad}: ${probability[bad]}`);
  const wrong = outcome.findIndex((o) => o !== 0 && o !== 1);
  if (wrong >= 0) throw new RangeError(`invalid outcome; not 0 or 1 in row ${wrong}: ${outcome[wrong]}`);
  const negative = weights.findIndex((v) => !(v >= 0 && v < Number.POSITIVE_INFINITY));
  if (negative >= 0)
    throw new RangeError(`invalid weight; not finite and ≥ 0 in row ${negative}: ${weights[negative]}`);
  if (!weights.some((v) => v > 0)) throw new RangeError("invalid weights; no row has any");
  return weights;
}
