/** A full session: 9:30 to 16:00, in half hours. A half day ends at 13:00. */
export const BARS = 13;
export const HALF_DAY_BARS = 7;
export const BAR_SECONDS = 1800;
/** Seconds from midnight to the open. */
export const OPEN_SECOND = 9 * 3600 + 1800;

/**
 * Share of a session's variance and volume in each of its bars: the U-shape of the trading day (Wood, McInish and Ord 1985;
 * Admati and Pfleiderer 1988), highest at the open, lowest at midday, high again at the close. Sums to 1.
 */
export function intradayShape(bars: number): Float64Array {
  const shape = new Float64Array(bars);
  let sum = 0;
  for (let b = 0; b < bars; b++) {
    const x = (2 * b) / (bars - 1) - 1; // −1 at the open, 1 at the close
    shape[b] = 1 + 2.2 * x * x - 0.6 * x;
    sum += shape[b];
  }
  return shape.map((s) => s / sum);
}
