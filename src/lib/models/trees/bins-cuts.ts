import {pick} from "../design.ts";
import {orderedKeys, sortKeys, upperBound, valuesOfKeys} from "./bins-keys.ts";

export interface Cuts {
  readonly bins: number;
  readonly cuts: Float64Array;
  /** The distinct values, where each is a bin; null where several share one. */
  readonly values: Float64Array | null;
}

/** Cuts of a column of numbers: see `fitBins`. */
export function fitCuts(
  column: Float64Array,
  {bins, rows, weights}: {readonly bins: number; readonly rows?: Int32Array; readonly weights?: Float64Array},
): Cuts {
  const used = usedRows(column, rows, weights);
  const keys = orderedKeys(used === null ? column : pick(column, used));
  const {distinct, counts} = runs(sortKeys(weights === undefined ? keys : keys.slice()));
  if (distinct.length <= bins) {
    const starts = Int32Array.from({length: Math.max(0, distinct.length - 1)}, (_, d) => d + 1);
    return {bins: distinct.length, cuts: middles(distinct, starts), values: valuesOfKeys(distinct)};
  }
  const mass = weights === undefined ? counts : weigh(distinct, keys, used, weights);
  const starts = equalMass(mass, bins);
  return {bins: starts.length + 1, cuts: middles(distinct, starts), values: null};
}

/** Rows that make bins: those asked for, present and of positive weight; null: all rows, none missing. */
function usedRows(column: Float64Array, rows?: Int32Array, weights?: Float64Array): Int32Array | null {
  const n = rows?.length ?? column.length;
  const used = new Int32Array(n);
  let count = 0;
  for (let k = 0; k < n; k++) {
    const i = rows === undefined ? k : rows[k];
    used[count] = i;
    if (!Number.isNaN(column[i]) && (weights === undefined || weights[i] > 0)) count++;
  }
  return rows === undefined && count === n ? null : used.subarray(0, count);
}

/** Distinct keys of a sorted list, and how often each is there. */
function runs(sorted: Uint32Array): {distinct: Uint32Array; counts: Float64Array} {
  const n = sorted.length;
  const distinct = new Uint32Array(n);
  const counts = new Float64Array(n);
  let d = 0;
  for (let i = 0; i < n; d++) {
    const key = sorted[i];
    const start = i;
    while (i < n && sorted[i] === key) i++;
    distinct[d] = key;
    counts[d] = i - start;
  }
  return {distinct: distinct.slice(0, d), counts: counts.subarray(0, d)};
}

function weigh(distinct: Uint32Array, keys: Uint32Array, used: Int32Array | null, weights: Float64Array): Float64Array {
  const mass = new Float64Array(distinct.length);
  for (let k = 0; k < keys.length; k++) mass[upperBound(distinct, keys[k]) - 1] += weights[used === null ? k : used[k]];
  return mass;
}

/**
 * First value of each bin but the first. A bin is closed where its mass is nearest to an equal share of what is left, so
 * that a value which fills bins alone takes no more than its own, and the others share the rest.
 */
function equalMass(mass: Float64Array, bins: number): Int32Array {
  let left = 0;
  for (let d = 0; d < mass.length; d++) left += mass[d];
  const starts: number[] = [];
  let own = 0;
  for (let d = 0; d + 1 < mass.length && starts.length < bins - 1; d++) {
    own += mass[d];
    const share = left / (bins - starts.length);
    if (own + mass[d + 1] / 2 >= share) {
      starts.push(d + 1);
      left -= own;
      own = 0;
    }
  }
  return Int32Array.from(starts);
}

/** The 32-bit floats in the middle between the values before and at each start; the value itself where none lies between. */
function middles(distinct: Uint32Array, starts: Int32Array): Float64Array {
  const below = valuesOfKeys(Uint32Array.from(starts, (d) => distinct[d - 1]));
  const above = valuesOfKeys(Uint32Array.from(starts, (d) => distinct[d]));
  return below.map((low, k) => middle(low, above[k]));
}

/** A 32-bit float t with low < t ≤ high, in the middle where there is one. */
export function middle(low: number, high: number): number {
  const between = Math.fround(low / 2 + high / 2); // halves first: the sum may be more than a 32-bit float holds
  return between > low ? between : high;
}
