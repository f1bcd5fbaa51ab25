import type {Design, Learner, Model} from "../../models/index.ts";
import type {KnownTruthLearners} from "./dml-cases.ts";

/** A feature map: rows of regressors from a row's features; a one comes first by itself. */
type Terms = (features: readonly Float64Array[]) => Float64Array[];

const modelOf = (predict: (x: Design) => Float64Array): Model => ({
  predict,
  toJSON: () => null,
  summary: () => ({rowsUsed: 0, chosen: {}, weights: {}}),
});

/** Least squares by normal equations: quick enough for thousands of draws. */
function linear(name: string, terms: Terms): Learner {
  return {
    name,
    label: "Least squares",
    description: "Ordinary least squares with an intercept, by normal equations",
    fit(x, y, {weights}) {
      const columns = [new Float64Array(x.rows).fill(1), ...terms(x.columns)];
      const beta = normalEquations(columns, y, weights ?? new Float64Array(x.rows).fill(1));
      return modelOf((z) => combine([new Float64Array(z.rows).fill(1), ...terms(z.columns)], beta));
    },
  };
}

/** Ordinary least squares. */
export const plainLinear = linear("least-squares", (columns) => [...columns]);

/** Linear in the features, the last one's square, and its products with the others. */
const plainDose = linear("least-squares-dose", (columns) => {
  const dose = columns[columns.length - 1];
  const others = columns.slice(0, -1);
  return [...columns, dose.map((v) => v * v), ...others.map((c) => c.map((v, i) => v * dose[i]))];
});

/** Logistic regression by Newton's method. */
export const plainLogistic: Learner = {
  name: "logit",
  label: "Logistic regression",
  description: "Logistic regression with an intercept",
  tasks: ["mean", "probability"],
  fit(x, y) {
    const columns = [new Float64Array(x.rows).fill(1), ...x.columns];
    let beta = new Float64Array(columns.length);
    for (let step = 0; step < 25; step++) {
      const p = combine(columns, beta).map((eta) => 1 / (1 + Math.exp(-eta)));
      const weights = p.map((v) => Math.max(v * (1 - v), 1e-10));
      const move = normalEquations(
        columns,
        y.map((v, i) => (v - p[i]) / weights[i]),
        weights,
      );
      beta = beta.map((v, j) => v + move[j]);
      if (move.every((v) => Math.abs(v) < 1e-9)) break;
    }
    return modelOf((z) =>
      combine([new Float64Array(z.rows).fill(1), ...z.columns], beta).map((eta) => 1 / (1 + Math.exp(-eta))),
    );
  },
};

/** Learners without a penalty, right for the designs of known truth: what is tried is the estimator, not its learners. */
export const plainLearners: KnownTruthLearners = {mean: plainLinear, probability: plainLogistic, doseMean: plainDose};

function combine(columns: readonly Float64Array[], beta: Float64Array): Float64Array {
  const out = new Float64Array(columns[0].length);
  columns.forEach((column, j) => {
    for (let i = 0; i < out.length; i++) out[i] += beta[j] * column[i];
  });
  return out;
}

function normalEquations(columns: readonly Float64Array[], y: Float64Array, w: Float64Array): Float64Array {
  const k = columns.length;
  const a = Array.from({length: k}, () => new Float64Array(k + 1));
  const weighted = new Float64Array(y.length);
  for (let j = 0; j < k; j++) {
    for (let i = 0; i < y.length; i++) weighted[i] = w[i] * columns[j][i];
    for (let l = 0; l <= j; l++) {
      let sum = 0;
      for (let i = 0; i < y.length; i++) sum += weighted[i] * columns[l][i];
      a[j][l] = a[l][j] = sum;
    }
    for (let i = 0; i < y.length; i++) a[j][k] += weighted[i] * y[i];
  }
  for (let c = 0; c < k; c++)
    for (let j = c + 1; j < k; j++) {
      const f = a[j][c] / a[c][c];
      for (let l = c; l <= k; l++) a[j][l] -= f * a[c][l];
    }
  const beta = new Float64Array(k);
  for (let j = k - 1; j >= 0; j--) {
    let sum = a[j][k];
    for (let l = j + 1; l < k; l++) sum -= a[j][l] * beta[l];
    beta[j] = sum / a[j][j];
  }
  return beta;
}
