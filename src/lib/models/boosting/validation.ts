/** Rows of a training window, divided by time. */
export interface TimeSplit {
  readonly earlier: Int32Array;
  readonly later: Int32Array;
}

/** Fewest days in either part: with fewer there is nothing to judge by. */
const leastDays = 4;

/**
 * The last days of a window, a share of its distinct days, and those before; null where either would have fewer than 4
 * days, or no row of positive weight. No gap is needed: the label of a day is known at its close.
 * @param days day index of each row, in any order.
 */
export function lastDays(days: Int32Array, share: number, weights: Float64Array): TimeSplit | null {
  const distinct = Int32Array.from(new Set(days)).sort();
  const held = Math.floor(share * distinct.length);
  if (held < leastDays || distinct.length - held < leastDays) return null;
  const from = distinct[distinct.length - held];
  const rows = Int32Array.from(days.keys());
  const earlier = rows.filter((i) => days[i] < from);
  const later = rows.filter((i) => days[i] >= from);
  const some = (part: Int32Array) => part.some((i) => weights[i] > 0);
  return some(earlier) && some(later) ? {earlier, later} : null;
}
