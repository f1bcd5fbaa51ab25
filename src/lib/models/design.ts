import type {Design, FitOptions} from "./learner.ts";

/**
 * Checks what a learner is given before it fits: lengths agree, the target is finite, features are finite or NaN
 * (missing), weights are finite, not negative, and not all zero.
 * @returns the weights, all 1 when absent.
 * @throws RangeError saying which value of which row is wrong.
 */
export function checkFit(x: Design, y: Float64Array, {weights, days}: FitOptions): Float64Array {
  checkDesign(x);
  if (x.rows === 0) throw new RangeError("invalid training window; it has no rows");
  for (const [what, length] of [
    ["target", y.length],
    ["days", days.length],
    ["weights", weights?.length ?? x.rows],
  ] as const)
    if (length !== x.rows) throw new RangeError(`invalid ${what}; the design has ${x.rows} rows, not ${length}`);
  const bad = y.findIndex((value) => !Number.isFinite(value));
  if (bad >= 0) throw new RangeError(`invalid target; not finite in row ${bad}: ${y[bad]}`);
  if (weights === undefined) return new Float64Array(x.rows).fill(1);
  const negative = weights.findIndex((w) => !(w >= 0 && w < Number.POSITIVE_INFINITY));
  if (negative >= 0)
    throw new RangeError(`invalid weight; not finite and ≥ 0 in row ${negative}: ${weights[negative]}`);
  if (weights.every((w) => w === 0)) throw new RangeError("invalid weights; all are 0");
  return weights;
}

/** @throws RangeError where columns differ in length, lack a name, or hold an infinity. */
export function checkDesign(x: Design): void {
  if (x.names.length !== x.columns.length)
    throw new RangeError(`invalid design; ${x.columns.length} columns but ${x.names.length} names`);
  x.columns.forEach((column, j) => {
    if (column.length !== x.rows)
      throw new RangeError(`invalid design; "${x.names[j]}" has ${column.length} rows, not ${x.rows}`);
    const bad = column.findIndex((v) => v === Number.POSITIVE_INFINITY || v === Number.NEGATIVE_INFINITY);
    if (bad >= 0)
      throw new RangeError(
        `invalid design; "${x.names[j]}" is ${column[bad]} in row ${bad}: use NaN for a missing value`,
      );
  });
}

/** @throws RangeError unless the design has exactly the columns that the model was fitted on, in order. */
export function checkNames(x: Design, fitted: readonly string[]): void {
  checkDesign(x);
  if (x.names.length !== fitted.length || x.names.some((name, j) => name !== fitted[j]))
    throw new RangeError(`invalid design; the model was fitted on ${fitted.join(", ")}, not on ${x.names.join(", ")}`);
}

/** The median of the values that are there (mean of the middle two where even); 0 where there are none. */
export function medianPresent(column: Float64Array): number {
  const present = column.filter((v) => !Number.isNaN(v)).sort();
  const n = present.length;
  return n === 0 ? 0 : (present[(n - 1) >> 1] + present[n >> 1]) / 2;
}

/** The column with `value` where it is missing; the column itself where nothing is. */
export function impute(column: Float64Array, value: number): Float64Array {
  return column.some(Number.isNaN) ? column.map((v) => (Number.isNaN(v) ? value : v)) : column;
}

/** The rows at `indices` of a design. */
export function designRows(x: Design, indices: ArrayLike<number>): Design {
  return {rows: indices.length, names: x.names, columns: x.columns.map((column) => pick(column, indices))};
}

/** The values at `indices`. */
export function pick(values: Float64Array, indices: ArrayLike<number>): Float64Array {
  const picked = new Float64Array(indices.length);
  for (let k = 0; k < indices.length; k++) picked[k] = values[indices[k]];
  return picked;
}
