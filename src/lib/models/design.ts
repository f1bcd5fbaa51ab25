import {checkLevels} from "./categories.ts";
import type {Design, FitOptions, Learner, Task} from "./learner.ts";

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

/**
 * The task that a fit is asked for: the mean where the options say nothing.
 * @throws RangeError where the learner does not do it, a level is not in (0, 1), or, for a probability, a target is
 * neither 0 nor 1.
 */
export function taskOf(
  {name, tasks = ["mean"]}: Pick<Learner, "name" | "tasks">,
  y: Float64Array,
  {task = {kind: "mean"}}: FitOptions,
): Task {
  if (!tasks.includes(task.kind))
    throw new RangeError(`invalid task of ${name}; it does ${tasks.join(", ")}, not ${task.kind}`);
  if (task.kind === "quantile" && !(task.level > 0 && task.level < 1))
    throw new RangeError(`invalid level of a quantile; not in (0, 1): ${task.level}`);
  if (task.kind === "probability") {
    const bad = y.findIndex((v) => v !== 0 && v !== 1);
    if (bad >= 0) throw new RangeError(`invalid target of a probability; not 0 or 1 in row ${bad}: ${y[bad]}`);
  }
  return task;
}

/**
 * @throws RangeError where columns differ in length, lack a name, or hold an infinity, or where a categorical column holds
 * what is no index of one of its levels.
 */
export function checkDesign(x: Design): void {
  if (x.names.length !== x.columns.length)
    throw new RangeError(`invalid design; ${x.columns.length} columns but ${x.names.length} names`);
  x.columns.forEach((column, j) => {
    if (column.length !== x.rows)
      throw new RangeError(`invalid design; "${x.names[j]}" has ${column.length} rows, not ${x.rows}`);
    const bad = firstInfinity(column);
    if (bad >= 0)
      throw new RangeError(
        `invalid design; "${x.names[j]}" is ${column[bad]} in row ${bad}: use NaN for a missing value`,
      );
  });
  checkLevels(x);
}

/** Index of the first infinity; −1 where there is none. A loop: `findIndex` calls a function a value. */
function firstInfinity(column: Float64Array): number {
  for (let i = 0; i < column.length; i++)
    if (column[i] === Number.POSITIVE_INFINITY || column[i] === Number.NEGATIVE_INFINITY) return i;
  return -1;
}

/** @throws RangeError unless the design has exactly the columns that the model was fitted on, in order. */
export function checkNames(x: Design, fitted: readonly string[]): void {
  checkDesign(x);
  if (x.names.length !== fitted.length || x.names.some((name, j) => name !== fitted[j]))
    throw new RangeError(`invalid design; the model was fitted on ${fitted.join(", ")}, not on ${x.names.join(", ")}`);
}

/** The median of the values that are there (mean of the middle two where even); 0 where there are none. */
export function medianPresent(column: Float64Array): number {
  const present = new Float64Array(column.length);
  let n = 0;
  for (let i = 0; i < column.length; i++) if (!Number.isNaN(column[i])) present[n++] = column[i];
  if (n === 0) return 0;
  const [lower, upper] = middleTwo(present.subarray(0, n));
  return (lower + upper) / 2 + 0; // no negative zero: JSON would lose it
}

/**
 * The middle two order statistics (twice the same where n is odd), in linear time. Only what lies between two order statistics
 * of a sample, chosen so that the middle is all but surely among it, is searched (Floyd and Rivest 1975); where it is not, all is.
 */
function middleTwo(values: Float64Array): [number, number] {
  const n = values.length;
  const [low, high] = [(n - 1) >> 1, n >> 1];
  if (n > 1000) {
    const step = Math.floor(Math.cbrt(n));
    const sample = Float64Array.from({length: Math.floor(n / step)}, (_, k) => values[k * step]).sort();
    const half = sample.length >> 1;
    const margin = Math.ceil(1.5 * Math.sqrt(sample.length)); // three standard deviations of the median's rank
    const [from, to] = [sample[Math.max(0, half - margin)], sample[Math.min(sample.length - 1, half + margin)]];
    const between = new Float64Array(n);
    let [below, count] = [0, 0];
    for (let i = 0; i < n; i++) {
      const v = values[i];
      if (v < from) below++;
      else if (v <= to) between[count++] = v;
    }
    if (below <= low && high < below + count)
      return from === to ? [from, from] : twoFrom(between.subarray(0, count), low - below, high - below);
  }
  return twoFrom(values, low, high);
}

/** The order statistics k and l = k or k + 1; the values change places. */
function twoFrom(values: Float64Array, k: number, l: number): [number, number] {
  const lower = selectInPlace(values, k);
  if (l === k) return [lower, lower];
  let upper = values[k + 1];
  for (let i = k + 2; i < values.length; i++) if (values[i] < upper) upper = values[i];
  return [lower, upper];
}

/** The k-th smallest, which comes to stand at k with none larger before it: Hoare's quickselect, equal values set apart at once. */
function selectInPlace(values: Float64Array, k: number): number {
  let [left, right] = [0, values.length - 1];
  while (left < right) {
    const pivot = middleOf(values[left], values[(left + right) >> 1], values[right]);
    let [less, i, more] = [left, left, right];
    while (i <= more) {
      const v = values[i];
      if (v < pivot) {
        values[i++] = values[less];
        values[less++] = v;
      } else if (v > pivot) {
        values[i] = values[more];
        values[more--] = v;
      } else i++;
    }
    if (k < less) right = less - 1;
    else if (k > more) left = more + 1;
    else return pivot;
  }
  return values[k];
}

const middleOf = (a: number, b: number, c: number) => Math.max(Math.min(a, b), Math.min(Math.max(a, b), c));

/** The column with `value` where it is missing; the column itself where nothing is. */
export function impute(column: Float64Array, value: number): Float64Array {
  let first = 0;
  while (first < column.length && !Number.isNaN(column[first])) first++;
  if (first === column.length) return column;
  const filled = column.slice();
  for (let i = first; i < filled.length; i++) if (Number.isNaN(filled[i])) filled[i] = value;
  return filled;
}

/** The rows at `indices` of a design; levels stay. */
export function designRows(x: Design, indices: ArrayLike<number>): Design {
  return {...x, rows: indices.length, columns: x.columns.map((column) => pick(column, indices))};
}

/** The values at `indices`. */
export function pick(values: Float64Array, indices: ArrayLike<number>): Float64Array {
  const picked = new Float64Array(indices.length);
  for (let k = 0; k < indices.length; k++) picked[k] = values[indices[k]];
  return picked;
}
