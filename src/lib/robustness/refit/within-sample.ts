import {numbered} from "../../causal/index.ts";
import {type Design, medianPresent} from "../../models/index.ts";

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

/** @param x numbers only; NaN is missing. */
export function withinSample(x: Design, labels: Int32Array): WithinSample {
  const {of: trader, count: traders} = numbered(labels);
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
    const values = new Float64Array(rows);
    let missing = false;
    for (let i = 0; i < rows; i++) {
      values[i] = v[i * p + j] = column[i] - level[trader[i] * p + j];
      missing ||= Number.isNaN(values[i]);
    }
    if (!missing) return;
    const median = medianPresent(values);
    for (let i = 0; i < rows; i++) if (Number.isNaN(values[i])) v[i * p + j] = median;
  });
  return {rows, p, v, level, trader, traders};
}
