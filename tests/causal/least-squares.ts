import {Matrix, solve} from "ml-matrix";
import type {Design, Learner, Model} from "../../src/lib/models/index.ts";

const withIntercept = (x: Design) =>
  new Matrix(Array.from({length: x.rows}, (_, i) => [1, ...x.columns.map((column) => column[i])]));

const modelOf = (predict: (x: Design) => Float64Array): Model => ({
  predict,
  toJSON: () => null,
  summary: () => ({rowsUsed: 0, chosen: {}, weights: {}}),
});

/** Ordinary least squares with an intercept, by QR: an oracle for tests. */
export const leastSquares: Learner = {
  name: "ols",
  label: "Least squares",
  description: "Ordinary least squares with an intercept",
  fit(x, y) {
    const beta = solve(withIntercept(x), Matrix.columnVector(Array.from(y)));
    return modelOf((z) => Float64Array.from(withIntercept(z).mmul(beta).getColumn(0)));
  },
};

/** Unpenalised logistic regression by iteratively reweighted least squares: an oracle for tests. */
export const logistic: Learner = {
  name: "logit",
  label: "Logistic regression",
  description: "Unpenalised logistic regression",
  fit(x, y) {
    const scales = x.columns.map((column) => column.reduce((m, v) => Math.max(m, Math.abs(v)), 1e-300));
    const rescale = (z: Design) =>
      withIntercept({...z, columns: z.columns.map((column, j) => column.map((v) => v / scales[j]))});
    const X = rescale(x);
    let beta = Matrix.zeros(X.columns, 1);
    const probability = (Z: Matrix) => Float64Array.from(Z.mmul(beta).getColumn(0), (eta) => 1 / (1 + Math.exp(-eta)));
    for (let step = 0; step < 50; step++) {
      const p = probability(X);
      const root = p.map((v) => Math.sqrt(v * (1 - v)));
      const weighted = X.clone();
      for (let i = 0; i < X.rows; i++) weighted.mulRow(i, root[i]);
      const residual = Matrix.columnVector(Array.from(y, (v, i) => (v - p[i]) / root[i]));
      const transposed = weighted.transpose();
      const move = solve(transposed.mmul(weighted), transposed.mmul(residual));
      beta = Matrix.add(beta, move);
      if (move.to1DArray().every((v) => Math.abs(v) < 1e-11)) break;
    }
    return modelOf((z) => probability(rescale(z)));
  },
};
