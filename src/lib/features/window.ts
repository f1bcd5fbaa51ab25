/** Small statistics of a window of the past; NaN where the window has fewer than `least` values (or any value is NaN). */

export function meanOf(x: Float64Array, least = 1): number {
  if (x.length < least) return Number.NaN;
  let sum = 0;
  for (let k = 0; k < x.length; k++) sum += x[k];
  return sum / x.length;
}

/** Sample standard deviation (n − 1). */
export function sdOf(x: Float64Array, least = 2): number {
  if (x.length < Math.max(least, 2)) return Number.NaN;
  const mean = meanOf(x);
  let sum = 0;
  for (let k = 0; k < x.length; k++) sum += (x[k] - mean) ** 2;
  return Math.sqrt(sum / (x.length - 1));
}

/** The newest value; NaN if there is none. */
export function lastOf(x: Float64Array): number {
  return x.length === 0 ? Number.NaN : x[x.length - 1];
}

/** `value` in units of `scale`, limited to ± `limit`, since one tail day must not carry a pooled fit by its leverage. */
export function inUnits(value: number, scale: number, limit = 10): number {
  return Math.max(-limit, Math.min(limit, value / scale));
}
