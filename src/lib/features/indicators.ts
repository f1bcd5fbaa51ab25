import type {Bars} from "./feature.ts";
import {inUnits, lastOf, meanOf, meanPresent, sdPresent, spread} from "./window.ts";

/**
 * Textbook indicators of one symbol's bars, oldest first, for the last bar; NaN where there are too few bars, or where one
 * that is needed lacks a price. Recursive ones start at the first bar given.
 */

/** Log return over the last `bars` bars. */
export function logReturn({close}: Bars, bars: number): number {
  return Math.log(lastOf(close) / lastOf(close, close.length - bars));
}

/** Log of the open over the close before. */
export function gap({open, close}: Bars): number {
  return Math.log(lastOf(open) / lastOf(close, close.length - 1));
}

/** Share of the highest close that has been lost; at least 20 bars. */
export function drawdownFromHigh({close}: Bars): number {
  if (close.length < 20) return Number.NaN;
  let high = 0;
  for (let k = 0; k < close.length; k++) if (close[k] > high) high = close[k];
  return 1 - lastOf(close) / high;
}

/** Wilder's smoothing: the mean of the first `n` values, then s + (x − s) / n. NaN with fewer. */
function wilder(x: Float64Array, n: number): number {
  if (x.length < n) return Number.NaN;
  let s = meanOf(x, 0, n);
  for (let k = n; k < x.length; k++) s += (x[k] - s) / n;
  return s;
}

/** Relative strength index (Wilder 1978) of 14 bars, as a share; 0.5 where nothing moved. */
export function rsi({close}: Bars): number {
  const n = close.length - 1;
  const up = new Float64Array(Math.max(0, n));
  const down = new Float64Array(Math.max(0, n));
  for (let k = 0; k < n; k++) {
    const change = close[k + 1] - close[k];
    up[k] = Math.max(change, 0);
    down[k] = Math.max(-change, 0);
  }
  const [gain, loss] = [wilder(up, 14), wilder(down, 14)];
  return gain + loss === 0 ? 0.5 : gain / (gain + loss);
}

/** Exponential mean with weight 2 / (n + 1), from the first value: one value a bar. */
function exponential(x: Float64Array, n: number): Float64Array {
  const out = x.slice();
  for (let k = 1; k < out.length; k++) out[k] = out[k - 1] + (2 / (n + 1)) * (x[k] - out[k - 1]);
  return out;
}

/** MACD (12, 26) from the 26th bar on, less its 9-bar signal line, over the close (Appel 1979); 34 bars at least. */
export function macdHistogram({close}: Bars): number {
  if (close.length < 34) return Number.NaN;
  const [fast, slow] = [exponential(close, 12), exponential(close, 26)];
  const macd = slow.map((s, k) => fast[k] - s).subarray(25);
  return (lastOf(macd) - lastOf(exponential(macd, 9))) / lastOf(close);
}

/** (close − mean) / (2 sd) of 20 bars, divisor n; NaN where they are all the same. */
export function bollingerPosition({close}: Bars): number {
  const n = close.length;
  if (n < 20) return Number.NaN;
  const mean = meanOf(close, 0, n);
  let sum = 0;
  for (let k = 0; k < n; k++) sum += (close[k] - mean) ** 2;
  const sd = spread(sum / n, mean);
  return sd > 0 ? (lastOf(close) - mean) / (2 * sd) : Number.NaN;
}

/** True range of each bar but the first. */
function trueRanges({high, low, close}: Bars): Float64Array {
  return Float64Array.from({length: Math.max(0, close.length - 1)}, (_, k) =>
    Math.max(high[k + 1] - low[k + 1], Math.abs(high[k + 1] - close[k]), Math.abs(low[k + 1] - close[k])),
  );
}

/** Average true range of 14 bars over the last close. */
export function atr(bars: Bars): number {
  return wilder(trueRanges(bars), 14) / lastOf(bars.close);
}

/** Average directional index (Wilder 1978) of 14 bars, as a share; 28 bars at least. */
export function adx(bars: Bars): number {
  const {high, low} = bars;
  const ranges = trueRanges(bars);
  const n = 14;
  if (ranges.length < 2 * n - 1) return Number.NaN;
  const moves = (of: (up: number, down: number) => number) =>
    ranges.map((_, k) => of(high[k + 1] - high[k], low[k] - low[k + 1]));
  const plus = moves((up, down) => (up > down && up > 0 ? up : 0));
  const minus = moves((up, down) => (down > up && down > 0 ? down : 0));
  let [p, m, r] = [plus, minus, ranges].map((x) => meanOf(x, 0, n));
  const index = () => (r > 0 && p + m > 0 ? Math.abs(p - m) / (p + m) : r >= 0 ? 0 : Number.NaN);
  const dx = new Float64Array(ranges.length - n + 1);
  dx[0] = index();
  for (let k = n; k < ranges.length; k++) {
    p += (plus[k] - p) / n;
    m += (minus[k] - m) / n;
    r += (ranges[k] - r) / n;
    dx[k - n + 1] = index();
  }
  return wilder(dx, n);
}

/** Parkinson (1980): sqrt(mean of log(high / low)² / (4 log 2)); 10 bars at least. */
export function parkinson({high, low}: Bars): number {
  const squares = high.map((h, k) => Math.log(h / low[k]) ** 2);
  return Math.sqrt(meanPresent(squares, 0, squares.length, 10) / (4 * Math.LN2));
}

/** Log volume against the bars before, in their standard deviations. No volume at all is no value. */
export function volumeAnomaly({volume}: Bars): number {
  const logs = volume.map((v) => (v > 0 ? Math.log(v) : Number.NaN));
  const before = logs.length - 1;
  const sd = sdPresent(logs, 0, before, 10);
  return sd > 0 ? inUnits(lastOf(logs) - meanPresent(logs, 0, before), sd) : Number.NaN;
}

/** Mean of an indicator over the symbols that have a value. */
export function meanOverSymbols(market: readonly Bars[], indicator: (bars: Bars) => number): number {
  const values = Float64Array.from(market, indicator);
  return meanPresent(values, 0, values.length);
}

/** Standard deviation of an indicator over symbols, two at least. */
export function spreadOverSymbols(market: readonly Bars[], indicator: (bars: Bars) => number): number {
  const values = Float64Array.from(market, indicator);
  return sdPresent(values, 0, values.length);
}

/** Share of the symbols with two bars or more (of which there must be two) for which `holds`. */
export function shareOfSymbols(market: readonly Bars[], holds: (bars: Bars) => boolean): number {
  const known = market.filter(({close}) => close.length >= 2);
  return known.length < 2 ? Number.NaN : known.filter(holds).length / known.length;
}
