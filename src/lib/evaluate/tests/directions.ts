/** Is the direction foretold better than by two unrelated series with these shares of ups? */
export interface DirectionTest {
  /** Rows with nonzero actual values: the others have no direction, as in the hit rate. */
  readonly n: number;
  /** Share of directions foretold, and the share expected of unrelated series, P* = p_y·p_x + (1 − p_y)(1 − p_x). */
  readonly hitRate: number;
  readonly expected: number;
  readonly statistic: number;
  /** One-sided: foretold better than by chance. */
  readonly p: number;
}

export interface Directions {
  readonly rows: Int32Array;
  readonly up: Float64Array;
  readonly foretold: Float64Array;
  readonly hitRate: number;
  readonly expected: number;
  readonly shares: readonly [number, number];
}

/** Rows with nonzero actual values; null where one side always says the same. A prediction of 0 does
 * not say "up", and with two categories that is "down" (`hitRate` counts it as a miss). */
export function directions(actual: ArrayLike<number>, predicted: ArrayLike<number>): Directions | null {
  if (actual.length !== predicted.length)
    throw new RangeError(`invalid predictions; ${predicted.length} for ${actual.length} rows`);
  const rows = Int32Array.from({length: actual.length}, (_, i) => i).filter((i) => {
    if (Number.isNaN(actual[i]) || Number.isNaN(predicted[i]))
      throw new RangeError(`invalid row ${i}; actual ${actual[i]}, predicted ${predicted[i]}`);
    return actual[i] !== 0;
  });
  const up = Float64Array.from(rows, (i) => (actual[i] > 0 ? 1 : 0));
  const foretold = Float64Array.from(rows, (i) => (predicted[i] > 0 ? 1 : 0));
  const share = (x: Float64Array) => x.reduce((s, v) => s + v, 0) / x.length;
  const [py, px] = [share(up), share(foretold)];
  if (rows.length < 2 || !(py > 0 && py < 1 && px > 0 && px < 1)) return null;
  const hits = up.reduce((s, v, k) => s + (v === foretold[k] ? 1 : 0), 0);
  return {
    rows,
    up,
    foretold,
    hitRate: hits / rows.length,
    expected: py * px + (1 - py) * (1 - px),
    shares: [py, px],
  };
}
