import {Matrix} from "ml-matrix";
import {fitOls} from "./ols.ts";

/** Series filtered by a first-order vector autoregression without intercept, one time shorter, and its coefficients. */
export interface Prewhitened {
  readonly residuals: Float64Array[];
  /** coefficients[j][k]: of series k one time before, on series j. */
  readonly coefficients: readonly Float64Array[];
}

/** Filters k series by a vector autoregression of order one, by least squares (Andrews and Monahan 1992). */
export function prewhiten(series: readonly Float64Array[]): Prewhitened {
  const m = series[0].length - 1;
  const before = series.map((s) => s.slice(0, m));
  const names = series.map((_, j) => `series ${j}`);
  const fits = series.map((s) => fitOls({y: s.slice(1), columns: before, names, intercept: false}));
  return {residuals: fits.map((f) => f.residuals), coefficients: fits.map((f) => f.coefficients)};
}

/** D S D' with D = (I − A)⁻¹: the long-run sum of the series from that of their residuals. */
export function recolour(sum: readonly Float64Array[], {coefficients}: Prewhitened): Float64Array[] {
  const k = sum.length;
  const filter = Matrix.sub(Matrix.eye(k), new Matrix(coefficients.map((row) => Array.from(row))));
  // solve twice rather than invert: D S D' = F⁻¹ (F⁻¹ S')'
  const left = solveColumns(filter, new Matrix(sum.map((row) => Array.from(row))));
  return solveColumns(filter, left.transpose())
    .to2DArray()
    .map((row) => Float64Array.from(row));
}

function solveColumns(a: Matrix, b: Matrix): Matrix {
  const k = a.rows;
  const augmented = Array.from({length: k}, (_, j) => [...a.getRow(j), ...b.getRow(j)]);
  for (let c = 0; c < k; c++) {
    let pivot = c;
    for (let j = c + 1; j < k; j++) if (Math.abs(augmented[j][c]) > Math.abs(augmented[pivot][c])) pivot = j;
    [augmented[c], augmented[pivot]] = [augmented[pivot], augmented[c]];
    if (!(Math.abs(augmented[c][c]) > 1e-12))
      throw new RangeError("invalid series; the autoregression has a unit root: do not prewhiten");
    for (let j = 0; j < k; j++) {
      if (j === c) continue;
      const f = augmented[j][c] / augmented[c][c];
      for (let l = c; l < augmented[j].length; l++) augmented[j][l] -= f * augmented[c][l];
    }
  }
  return new Matrix(augmented.map((row, j) => row.slice(k).map((v) => v / row[j])));
}
