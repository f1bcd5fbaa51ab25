import {conformalQuantile, conformalScores, intervalsOf, type Side} from "./split.ts";

export interface AdaptiveOptions {
  /** Coverage to hold in the long run, in (0, 1): 1 − α. */
  readonly level: number;
  /** γ, the size of a correction, above 0. Default 0.005, as in the paper. */
  readonly rate?: number;
  /** Days whose scores make the quantile: the latest so many. Default 250. */
  readonly window?: number;
  /** Default "both". */
  readonly side?: Side;
}

/** Intervals that were stated each evening, and what became of them; plain data. */
export interface AdaptiveConformal {
  /** One a row, in the order given; infinite where nothing can be excluded, lower > upper where nothing is included. */
  readonly lower: Float64Array;
  readonly upper: Float64Array;
  /** One a day, ascending. */
  readonly days: {
    readonly day: Int32Array;
    /** Rows that were predicted. */
    readonly rows: Int32Array;
    /** αₜ: the miss rate that the day's intervals aimed at. */
    readonly alpha: Float64Array;
    /** Half-width, in units of y; may be ± Infinity. */
    readonly width: Float64Array;
    /** Share of the rows whose outcome was inside. */
    readonly covered: Float64Array;
  };
}

/**
 * Adaptive conformal inference (Gibbs and Candès 2021, eq. 2): each day's intervals are the predictions ± the conformal
 * quantile of earlier days' scores at level 1 − αₜ, and αₜ₊₁ = αₜ + γ (α − share of the day's rows missed). Needs no
 * exchangeability: whatever the series, the mean daily miss rate is within `adaptiveBound` of α (their proposition 4.1; it
 * holds for a share as for a 0/1 miss).
 *
 * A day's intervals are stated before its outcomes are known: they depend on strictly earlier days only. Where αₜ ≤ 0, or no
 * score is known yet, they are infinite; where αₜ ≥ 1, empty.
 *
 * @param day of each row, in any order. @param prediction of each row, made before its day. Rows whose prediction or outcome is
 * NaN have NaN bounds and count nowhere.
 * @throws RangeError if lengths differ or an option is out of range.
 */
export function adaptiveConformal(
  day: Int32Array,
  y: Float64Array,
  prediction: Float64Array,
  {level, rate = 0.005, window = 250, side = "both"}: AdaptiveOptions,
): AdaptiveConformal {
  if (y.length !== day.length || prediction.length !== day.length)
    throw new RangeError(`invalid lengths; ${day.length} days, ${y.length} outcomes, ${prediction.length} predictions`);
  if (!(level > 0 && level < 1)) throw new RangeError(`invalid level; not in (0, 1): ${level}`);
  if (!(rate > 0 && rate < Number.POSITIVE_INFINITY)) throw new RangeError(`invalid rate; not above 0: ${rate}`);
  if (!(Number.isInteger(window) && window >= 1))
    throw new RangeError(`invalid window; not a whole number of days from 1: ${window}`);
  const counted = Uint32Array.from(day.keys()).filter((i) => !Number.isNaN(y[i] - prediction[i]));
  const order = counted.sort((a, b) => day[a] - day[b] || a - b);
  const scores = conformalScores(y, prediction, side);
  const lower = new Float64Array(day.length).fill(Number.NaN);
  const upper = new Float64Array(day.length).fill(Number.NaN);
  const past: Float64Array[] = []; // sorted scores of each day of the window
  let pool = new Float64Array(0); // all of them, sorted
  let alpha = 1 - level;
  const [dates, rows, alphas, widths, shares]: number[][] = [[], [], [], [], []];
  for (let start = 0, end = 0; start < order.length; start = end) {
    while (end < order.length && day[order[end]] === day[order[start]]) end++;
    const today = order.subarray(start, end);
    const width = conformalQuantile(pool, 1 - alpha);
    const bounds = intervalsOf(
      Float64Array.from(today, (i) => prediction[i]),
      width,
      side,
    );
    let missed = 0;
    today.forEach((i, k) => {
      lower[i] = bounds.lower[k];
      upper[i] = bounds.upper[k];
      if (!(scores[i] <= width)) missed++;
    });
    dates.push(day[order[start]]);
    rows.push(today.length);
    alphas.push(alpha);
    widths.push(width);
    shares.push(1 - missed / today.length);
    alpha += rate * (1 - level - missed / today.length);
    const fresh = Float64Array.from(today, (i) => scores[i]).sort();
    past.push(fresh);
    pool = replaced(pool, past.length > window ? past.shift()! : new Float64Array(0), fresh);
  }
  return {
    lower,
    upper,
    days: {
      day: Int32Array.from(dates),
      rows: Int32Array.from(rows),
      alpha: Float64Array.from(alphas),
      width: Float64Array.from(widths),
      covered: Float64Array.from(shares),
    },
  };
}

/**
 * How far the mean daily miss rate of `adaptiveConformal` can be from 1 − level after so many days, whatever happens:
 * (max(α, 1 − α) + γ) / (γ T) (Gibbs and Candès 2021, proposition 4.1).
 */
export function adaptiveBound(level: number, days: number, rate = 0.005): number {
  return (Math.max(level, 1 - level) + rate) / (rate * days);
}

/** A sorted list without some of its values and with others; all three ascending. */
function replaced(sorted: Float64Array, without: Float64Array, others: Float64Array): Float64Array<ArrayBuffer> {
  const out = new Float64Array(sorted.length - without.length + others.length);
  let [gone, next, at] = [0, 0, 0];
  for (let i = 0; i < sorted.length; i++) {
    if (gone < without.length && without[gone] === sorted[i]) {
      gone++;
      continue;
    }
    while (next < others.length && others[next] < sorted[i]) out[at++] = others[next++];
    out[at++] = sorted[i];
  }
  while (next < others.length) out[at++] = others[next++];
  return out;
}
