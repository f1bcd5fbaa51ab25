import {inverse, Matrix} from "ml-matrix";

/** Ordinary least squares with heteroskedasticity-robust standard errors (White 1980): a plain oracle for tests. */
export function leastSquares(rows: readonly {readonly y: number; readonly x: readonly number[]}[]) {
  const x = new Matrix(rows.map((row) => [...row.x]));
  const y = Matrix.columnVector(rows.map((row) => row.y));
  const bread = inverse(x.transpose().mmul(x));
  const beta = bread.mmul(x.transpose().mmul(y));
  const residuals = Matrix.sub(y, x.mmul(beta)).to1DArray();
  const scores = new Matrix(rows.map((row, i) => row.x.map((value) => value * residuals[i])));
  const covariance = bread.mmul(scores.transpose().mmul(scores)).mmul(bread);
  const mean = rows.reduce((sum, row) => sum + row.y, 0) / rows.length;
  const total = rows.reduce((sum, row) => sum + (row.y - mean) ** 2, 0);
  return {
    coefficients: beta.to1DArray(),
    standardErrors: covariance.diagonal().map(Math.sqrt),
    r2: 1 - residuals.reduce((sum, e) => sum + e * e, 0) / total,
  };
}
