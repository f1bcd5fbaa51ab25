import {dot} from "../../numeric/index.ts";
import type {Labels} from "./labels.ts";

/** Least squares, with what every sandwich covariance needs; standard errors are chosen afterwards, by `olsInference`. */
export interface OlsFit {
  readonly names: readonly string[];
  /** One a name. */
  readonly coefficients: Float64Array;
  readonly residuals: Float64Array;
  /** The regressors, the intercept among them. */
  readonly columns: readonly Float64Array[];
  /** Orthonormal basis of the regressors (X = QR), one column each. */
  readonly basis: readonly Float64Array[];
  /** (X'X)⁻¹, by rows. */
  readonly bread: readonly Float64Array[];
  /** Diagonal of the hat matrix. */
  readonly leverage: Float64Array;
  readonly labels?: Labels;
}

export interface OlsOptions {
  readonly y: Float64Array;
  readonly columns: readonly Float64Array[];
  readonly names: readonly string[];
  /** Puts a column of ones first, "(intercept)". Default true. */
  readonly intercept?: boolean;
  readonly labels?: Labels;
}

/**
 * Ordinary least squares by QR: Gram and Schmidt's, orthogonalised twice ("twice is enough", Giraud et al. 2005).
 * @throws RangeError naming a regressor that is a combination of those before it; for lengths that differ, values that are not
 * finite, or fewer rows than regressors.
 */
export function fitOls({y, columns: given, names: givenNames, intercept = true, labels}: OlsOptions): OlsFit {
  const n = y.length;
  const columns = intercept ? [new Float64Array(n).fill(1), ...given] : [...given];
  const names = intercept ? ["(intercept)", ...givenNames] : [...givenNames];
  const k = columns.length;
  if (names.length !== k) throw new RangeError(`invalid names; ${givenNames.length} for ${given.length} regressors`);
  if (!(n > k && k > 0)) throw new RangeError(`invalid rows; ${n} are not more than the ${k} regressors`);
  [y, ...columns].forEach((column, j) => {
    const what = j === 0 ? "y" : `"${names[j - 1]}"`;
    if (column.length !== n) throw new RangeError(`invalid regressor; ${what} has ${column.length} rows, not ${n}`);
    const bad = column.findIndex((v) => !Number.isFinite(v));
    if (bad >= 0) throw new RangeError(`invalid regressor; ${what} is not finite in row ${bad}: ${column[bad]}`);
  });
  const basis: Float64Array[] = [];
  const r = Array.from({length: k}, () => new Float64Array(k));
  for (let j = 0; j < k; j++) {
    const q = columns[j].slice();
    const size = Math.sqrt(dot(q, q));
    for (let pass = 0; pass < 2; pass++)
      for (let l = 0; l < j; l++) {
        const part = dot(basis[l], q);
        r[l][j] += part;
        for (let i = 0; i < n; i++) q[i] -= part * basis[l][i];
      }
    const norm = Math.sqrt(dot(q, q));
    if (!(norm > 1e-10 * size))
      throw new RangeError(
        `invalid regressors; "${names[j]}" is constant or a combination of ${names.slice(0, j).join(", ") || "nothing: all 0"}: leave it out`,
      );
    r[j][j] = norm;
    for (let i = 0; i < n; i++) q[i] /= norm;
    basis.push(q);
  }
  const residuals = y.slice();
  const rotated = new Float64Array(k);
  for (let pass = 0; pass < 2; pass++)
    for (let j = 0; j < k; j++) {
      const part = dot(basis[j], residuals);
      rotated[j] += part;
      for (let i = 0; i < n; i++) residuals[i] -= part * basis[j][i];
    }
  const inverse = upperInverse(r);
  const leverage = new Float64Array(n);
  for (const q of basis) for (let i = 0; i < n; i++) leverage[i] += q[i] * q[i];
  return {
    names,
    coefficients: Float64Array.from(inverse, (row) => dot(row, rotated)),
    residuals,
    columns,
    basis,
    bread: inverse.map((row) => Float64Array.from(inverse, (other) => dot(row, other))),
    leverage,
    labels,
  };
}

/** Estimating functions xᵢ eᵢ, one column a regressor. */
export function estimatingFunctions({columns, residuals}: OlsFit): Float64Array[] {
  return columns.map((column) => column.map((v, i) => v * residuals[i]));
}

/** R⁻¹ of an upper triangular matrix, by rows. */
function upperInverse(r: readonly Float64Array[]): Float64Array[] {
  const k = r.length;
  const inverse = r.map(() => new Float64Array(k));
  for (let j = 0; j < k; j++) {
    inverse[j][j] = 1 / r[j][j];
    for (let i = j - 1; i >= 0; i--) {
      let sum = 0;
      for (let l = i + 1; l <= j; l++) sum += r[i][l] * inverse[l][j];
      inverse[i][j] = -sum / r[i][i];
    }
  }
  return inverse;
}
