import type {Influential} from "../inference/inference.ts";
import type {Labels} from "../inference/labels.ts";
import {effectiveSampleSize} from "../overlap/overlap.ts";

/** Past decisions: actions 0 … A − 1 that were taken, and what is known of how. */
export interface LoggedDecisions {
  /** Outcome of each row (larger is better, or not: values are only averaged). */
  readonly y: Float64Array;
  readonly action: Int32Array;
  /** Probability with which the action that was taken was chosen: known of a randomised desk, else estimated out of fold. */
  readonly propensity: Float64Array;
  readonly labels?: Labels;
}

/** The policy to be judged: its probability of each action, one Float64Array an action; rows sum to one. */
export type TargetPolicy = readonly Float64Array[];

/** A policy's value: its mean outcome. For `inference`. */
export interface PolicyValue extends Influential {
  readonly labels?: Labels;
  readonly estimator: "ips" | "self-normalised" | "doubly robust";
  /** Rows of equal weight that would tell as much: beside n. */
  readonly effectiveSampleSize: number;
  /** Mean weight: near 1 where propensities are right. */
  readonly meanWeight: number;
  readonly largestWeight: number;
  /** Rows whose weight was capped at `maxWeight`. */
  readonly capped: number;
}

export interface OffPolicyOptions {
  /** Weights are kept at or below this, which biases towards rows that are likely; default none. */
  readonly maxWeight?: number;
}

/**
 * Inverse propensity score value (Horvitz and Thompson 1952): mean of w y, w = π(a | x)/p. Unbiased where propensities are known.
 * Assumes that every action the policy may take had a chance, and that the action was as good as random given what p depends on.
 */
export function ipsValue(log: LoggedDecisions, policy: TargetPolicy, options: OffPolicyOptions = {}): PolicyValue {
  const weighted = weigh(log, policy, options);
  const terms = log.y.map((v, i) => weighted.weights[i] * v);
  return {...centred(terms), ...weighted.summary, estimator: "ips", labels: log.labels};
}

/** Self-normalised value (Hájek 1971; Swaminathan and Joachims 2015): Σ w y / Σ w. Steadier, and unmoved by adding a constant to y. */
export function selfNormalisedValue(
  log: LoggedDecisions,
  policy: TargetPolicy,
  options: OffPolicyOptions = {},
): PolicyValue {
  const {weights, summary} = weigh(log, policy, options);
  const n = log.y.length;
  const total = weights.reduce((sum, w) => sum + w, 0);
  if (!(total > 0)) throw new RangeError("invalid policy; it takes no action that was ever logged");
  const theta = log.y.reduce((sum, v, i) => sum + weights[i] * v, 0) / total;
  const influence = log.y.map((v, i) => (weights[i] * (v - theta)) / (total / n));
  return {theta, influence, ...summary, estimator: "self-normalised", labels: log.labels};
}

/**
 * Doubly robust value (Dudík, Langford and Li 2011): mean of Σ_a π(a | x) q̂(x, a) + w (y − q̂(x, action)). Right where either the
 * propensities or the outcomes' predictions are.
 * @param outcomes out-of-fold predictions of y at each action, one Float64Array an action.
 */
export function doublyRobustValue(
  log: LoggedDecisions,
  policy: TargetPolicy,
  outcomes: readonly Float64Array[],
  options: OffPolicyOptions = {},
): PolicyValue {
  const {weights, summary} = weigh(log, policy, options);
  if (outcomes.length !== policy.length || outcomes.some((q) => q.length !== log.y.length))
    throw new RangeError(`invalid outcomes; one prediction a row for each of ${policy.length} actions`);
  const terms = log.y.map((v, i) => {
    const direct = policy.reduce((sum, p, a) => sum + p[i] * outcomes[a][i], 0);
    return direct + weights[i] * (v - outcomes[log.action[i]][i]);
  });
  return {...centred(terms), ...summary, estimator: "doubly robust", labels: log.labels};
}

/** The policy's value less the mean outcome that the logged decisions had, with the influence function of the difference. */
export function gainOverLogged(value: PolicyValue, log: LoggedDecisions): Influential {
  const logged = centred(log.y.slice());
  return {
    theta: value.theta - logged.theta,
    influence: value.influence.map((v, i) => v - logged.influence[i]),
    labels: log.labels,
  };
}

function centred(terms: Float64Array): {theta: number; influence: Float64Array} {
  const theta = terms.reduce((sum, v) => sum + v, 0) / terms.length;
  return {theta, influence: terms.map((v) => v - theta)};
}

function weigh({y, action, propensity}: LoggedDecisions, policy: TargetPolicy, {maxWeight}: OffPolicyOptions) {
  const n = y.length;
  if (action.length !== n || propensity.length !== n || policy.some((p) => p.length !== n))
    throw new RangeError(`invalid lengths; ${n} outcomes, ${action.length} actions, ${propensity.length} propensities`);
  if (maxWeight !== undefined && !(maxWeight > 0)) throw new RangeError(`invalid maxWeight; not above 0: ${maxWeight}`);
  let capped = 0;
  const weights = Float64Array.from(action, (a, i) => {
    if (!Number.isFinite(y[i])) throw new RangeError(`invalid outcome; not finite in row ${i}: ${y[i]}`);
    if (!(a >= 0 && a < policy.length))
      throw new RangeError(`invalid action; not in 0 … ${policy.length - 1} in row ${i}: ${a}`);
    if (!(propensity[i] > 0 && propensity[i] <= 1))
      throw new RangeError(
        `invalid propensity; not in (0, 1] in row ${i}: ${propensity[i]}: what was done had a chance`,
      );
    let sum = 0;
    for (const p of policy) {
      if (!(p[i] >= 0)) throw new RangeError(`invalid policy; a probability in row ${i} is ${p[i]}`);
      sum += p[i];
    }
    if (!(Math.abs(sum - 1) < 1e-9))
      throw new RangeError(`invalid policy; probabilities of row ${i} sum to ${sum}, not 1`);
    const w = policy[a][i] / propensity[i];
    if (maxWeight === undefined || w <= maxWeight) return w;
    capped++;
    return maxWeight;
  });
  const summary = {
    effectiveSampleSize: effectiveSampleSize(weights),
    meanWeight: weights.reduce((s, w) => s + w, 0) / n,
    largestWeight: weights.reduce((most, w) => Math.max(most, w), 0),
    capped,
  };
  return {weights, summary};
}
