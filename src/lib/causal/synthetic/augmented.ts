import {dot, growingCholesky, simplexLeastSquares} from "../../numeric/index.ts";
import {finishFit} from "./finish.ts";
import type {SyntheticControlData, SyntheticControlFit} from "./types.ts";

/** Number of λ tried, from the largest eigenvalue of the donors' cross products down to 10⁻⁸ of it. */
const grid = 20;

/**
 * Ridge-augmented synthetic control (Ben-Michael, Feller and Rothstein 2021, equation 11): the simplex weights on outcomes, plus
 * (x₁ − X₀w)ᵀ(X₀X₀ᵀ + λI)⁻¹X₀, with X the pre-period outcomes less the donors' mean of each period and, below them, the
 * predictors less the donors' mean, brought to the outcomes' standard deviation. λ → ∞ leaves the synthetic control as it is.
 */
export function augmentedFit(
  data: SyntheticControlData,
  {lambda, rule = "1se"}: {lambda?: number; rule?: "min" | "1se"},
): SyntheticControlFit {
  const {treated, donors, prePeriods} = data;
  const outcomes = centredRows(
    Array.from({length: prePeriods}, (_, t) => ({own: treated[t], others: Float64Array.from(donors, (y) => y[t])})),
  );
  const rows = [...outcomes, ...predictorRows(data, outcomes)];
  const chosen = lambda ?? crossValidatedLambda(data, outcomes, rule);
  if (!(chosen > 0 && Number.isFinite(chosen))) throw new RangeError(`invalid lambda; not above 0: ${chosen}`);
  const base = simplexLeastSquares({
    columns: donors.map((y) => y.subarray(0, prePeriods)),
    target: treated.subarray(0, prePeriods),
  });
  const weights = ridgeCorrected(rows, base.weights, chosen);
  return {...finishFit(data, {weights, kktResidual: base.kktResidual}), lambda: chosen};
}

interface Row {
  readonly own: number;
  readonly others: Float64Array;
}

function centredRows(rows: readonly Row[]): Row[] {
  return rows.map(({own, others}) => {
    let mean = 0;
    for (const x of others) mean += x / others.length;
    return {own: own - mean, others: others.map((x) => x - mean)};
  });
}

function predictorRows({predictors}: SyntheticControlData, outcomes: readonly Row[]): Row[] {
  if (predictors === undefined) return [];
  const size = outcomes.reduce((sum, {others}) => sum + others.length, 0);
  const spread = Math.sqrt(outcomes.reduce((sum, {others}) => sum + dot(others, others), 0) / (size - 1));
  return centredRows(
    Array.from(predictors.treated, (own, k) => ({own, others: Float64Array.from(predictors.donors, (x) => x[k])})),
  ).map(({own, others}, k) => {
    const deviation = Math.sqrt(dot(others, others) / (others.length - 1));
    if (!(deviation > 0))
      throw new RangeError(`predictor ${k} is the same for every donor; it tells no donors apart: leave it out`);
    return {own: (own * spread) / deviation, others: others.map((x) => (x * spread) / deviation)};
  });
}

/** w + (x₁ − X₀w)ᵀ(X₀X₀ᵀ + λI)⁻¹X₀. */
function ridgeCorrected(rows: readonly Row[], w: Float64Array, lambda: number): Float64Array {
  const imbalance = Float64Array.from(rows, ({own, others}) => own - dot(others, w));
  const factor = growingCholesky(rows.length);
  rows.forEach((row, a) => {
    const products = Float64Array.from({length: a}, (_, b) => dot(row.others, rows[b].others));
    if (!factor.append(products, dot(row.others, row.others) + lambda))
      throw new RangeError(
        `invalid lambda; ${lambda} is too small for rows that depend on each other: take a larger one`,
      );
  });
  factor.solve(imbalance);
  const corrected = Float64Array.from(w);
  for (let k = 0; k < rows.length; k++)
    for (let j = 0; j < w.length; j++) corrected[j] += imbalance[k] * rows[k].others[j];
  return corrected;
}

/** λ by leaving one pre-period out at a time: the least mean squared error, or the largest λ within one standard error of it. */
function crossValidatedLambda(data: SyntheticControlData, outcomes: readonly Row[], rule: "min" | "1se"): number {
  const {treated, donors, prePeriods} = data;
  if (prePeriods < 3)
    throw new RangeError(`too few pre-periods to choose lambda by leaving one out: ${prePeriods}; give lambda`);
  const largest = largestSquaredSingularValue(outcomes);
  if (!(largest > 0))
    throw new RangeError("donors do not differ in any pre-period; nothing to correct: use another method");
  const ratio = Math.exp(Math.log(1e-8) / grid);
  const lambdas = Array.from({length: grid}, (_, k) => largest * Math.exp(k * Math.log(ratio)));
  const errors = lambdas.map(() => new Float64Array(prePeriods));
  for (let out = 0; out < prePeriods; out++) {
    const keep = (y: Float64Array) => y.subarray(0, prePeriods).filter((_, t) => t !== out);
    const {weights} = simplexLeastSquares({columns: donors.map(keep), target: keep(treated)});
    const rest = outcomes.filter((_, t) => t !== out);
    lambdas.forEach((lambda, k) => {
      const w = ridgeCorrected(rest, weights, lambda);
      const error = outcomes[out].own - dot(outcomes[out].others, w);
      errors[k][out] = error * error;
    });
  }
  const means = errors.map((e) => e.reduce((sum, x) => sum + x, 0) / prePeriods);
  const best = means.indexOf(Math.min(...means));
  if (rule === "min") return lambdas[best];
  const variance = errors[best].reduce((sum, x) => sum + (x - means[best]) * (x - means[best]), 0) / (prePeriods - 1);
  const within = means[best] + Math.sqrt(variance / prePeriods);
  return lambdas[means.findIndex((mean) => mean <= within)]; // from the largest λ down
}

/** By power iterations on X₀ᵀX₀. */
function largestSquaredSingularValue(rows: readonly Row[]): number {
  let v = Float64Array.from(rows[0].others, (_, j) => 1 + (j % 5) / 5);
  let value = 0;
  for (let k = 0; k < 500; k++) {
    const next = new Float64Array(v.length);
    for (const {others} of rows) {
      const along = dot(others, v);
      for (let j = 0; j < next.length; j++) next[j] += along * others[j];
    }
    const norm = Math.sqrt(dot(next, next));
    if (norm === 0) return 0;
    const before = value;
    value = norm / Math.sqrt(dot(v, v));
    v = next.map((x) => x / norm);
    if (Math.abs(value - before) <= 1e-12 * value) break;
  }
  return value;
}
