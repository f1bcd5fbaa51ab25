/**
 * Small statistics of a window x[from] … x[to − 1] of the past, oldest first. NaN where it has fewer than `least` values,
 * or where any value is NaN; those that say "present" pass over NaN and count only the rest. Each is computed afresh: a
 * running sum would carry the rounding of rows that left the window, and so break the promise of the look-back.
 */

export function meanOf(x: Float64Array, from: number, to: number, least = 1): number {
  if (to - from < least) return Number.NaN;
  let sum = 0;
  for (let k = from; k < to; k++) sum += x[k];
  return sum / (to - from);
}

/** Mean of the values that are present. */
export function meanPresent(x: Float64Array, from: number, to: number, least = 1): number {
  let sum = 0;
  let count = 0;
  for (let k = from; k < to; k++) {
    const v = x[k];
    if (Number.isNaN(v)) continue;
    sum += v;
    count++;
  }
  return count < least ? Number.NaN : sum / count;
}

/** Sum of the values that are present; NaN where none is. */
export function sumPresent(x: Float64Array, from: number, to: number): number {
  let sum = 0;
  let count = 0;
  for (let k = from; k < to; k++) {
    if (Number.isNaN(x[k])) continue;
    sum += x[k];
    count++;
  }
  return count === 0 ? Number.NaN : sum;
}

/** Sample standard deviation (n − 1). */
export function sdOf(x: Float64Array, from: number, to: number, least = 2): number {
  const n = to - from;
  if (n < least || n < 2) return Number.NaN;
  const mean = meanOf(x, from, to);
  let sum = 0;
  for (let k = from; k < to; k++) {
    const d = x[k] - mean;
    sum += d * d;
  }
  return spread(sum / (n - 1), mean);
}

/** Sample standard deviation of the values that are present. */
export function sdPresent(x: Float64Array, from: number, to: number, least = 2): number {
  const mean = meanPresent(x, from, to, Math.max(2, least));
  if (Number.isNaN(mean)) return Number.NaN;
  let sum = 0;
  let count = 0;
  for (let k = from; k < to; k++) {
    if (Number.isNaN(x[k])) continue;
    sum += (x[k] - mean) ** 2;
    count++;
  }
  return spread(sum / (count - 1), mean);
}

/**
 * The root of a variance, exactly 0 where it is no more than the rounding of the mean: values that are all 0.1 do not vary,
 * and what is divided by their spread has no value.
 */
export function spread(variance: number, mean: number): number {
  return variance <= 1e-24 * mean * mean ? 0 : Math.sqrt(variance);
}

/** The newest value; NaN if there is none. */
export function lastOf(x: Float64Array, to = x.length): number {
  return to === 0 ? Number.NaN : x[to - 1];
}

/** `value` in units of `scale`, limited to ± `limit`, since one tail day must not carry a pooled fit by its leverage. */
export function inUnits(value: number, scale: number, limit = 10): number {
  const units = value / scale;
  return Math.max(-limit, Math.min(limit, units));
}

/** `value` limited to ± `limit`; NaN stays. */
export function limited(value: number, limit: number): number {
  return inUnits(value, 1, limit);
}
