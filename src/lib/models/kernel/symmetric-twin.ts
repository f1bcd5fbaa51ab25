/**
 * How many of the ascending `limits`, at most 255, each of the first `rows` values is above; `missing` for NaN. The kernel's
 * `countBelow` in TypeScript: a search that does not branch, with as many steps for each value.
 */
export function countBelow(
  values: Float32Array,
  limits: Float32Array,
  missing: number,
  out: Uint8Array,
  rows: number,
): void {
  let top = 1;
  while (2 * top <= limits.length) top *= 2;
  const padded = new Float32Array(2 * top).fill(Number.POSITIVE_INFINITY);
  padded.set(limits);
  for (let i = 0; i < rows; i++) {
    const v = values[i];
    let below = 0;
    for (let step = top; step > 0; step >>= 1) below += Number(v > padded[below + step - 1]) * step;
    out[i] = Number.isNaN(v) ? missing : below;
  }
}

const high = 0x80808080 | 0;

/**
 * One tree of `addTrees`, four rows a word: 127 − above, in each byte, is added to the bins, so that a byte's high bit is the
 * answer to bin > above; the answers to one test are or'd into four leaf numbers at once.
 * @param words bins, four a word, the first in the low byte: all platforms are little-endian.
 * @param tests pairs: byte offset of a column of bins, and above.
 */
export function addTree(
  words: Int32Array,
  rows: number,
  tests: Int32Array,
  values: Float64Array,
  sums: Float64Array,
): void {
  const depth = tests.length >> 1;
  const at = Int32Array.from({length: depth}, (_, d) => tests[2 * d] >> 2);
  const steps = Int32Array.from({length: depth}, (_, d) => (127 - tests[2 * d + 1]) * 0x01010101);
  if (depth === 6) addSix(words, rows, at, steps, values, sums);
  else addAny(words, rows, at, steps, values, sums);
}

function addAny(
  words: Int32Array,
  rows: number,
  at: Int32Array,
  steps: Int32Array,
  values: Float64Array,
  sums: Float64Array,
): void {
  const depth = at.length;
  for (let w = 0, i = 0; i < rows; w++, i += 4) {
    // a leaf number above 8 bits does not fit a byte: the lower and the higher tests apart
    let low = 0;
    let top = 0;
    for (let d = 0; d < depth && d < 8; d++) low |= ((words[at[d] + w] + steps[d]) & high) >>> (7 - d);
    for (let d = 8; d < depth; d++) top |= ((words[at[d] + w] + steps[d]) & high) >>> (15 - d);
    sums[i] += values[(low & 255) | ((top & 255) << 8)];
    sums[i + 1] += values[((low >>> 8) & 255) | (top & 65280)];
    sums[i + 2] += values[((low >>> 16) & 255) | ((top >>> 8) & 65280)];
    sums[i + 3] += values[(low >>> 24) | ((top >>> 16) & 65280)];
  }
}

/** The same, written out for the usual depth. */
function addSix(
  words: Int32Array,
  rows: number,
  at: Int32Array,
  steps: Int32Array,
  values: Float64Array,
  sums: Float64Array,
): void {
  const [a0, a1, a2, a3, a4, a5] = at;
  const [s0, s1, s2, s3, s4, s5] = steps;
  for (let w = 0, i = 0; i < rows; w++, i += 4) {
    const leaf =
      (((words[a0 + w] + s0) & high) >>> 7) |
      (((words[a1 + w] + s1) & high) >>> 6) |
      (((words[a2 + w] + s2) & high) >>> 5) |
      (((words[a3 + w] + s3) & high) >>> 4) |
      (((words[a4 + w] + s4) & high) >>> 3) |
      (((words[a5 + w] + s5) & high) >>> 2);
    sums[i] += values[leaf & 255];
    sums[i + 1] += values[(leaf >>> 8) & 255];
    sums[i + 2] += values[(leaf >>> 16) & 255];
    sums[i + 3] += values[leaf >>> 24];
  }
}
