import {growingCholesky} from "../../numeric/index.ts";

/**
 * Logit by maximum likelihood (Newton's steps, halved until the likelihood rises).
 * @param outcome 0 or 1. @param columns the constant among them.
 * @returns probabilities, and each unit's influence on each coefficient: H⁻¹ x (d − p) with H the mean information.
 * @throws RangeError where the columns are collinear or separate the outcomes, so that there is no maximum.
 */
export function logitFit(
  outcome: Uint8Array,
  columns: readonly Float64Array[],
): {probabilities: Float64Array; influence: Float64Array[]} {
  const n = outcome.length;
  const k = columns.length;
  let beta = new Float64Array(k);
  let likelihood = logLikelihood(outcome, columns, beta);
  let stalled = false; // no step raises the likelihood any more: rounding is all that is left
  for (let step = 0; step < 60; step++) {
    const probabilities = probabilitiesOf(columns, beta, n);
    const factor = information(columns, probabilities);
    const move = Float64Array.from(columns, (x) => {
      let sum = 0;
      for (let i = 0; i < n; i++) sum += x[i] * (outcome[i] - probabilities[i]);
      return sum;
    });
    const score = Float64Array.from(move);
    factor.solve(move);
    let gain = 0;
    for (let j = 0; j < k; j++) gain += score[j] * move[j];
    if (gain < 1e-16 * n || stalled) {
      const influence = columns.map(() => new Float64Array(n));
      const own = new Float64Array(k);
      for (let i = 0; i < n; i++) {
        for (let j = 0; j < k; j++) own[j] = n * columns[j][i] * (outcome[i] - probabilities[i]);
        factor.solve(own);
        for (let j = 0; j < k; j++) influence[j][i] = own[j];
      }
      return {probabilities, influence};
    }
    for (let share = 1; ; share /= 2) {
      const next = beta.map((b, j) => b + share * move[j]);
      const better = logLikelihood(outcome, columns, next);
      if (better > likelihood) {
        [beta, likelihood] = [next, better];
        break;
      }
      if (share < 1e-6) {
        stalled = true;
        break;
      }
    }
  }
  throw new RangeError(
    "no maximum of the propensity's likelihood; covariates tell treated from controls exactly: use fewer of them",
  );
}

function probabilitiesOf(columns: readonly Float64Array[], beta: Float64Array, n: number): Float64Array {
  return Float64Array.from({length: n}, (_, i) => {
    let index = 0;
    for (let j = 0; j < beta.length; j++) index += beta[j] * columns[j][i];
    return index >= 0 ? 1 / (1 + Math.exp(-index)) : Math.exp(index) / (1 + Math.exp(index));
  });
}

function logLikelihood(outcome: Uint8Array, columns: readonly Float64Array[], beta: Float64Array): number {
  let sum = 0;
  for (let i = 0; i < outcome.length; i++) {
    let index = 0;
    for (let j = 0; j < beta.length; j++) index += beta[j] * columns[j][i];
    sum += outcome[i] * index - (index > 0 ? index + Math.log1p(Math.exp(-index)) : Math.log1p(Math.exp(index)));
  }
  return sum;
}

function information(columns: readonly Float64Array[], probabilities: Float64Array) {
  const factor = growingCholesky(columns.length);
  for (const x of columns) {
    const at = factor.size;
    const row = Float64Array.from({length: at + 1}, (_, l) => {
      let sum = 0;
      for (let i = 0; i < x.length; i++) sum += probabilities[i] * (1 - probabilities[i]) * x[i] * columns[l][i];
      return sum;
    });
    if (!(row[at] > 0 && factor.append(row, row[at])))
      throw new RangeError(
        "covariates of the propensity are collinear, or tell treated from controls exactly: use fewer of them",
      );
  }
  return factor;
}
