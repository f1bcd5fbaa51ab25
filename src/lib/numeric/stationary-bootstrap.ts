import type {Random} from "./random.ts";

/**
 * Index rule of the stationary bootstrap (Politis and Romano 1994): day i continues the block of day i − 1, wrapping from
 * the last day to the first, where uniforms[i] > 1/L; else it starts a block at starts[i]. Pure; used by tests and to
 * state the rule. `uniforms[0]` is not used: the first day always starts a block.
 * @param starts integers in [0, n). @param uniforms in [0, 1). @param blockLength mean length L ≥ 1.
 */
export function stationaryIndices(
  starts: ArrayLike<number>,
  uniforms: ArrayLike<number>,
  blockLength: number,
): Int32Array {
  checkBlockLength(blockLength);
  const n = starts.length;
  const indices = new Int32Array(n);
  for (let i = 0; i < n; i++) {
    if (i > 0 && uniforms[i] > 1 / blockLength) indices[i] = indices[i - 1] + 1 === n ? 0 : indices[i - 1] + 1;
    else indices[i] = starts[i];
  }
  return indices;
}

/**
 * How often each of `n` days occurs in one draw of n days by the rule above, added into `counts[t * stride + offset]`.
 * Sums of a draw are sums weighted by these counts; a start is drawn only where a block starts.
 */
export function drawDayCounts(
  random: Random,
  n: number,
  blockLength: number,
  counts: Float64Array,
  stride = 1,
  offset = 0,
): void {
  checkBlockLength(blockLength);
  const p = 1 / blockLength;
  let day = 0;
  for (let i = 0; i < n; i++) {
    if (i === 0 || p >= 1 || random.uniform() <= p) day = random.integer(n);
    else day = day + 1 === n ? 0 : day + 1;
    counts[day * stride + offset] += 1;
  }
}

function checkBlockLength(length: number): void {
  if (!(length >= 1)) throw new RangeError(`invalid block length; not 1 or more: ${length}`);
}
