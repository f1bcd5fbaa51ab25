/**
 * One change of variance by the centred cumulative sum of squares (Inclán and Tiao 1994, JASA 89, eq. 2): with
 * C_k = Σ_{j≤k} a_j² and D_k = C_k / C_n − k / n, the statistic is √(n / 2) max |D_k|, its place that k. `a` is taken as having
 * mean zero, as daily returns nearly have. The 95 % point of its limit, the largest |Brownian bridge|, is 1.358.
 *
 * Missing values are passed over.
 *
 * @returns the statistic and how many values lie after the change; NaN with fewer than `least` values, or if all are zero.
 */
export function varianceBreak(
  a: Float64Array,
  from: number,
  to: number,
  least: number,
): {readonly statistic: number; readonly age: number} {
  let total = 0;
  let n = 0;
  for (let k = from; k < to; k++) {
    if (Number.isNaN(a[k])) continue;
    total += a[k] * a[k];
    n++;
  }
  if (n < least || !(total > 0 && total < Number.POSITIVE_INFINITY)) return {statistic: Number.NaN, age: Number.NaN};
  let sum = 0;
  let most = 0;
  let seen = 0;
  let at = 0;
  for (let k = from; k < to; k++) {
    if (Number.isNaN(a[k])) continue;
    sum += a[k] * a[k];
    seen++;
    const d = sum / total - seen / n;
    const size = d < 0 ? -d : d;
    if (size > most) {
      most = size;
      at = seen;
    }
  }
  return {statistic: Math.sqrt(n / 2) * most, age: n - at};
}
