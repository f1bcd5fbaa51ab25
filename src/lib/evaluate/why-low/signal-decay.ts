import type {Random} from "../../numeric/index.ts";
import {midranks} from "../auc.ts";
import {daySums} from "../tests/index.ts";
import {bootstrapCorrelation} from "./bootstrap-correlation.ts";
import {type DayEstimate, dayError} from "./day-ratio.ts";

export interface SignalDecayOptions {
  readonly trader: Int32Array;
  readonly day: Int32Array;
  /** Prediction made for the row's day, NaN where there is none. */
  readonly value: Float64Array;
  /** What happened on the row's day, in units that make traders alike; NaN where unknown. */
  readonly target: Float64Array;
  /** Days ahead, 0 being the day the prediction was made for. Default 0 … 10. */
  readonly horizons?: readonly number[];
  /** Default "spearman", which one tail day does not carry. */
  readonly correlation?: "pearson" | "spearman";
  /** Default 0.95. */
  readonly level?: number;
  /** Errors and intervals by a bootstrap of blocks of days (see `bootstrapCorrelation`). Default: by linearisation. */
  readonly bootstrap?: {readonly random: Random; readonly draws: number};
}

export interface DecayPoint extends DayEstimate {
  readonly horizon: number;
  /** Pairs of a prediction and the same trader's target so many days later. */
  readonly pairs: number;
  readonly days: number;
}

/**
 * How long does a prediction stay true? Its correlation with what happens h days after the day it was made for; horizons
 * with fewer than 10 pairs are left out. The standard error is by day through the correlation's influence
 * zₓz_y − r(zₓ² + z_y²)/2 (Bartlett over days), or from redrawn blocks of days; for ranks the ranks are taken as known, which is exact where there is no
 * correlation.
 */
export function signalDecay(options: SignalDecayOptions): DecayPoint[] {
  const {trader, day, value, target, correlation = "spearman", level = 0.95, bootstrap} = options;
  const horizons = options.horizons ?? Array.from({length: 11}, (_, h) => h);
  const width = day.reduce((last, d) => Math.max(last, d), -1) + 1;
  const row = new Map<number, number>();
  day.forEach((d, i) => {
    if (Number.isFinite(target[i])) row.set(trader[i] * width + d, i);
  });
  return horizons.flatMap((horizon) => {
    if (!(Number.isInteger(horizon) && horizon >= 0))
      throw new RangeError(`invalid horizon; not a whole number of days, 0 or more: ${horizon}`);
    const from: number[] = [];
    const to: number[] = [];
    for (let i = 0; i < day.length; i++) {
      if (!Number.isFinite(value[i]) || day[i] + horizon >= width) continue;
      const later = row.get(trader[i] * width + day[i] + horizon);
      if (later === undefined) continue;
      from.push(i);
      to.push(later);
    }
    if (from.length < 10) return [];
    const ranked = (x: Float64Array) => (correlation === "spearman" ? midranks(x) : x);
    const x = standardised(ranked(Float64Array.from(from, (i) => value[i])));
    const y = standardised(ranked(Float64Array.from(to, (i) => target[i])));
    if (x === null || y === null) return [];
    const n = from.length;
    const r = x.reduce((sum, v, k) => sum + v * y[k], 0) / n;
    const influence = x.map((v, k) => v * y[k] - (r * (v * v + y[k] * y[k])) / 2);
    // by the day of the target: that is where rows share their luck
    const days = Int32Array.from(to, (i) => day[i]);
    const {sums} = daySums(days, [influence]);
    const error =
      bootstrap === undefined
        ? dayError(sums[0], n, r, level)
        : bootstrapCorrelation({day: days, x, y, influence: sums[0], value: r, level, ...bootstrap});
    return {horizon, pairs: n, days: sums[0].length, value: r, ...error};
  });
}

/** Less the mean, over the (population) standard deviation; null where nothing varies. */
function standardised(x: Float64Array): Float64Array | null {
  const mean = x.reduce((sum, v) => sum + v, 0) / x.length;
  const variance = x.reduce((sum, v) => sum + (v - mean) * (v - mean), 0) / x.length;
  const size = x.reduce((most, v) => Math.max(most, Math.abs(v)), 0);
  if (!(variance > size * size * 1e-24)) return null;
  return x.map((v) => (v - mean) / Math.sqrt(variance));
}
