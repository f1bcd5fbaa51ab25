/** Coverage of intervals by day, as a page draws it. */
export interface CoverageOverTime {
  /** Ascending. */
  readonly day: Int32Array;
  readonly rows: Int32Array;
  /** Share of the day's rows inside their intervals. */
  readonly covered: Float64Array;
  /** Share of the rows of the latest `window` days up to and with this one; NaN before there are so many. */
  readonly rolling: Float64Array;
}

/**
 * How often outcomes were inside their intervals, by day and over a rolling window of days with rows.
 * @param day of each row, in any order. Rows with a NaN count nowhere.
 * @throws RangeError if lengths differ or the window is not a whole number from 1.
 */
export function coverageOverTime(
  day: Int32Array,
  y: Float64Array,
  {lower, upper}: {readonly lower: Float64Array; readonly upper: Float64Array},
  window = 60,
): CoverageOverTime {
  for (const length of [y.length, lower.length, upper.length])
    if (length !== day.length) throw new RangeError(`invalid lengths; ${day.length} days, a column of ${length}`);
  if (!(Number.isInteger(window) && window >= 1))
    throw new RangeError(`invalid window; not a whole number of days from 1: ${window}`);
  const counts = new Map<number, {rows: number; inside: number}>();
  for (let i = 0; i < day.length; i++) {
    if (Number.isNaN(y[i]) || Number.isNaN(lower[i]) || Number.isNaN(upper[i])) continue;
    const of = counts.get(day[i]) ?? {rows: 0, inside: 0};
    counts.set(day[i], of);
    of.rows++;
    if (y[i] >= lower[i] && y[i] <= upper[i]) of.inside++;
  }
  const days = Int32Array.from(counts.keys()).sort();
  const rows = days.map((d) => counts.get(d)!.rows);
  const inside = days.map((d) => counts.get(d)!.inside);
  return {
    day: days,
    rows,
    covered: Float64Array.from(days, (_, k) => inside[k] / rows[k]),
    rolling: Float64Array.from(days, (_, k) => {
      if (k + 1 < window) return Number.NaN;
      let [sum, of] = [0, 0]; // whole numbers: no rounding to carry along
      for (let j = k + 1 - window; j <= k; j++) {
        sum += inside[j];
        of += rows[j];
      }
      return sum / of;
    }),
  };
}
