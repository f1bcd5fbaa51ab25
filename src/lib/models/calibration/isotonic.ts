import {checkedWeights} from "./platt.ts";

/** A rising function by its corners: linear between them, constant outside. */
export interface Isotonic {
  /** Ascending, all different. */
  readonly from: readonly number[];
  /** Never falling; of the same length. */
  readonly to: readonly number[];
}

/**
 * Weighted isotonic regression by pooling adjacent violators (Ayer et al. 1955; Barlow et al. 1972): the rising values of
 * smallest weighted squared error, one a distinct x. Rows with the same x are one row with their weighted mean. O(n log n).
 *
 * @param w non-negative; rows of weight 0 do not count.
 * @returns `x` ascending and distinct, and the value at each.
 */
export function poolAdjacentViolators(
  x: Float64Array,
  y: Float64Array,
  w: Float64Array,
): {x: Float64Array; value: Float64Array} {
  const order = Uint32Array.from(x.keys())
    .filter((i) => w[i] > 0)
    .sort((a, b) => x[a] - x[b] || a - b);
  const distinct: number[] = [];
  // Blocks of pooled x: each one's weighted mean and weight, and how many x it holds.
  const mean: number[] = [];
  const weight: number[] = [];
  const size: number[] = [];
  for (let start = 0, end = 0; start < order.length; start = end) {
    let [sum, total] = [0, 0];
    for (; end < order.length && x[order[end]] === x[order[start]]; end++) {
      sum += w[order[end]] * y[order[end]];
      total += w[order[end]];
    }
    distinct.push(x[order[start]]);
    mean.push(sum / total);
    weight.push(total);
    size.push(1);
    for (let k = mean.length - 1; k > 0 && mean[k - 1] >= mean[k]; k--) {
      const [m, v, s] = [mean.pop()!, weight.pop()!, size.pop()!];
      mean[k - 1] += ((m - mean[k - 1]) * v) / (weight[k - 1] + v);
      weight[k - 1] += v;
      size[k - 1] += s;
    }
  }
  const value = new Float64Array(distinct.length);
  let at = 0;
  mean.forEach((m, k) => {
    value.fill(m, at, at + size[k]);
    at += size[k];
  });
  return {x: Float64Array.from(distinct), value};
}

/**
 * Isotonic calibration (Zadrozny and Elkan 2002): the outcome as a rising function of the prediction. Between pooled blocks
 * it is linear; beyond the predictions that it was fitted on, constant. It can say 0 and 1; it needs some hundreds of rows.
 *
 * @param probability, outcome, w as for `plattScaling`, which see for what is thrown.
 */
export function isotonicCalibration(probability: Float64Array, outcome: Float64Array, w?: Float64Array): Isotonic {
  const {x, value} = poolAdjacentViolators(probability, outcome, checkedWeights(probability, outcome, w));
  // The first and last x of each block are its corners; those between lie on the line.
  const corners = Array.from(x.keys()).filter(
    (k) => k === 0 || k === x.length - 1 || value[k] !== value[k - 1] || value[k] !== value[k + 1],
  );
  return {from: corners.map((k) => x[k] + 0), to: corners.map((k) => Math.min(1, Math.max(0, value[k])))};
}

/** Applies a calibration to probabilities. */
export function applyIsotonic({from, to}: Isotonic, probability: Float64Array): Float64Array {
  const last = from.length - 1;
  return probability.map((p) => {
    if (!(p > from[0])) return to[0];
    if (p >= from[last]) return to[last];
    let [low, high] = [0, last];
    while (high - low > 1) {
      const middle = (low + high) >> 1;
      if (from[middle] <= p) low = middle;
      else high = middle;
    }
    return to[low] + ((to[high] - to[low]) * (p - from[low])) / (from[high] - from[low]);
  });
}
