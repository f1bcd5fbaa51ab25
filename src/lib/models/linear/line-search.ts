/**
 * Where a rising function crosses 0: the length of step that minimises a convex function, given its derivative along the
 * step. The function may have kinks.
 *
 * @param longest a length that is not to be exceeded; may be Infinity. @returns 0 where the derivative does not begin below
 * 0; `longest` where it is still below 0 there; else a length at which it is within a thousandth of where it began.
 */
export function crossing(slope: (t: number) => number, longest = Number.POSITIVE_INFINITY): number {
  const first = slope(0);
  if (!(first < 0)) return 0;
  const enough = 1e-3 * -first;
  let [low, atLow] = [0, first];
  let high = Math.min(1, longest);
  let atHigh = slope(high);
  for (let k = 0; k < 60 && atHigh < 0 && high < longest; k++) {
    [low, atLow] = [high, atHigh];
    high = Math.min(4 * high, longest);
    atHigh = slope(high);
  }
  if (atHigh <= enough) return high;
  for (let k = 0; k < 60; k++) {
    // The secant meets the crossing where no kink is between; the middle is taken in turns, so that the bracket shrinks.
    const t = k % 3 === 2 ? (low + high) / 2 : low + ((high - low) * -atLow) / (atHigh - atLow);
    const value = slope(t);
    if (Math.abs(value) <= enough) return t;
    if (value < 0) [low, atLow] = [t, value];
    else [high, atHigh] = [t, value];
  }
  return low;
}
