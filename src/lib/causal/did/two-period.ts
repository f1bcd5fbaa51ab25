import {growingCholesky} from "../../numeric/index.ts";
import {logitFit} from "./propensity.ts";

/** Changes of units between two periods, some of them treated in between. */
export interface TwoPeriodSample {
  /** Yₜ − Y_base, one a unit. */
  readonly change: Float64Array;
  /** 1: treated; 0: compared with. */
  readonly treated: Uint8Array;
  /** The constant among them, one column each. */
  readonly columns: readonly Float64Array[];
}

export interface TwoPeriodEffect {
  readonly theta: number;
  /** One a unit of the sample, with mean 0. */
  readonly influence: Float64Array;
}

/** Propensities above this are no overlap: a control would stand for a thousand treated. */
const highestPropensity = 0.999;

/**
 * The effect on the treated from two periods, with parallel trends given covariates (Sant'Anna and Zhao 2020): outcome regression
 * (equation 2.2), inverse odds weighting with weights that sum to 1 (Abadie 2005), or doubly robust (their "traditional"
 * estimator: logit by maximum likelihood, least squares among the controls). The influence function holds what the estimated
 * regression and propensity add.
 * @throws RangeError where covariates are collinear, or the propensity reaches 1.
 */
export function twoPeriodEffect(sample: TwoPeriodSample, method: "dr" | "regression" | "ipw"): TwoPeriodEffect {
  const {change, treated, columns} = sample;
  const n = change.length;
  const odds = columns.length === 1 || method === "regression" ? null : propensityOdds(sample);
  const line = columns.length === 1 || method === "ipw" ? null : controlRegression(sample);
  const error = line === null ? change : change.map((y, i) => y - line.fitted[i]);
  // Controls weigh as the odds of their propensity; where there is none (regression, or no covariate) they only make the line.
  const treatedShare = treated.reduce((sum, d) => sum + d, 0) / n;
  const own = meanOf(error, (i) => treated[i]) / treatedShare;
  const influence = error.map((e, i) => (treated[i] * (e - own)) / treatedShare);
  if (line !== null) {
    const pull = columns.map((x) => meanOf(x, (i) => treated[i]) / treatedShare);
    line.influence.forEach((row, k) => {
      for (let i = 0; i < n; i++) influence[i] -= pull[k] * row[i];
    });
  }
  if (method === "regression" && line !== null) return {theta: own, influence};
  const weight = odds === null ? change.map((_, i) => 1 - treated[i]) : odds.weights;
  const total = weight.reduce((sum, w) => sum + w, 0) / n;
  const others = meanOf(error, (i) => weight[i]) / total;
  for (let i = 0; i < n; i++) influence[i] -= (weight[i] * (error[i] - others)) / total;
  if (odds !== null) {
    const pull = columns.map((x) => meanOf(x, (i) => weight[i] * (error[i] - others)) / total);
    odds.influence.forEach((row, k) => {
      for (let i = 0; i < n; i++) influence[i] -= pull[k] * row[i];
    });
  }
  if (line !== null) {
    const pull = columns.map((x) => meanOf(x, (i) => weight[i]) / total);
    line.influence.forEach((row, k) => {
      for (let i = 0; i < n; i++) influence[i] += pull[k] * row[i];
    });
  }
  return {theta: own - others, influence};
}

/** Odds p/(1 − p) of the controls, and the influence of units on the logit's coefficients. */
function propensityOdds({treated, columns}: TwoPeriodSample) {
  const n = treated.length;
  const {probabilities, influence} = logitFit(treated, columns);
  const largest = probabilities.reduce((a, p) => Math.max(a, p), 0);
  if (largest > highestPropensity)
    throw new RangeError(
      `no overlap; the covariates make treatment certain for a unit (propensity ${largest.toFixed(4)}): use fewer covariates, or "regression"`,
    );
  const weights = new Float64Array(n);
  for (let i = 0; i < n; i++) if (treated[i] === 0) weights[i] = probabilities[i] / (1 - probabilities[i]);
  return {weights, influence};
}

/** Least squares of the change among the controls: fitted values for all, and units' influence on the coefficients. */
function controlRegression({change, treated, columns}: TwoPeriodSample) {
  const n = change.length;
  const factor = growingCholesky(columns.length);
  for (const x of columns) {
    const at = factor.size;
    const row = Float64Array.from({length: at + 1}, (_, l) =>
      sumOver(n, (i) => (1 - treated[i]) * x[i] * columns[l][i]),
    );
    if (!(row[at] > 0 && factor.append(row, row[at])))
      throw new RangeError(
        `covariates are collinear among the ${n} units compared: leave some out (the ${at}th depends on those before)`,
      );
  }
  const beta = Float64Array.from(columns, (x) => sumOver(n, (i) => (1 - treated[i]) * x[i] * change[i]));
  factor.solve(beta);
  const fitted = change.map((_, i) => columns.reduce((sum, x, k) => sum + beta[k] * x[i], 0));
  const influence = columns.map(() => new Float64Array(n));
  const score = new Float64Array(columns.length);
  for (let i = 0; i < n; i++) {
    if (treated[i] === 1) continue;
    for (let k = 0; k < columns.length; k++) score[k] = n * columns[k][i] * (change[i] - fitted[i]);
    factor.solve(score);
    for (let k = 0; k < columns.length; k++) influence[k][i] = score[k];
  }
  return {fitted, influence};
}

function meanOf(x: Float64Array, weight: (i: number) => number): number {
  return sumOver(x.length, (i) => weight(i) * x[i]) / x.length;
}

function sumOver(n: number, term: (i: number) => number): number {
  let sum = 0;
  for (let i = 0; i < n; i++) sum += term(i);
  return sum;
}
