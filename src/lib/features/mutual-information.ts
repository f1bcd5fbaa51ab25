import {chiSquareUpper} from "../numeric/index.ts";

/**
 * Mutual information of two columns in nats, from counts in quantile bins (at most 8 each way, and so many that a cell holds 5
 * rows of independent columns; equal values share a bin; missing values are left out).
 *
 * Under independence 2 n I is asymptotically χ² with (a − 1)(b − 1) degrees of freedom (the G test): `p` is its upper tail.
 * Rows are counted as independent, which those of a day are not: p is a screen, not a test.
 *
 * @returns `nats` with the Miller-Madow correction for the bias of small samples, not below 0; 0 and p = 1 with fewer than 20 rows.
 */
export function mutualInformation(x: Float64Array, y: Float64Array): {readonly nats: number; readonly p: number} {
  // plain loops over typed arrays: this is asked of every feature in every fold
  const [left, right] = [new Float64Array(x.length), new Float64Array(x.length)];
  let n = 0;
  for (let i = 0; i < x.length; i++)
    if (Number.isFinite(x[i]) && Number.isFinite(y[i])) {
      left[n] = x[i];
      right[n++] = y[i];
    }
  if (n < 20) return {nats: 0, p: 1};
  const bins = Math.max(2, Math.min(8, Math.floor(Math.sqrt(n / 5))));
  const [a, b] = [quantileBins(left.subarray(0, n), bins), quantileBins(right.subarray(0, n), bins)];
  const counts = new Int32Array(a.count * b.count);
  const [rows, columns] = [new Int32Array(a.count), new Int32Array(b.count)];
  for (let i = 0; i < n; i++) {
    counts[a.of[i] * b.count + b.of[i]]++;
    rows[a.of[i]]++;
    columns[b.of[i]]++;
  }
  let information = 0;
  for (let j = 0; j < a.count; j++)
    for (let k = 0; k < b.count; k++) {
      const c = counts[j * b.count + k];
      if (c > 0) information += (c / n) * Math.log((c * n) / (rows[j] * columns[k]));
    }
  const freedom = (a.count - 1) * (b.count - 1);
  if (freedom === 0) return {nats: 0, p: 1};
  const nats = Math.max(0, information - freedom / (2 * n));
  return {nats, p: Math.min(1, Math.max(0, chiSquareUpper(2 * n * information, freedom)))};
}

/** Bin of each value: bins hold about equal numbers, equal values share one, empty ones are left out. */
function quantileBins(values: Float64Array, bins: number): {of: Int32Array; count: number} {
  const sorted = values.slice().sort();
  const edges: number[] = [];
  for (let k = 1; k < bins; k++) {
    const edge = sorted[Math.floor((k * sorted.length) / bins)];
    if (edge > sorted[0] && edge !== edges[edges.length - 1]) edges.push(edge);
  }
  const of = new Int32Array(values.length);
  for (let i = 0; i < values.length; i++) {
    let bin = 0;
    while (bin < edges.length && values[i] >= edges[bin]) bin++;
    of[i] = bin;
  }
  return {of, count: edges.length + 1};
}
