import {wilsonInterval} from "./calibration.ts";
import {designEffect} from "./design-effect.ts";

export interface CoverageOptions {
  /** One a row: its day, what happened and the interval that was predicted (±Infinity: one-sided). */
  readonly day: Int32Array;
  readonly actual: ArrayLike<number>;
  readonly lower: ArrayLike<number>;
  readonly upper: ArrayLike<number>;
  /** Share that the intervals say they hold, 0.9 for instance. */
  readonly nominal: number;
  /** Days a window; days without a row do not count. Default 60. */
  readonly window?: number;
  /** Days from one window to the next. Default: `window`, so that they do not overlap. */
  readonly step?: number;
  /** Of the interval of the observed share. Default 0.95. */
  readonly level?: number;
}

export interface CoverageWindow {
  /** First and last day, both included. */
  readonly from: number;
  readonly to: number;
  readonly rows: number;
  readonly days: number;
  /** Share of rows inside their interval; its own interval (Wilson, by the effective number of rows: days move together). */
  readonly covered: number;
  readonly lower: number;
  readonly upper: number;
  /** Whether that interval holds the nominal share. */
  readonly holds: boolean;
  /** Mean width of the predicted intervals, in units of `actual`. */
  readonly width: number;
}

/**
 * Do prediction intervals, conformal ones for instance, hold what they say, all along and not only on average? Coverage by
 * windows of days and in total. The last window takes what is left, if at least half a window.
 * @throws RangeError for a lower end above the upper, or a value that is NaN, saying in which row.
 */
export function coverageOverTime(options: CoverageOptions): {total: CoverageWindow; windows: CoverageWindow[]} {
  const {day, actual, lower, upper, nominal, window = 60, step = window, level = 0.95} = options;
  if (!(nominal > 0 && nominal < 1)) throw new RangeError(`invalid nominal coverage; not in (0, 1): ${nominal}`);
  for (const [name, value] of Object.entries({window, step}))
    if (!(Number.isInteger(value) && value >= 1)) throw new RangeError(`invalid ${name}; not 1 or more days: ${value}`);
  if (day.length === 0) throw new RangeError("there is no row to look at the coverage of");
  const inside = Uint8Array.from(day, (_, i) => {
    if (!(lower[i] <= upper[i]) || Number.isNaN(actual[i]))
      throw new RangeError(`invalid interval of row ${i}; ${lower[i]} to ${upper[i]}, actual ${actual[i]}`);
    return actual[i] >= lower[i] && actual[i] <= upper[i] ? 1 : 0;
  });
  const days = Int32Array.from(new Set(day)).sort();
  const order = Uint32Array.from(day.keys()).sort((a, b) => day[a] - day[b] || a - b);
  const summary = (first: number, end: number): CoverageWindow => {
    const [from, to] = [days[first], days[end - 1]];
    const rows = order.filter((i) => day[i] >= from && day[i] <= to);
    const hits = Float64Array.from(rows, (i) => inside[i]);
    const covered = hits.reduce((sum, v) => sum + v, 0) / rows.length;
    const effective =
      rows.length /
      designEffect(
        Int32Array.from(rows, (i) => day[i]),
        hits,
      );
    const [low, high] = wilsonInterval(covered * effective, effective, level);
    return {
      from,
      to,
      rows: rows.length,
      days: end - first,
      covered,
      lower: low,
      upper: high,
      holds: nominal >= low && nominal <= high,
      width: rows.reduce((sum, i) => sum + upper[i] - lower[i], 0) / rows.length,
    };
  };
  const windows: CoverageWindow[] = [];
  for (let first = 0; first < days.length; first += step) {
    const end = Math.min(first + window, days.length);
    if (end - first < window / 2 && windows.length > 0) break;
    windows.push(summary(first, end));
  }
  return {total: summary(0, days.length), windows};
}
