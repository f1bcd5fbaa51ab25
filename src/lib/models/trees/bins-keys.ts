/** The largest finite 32-bit float. */
export const largestFloat = 3.4028234663852886e38;

/** Key of NaN. */
export const missingKey = 0xffffffff;

/**
 * Values as unsigned whole numbers of the same order: the bits of the 32-bit float, turned over where negative. −0 and 0
 * are one; what 32 bits cannot hold is the largest float; NaN is above all.
 */
export function orderedKeys(values: Float64Array): Uint32Array {
  const keys = new Uint32Array(values.length);
  const floats = new Float32Array(keys.buffer);
  for (let i = 0; i < values.length; i++) floats[i] = Math.fround(values[i]) + 0; // −0 becomes 0
  for (let i = 0; i < keys.length; i++) {
    const bits = keys[i];
    const negative = bits >>> 31;
    const magnitude = bits & 0x7fffffff;
    const finite = magnitude === 0x7f800000 ? 0x7f7fffff : magnitude;
    keys[i] = magnitude > 0x7f800000 ? missingKey : negative === 1 ? ~(finite | 0x80000000) : finite | 0x80000000;
  }
  return keys;
}

/** The values of keys: the inverse of `orderedKeys`. */
export function valuesOfKeys(keys: Uint32Array): Float64Array {
  const bits = keys.map((key) => (key >>> 31 === 1 ? key & 0x7fffffff : ~key));
  return Float64Array.from(new Float32Array(bits.buffer));
}

/** How many of the ascending `edges` do not exceed `key`. */
export function upperBound(edges: Uint32Array, key: number): number {
  let low = 0;
  let size = edges.length;
  while (size > 0) {
    const half = size >> 1;
    if (edges[low + half] <= key) {
      low += half + 1;
      size -= half + 1;
    } else size = half;
  }
  return low;
}

/** Sorts ascending, in place: by radix, three passes of 11 bits, where there are enough for that to be quicker. */
export function sortKeys(keys: Uint32Array): Uint32Array {
  const n = keys.length;
  if (n < 512) return keys.sort();
  const counts = new Int32Array(3 * 2048);
  for (let i = 0; i < n; i++) {
    const key = keys[i];
    counts[key & 2047]++;
    counts[2048 + ((key >>> 11) & 2047)]++;
    counts[4096 + (key >>> 22)]++;
  }
  for (let pass = 0; pass < 3; pass++) {
    let sum = 0;
    for (let d = 2048 * pass; d < 2048 * (pass + 1); d++) {
      const count = counts[d];
      counts[d] = sum;
      sum += count;
    }
  }
  const spare = new Uint32Array(n);
  for (let i = 0; i < n; i++) spare[counts[keys[i] & 2047]++] = keys[i];
  for (let i = 0; i < n; i++) keys[counts[2048 + ((spare[i] >>> 11) & 2047)]++] = spare[i];
  for (let i = 0; i < n; i++) spare[counts[4096 + (keys[i] >>> 22)]++] = keys[i];
  keys.set(spare);
  return keys;
}
