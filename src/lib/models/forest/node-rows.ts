import type {Rows} from "./ground.ts";

/** All rows: those that were drawn, ascending, then the others, ascending. @returns how many were drawn. */
export function bagFirst(weights: Float64Array, to: Int32Array): number {
  let drawn = 0;
  for (let i = 0; i < weights.length; i++) if (weights[i] > 0) to[drawn++] = i;
  let next = drawn;
  for (let i = 0; i < weights.length; i++) if (!(weights[i] > 0)) to[next++] = i;
  return drawn;
}

/** Whether all targets of a node's rows are the same. */
export function sameTarget(y: Float64Array, rows: Int32Array, {start, count}: Rows): boolean {
  const first = y[rows[start]];
  for (let k = start + 1; k < start + count; k++) if (y[rows[k]] !== first) return false;
  return true;
}

/**
 * Weighted mean of the targets of a node's rows. Summed as differences from the first, so that equal targets have exactly
 * themselves as their mean.
 */
export function leafMean(y: Float64Array, weights: Float64Array, rows: Int32Array, {start, count}: Rows): number {
  const first = y[rows[start]];
  let sum = 0;
  let total = 0;
  for (let k = start; k < start + count; k++) {
    sum += weights[rows[k]] * (y[rows[k]] - first);
    total += weights[rows[k]];
  }
  return first + sum / total + 0; // no negative zero: JSON would lose it
}
