import type {Design} from "../../models/index.ts";

/**
 * Features of a sample, each less its trader's mean, row by row: what ridge regressions within traders are fitted on, whatever
 * their folds. Levels are taken out once more by each fold (on its training rows only), so that taking them out here first decides
 * nothing but keeps sums of large numbers their digits.
 */
export interface WithinSample {
  readonly rows: number;
  readonly p: number;
  /** rows × p; a missing value is the column's median. */
  readonly v: Float64Array;
  /** What was taken off: the mean of each trader's present values (traders × p). */
  readonly level: Float64Array;
  /** Trader of each row, 0 … traders − 1. */
  readonly trader: Int32Array;
  readonly traders: number;
}

/** Groups of rows numbered from 0, in ascending order of their labels. */
export function numberedTraders(labels: Int32Array): {readonly of: Int32Array; readonly count: number} {
  const distinct = Int32Array.from(new Set(labels)).sort();
  const at = new Map(Array.from(distinct, (label, k) => [label, k]));
  const of = new Int32Array(labels.length);
  for (let i = 0; i < labels.length; i++) of[i] = i > 0 && labels[i] === labels[i - 1] ? of[i - 1] : at.get(labels[i])!;
  return {of, count: distinct.length};
}

/** @param x numbers only; NaN is missing. */
export function withinSample(x: Design, labels: Int32Array): WithinSample {
  const {of: trader, count: traders} = numberedTraders(labels);
  const {rows} = x;
  const p = x.columns.length;
  const v = new Float64Array(rows * p);
  const level = new Float64Array(traders * p);
  x.columns.forEach((column, j) => {
    const sum = new Float64Array(traders);
    const n = new Float64Array(traders);
    for (let i = 0; i < rows; i++) {
      if (Number.isNaN(column[i])) continue;
      sum[trader[i]] += column[i];
      n[trader[i]]++;
    }
    for (let t = 0; t < traders; t++) level[t * p + j] = n[t] === 0 ? 0 : sum[t] / n[t];
    const present = new Float64Array(rows);
    let k = 0;
    for (let i = 0; i < rows; i++) {
      const value = column[i] - level[trader[i] * p + j];
      v[i * p + j] = value;
      if (!Number.isNaN(value)) present[k++] = value;
    }
    if (k === rows) return;
    const median = medianOf(present.subarray(0, k));
    for (let i = 0; i < rows; i++) if (Number.isNaN(v[i * p + j])) v[i * p + j] = median;
  });
  return {rows, p, v, level, trader, traders};
}

/** Of values in any order, which are sorted in place; 0 where there is none. */
function medianOf(values: Float64Array): number {
  if (values.length === 0) return 0;
  values.sort();
  return (values[(values.length - 1) >> 1] + values[values.length >> 1]) / 2;
}
