import {meanOf, sdOf} from "./window.ts";

/** Measures of P&L over a window x[from] … x[to − 1], oldest first; NaN where it has fewer than `least` rows. */

/** Mean over standard deviation (Sharpe 1966, daily, no risk-free rate); NaN for a constant. */
export function meanOverSd(x: Float64Array, from: number, to: number, least: number): number {
  const sd = sdOf(x, from, to, least);
  return sd > 0 ? meanOf(x, from, to) / sd : Number.NaN;
}

/** Root mean square of losses, gains counting as 0 (Sortino and van der Meer 1991, target 0). */
export function downside(x: Float64Array, from: number, to: number, least: number): number {
  if (to - from < least) return Number.NaN;
  let sum = 0;
  for (let k = from; k < to; k++) {
    const v = x[k];
    if (!(v >= 0)) sum += v * v; // NaN goes in, so that it is seen
  }
  return Math.sqrt(sum / (to - from));
}

/** Exponentially weighted mean: weight `decay` a row back. */
export function ewma(x: Float64Array, from: number, to: number, decay: number, least: number): number {
  if (to - from < least) return Number.NaN;
  let sum = 0;
  let weights = 0;
  for (let k = from; k < to; k++) {
    sum = sum * decay + x[k];
    weights = weights * decay + 1;
  }
  return sum / weights;
}

/** Share of gains among nonzero rows, of which there must be `traded`. */
export function winRate(x: Float64Array, from: number, to: number, traded: number): number {
  let wins = 0;
  let nonzero = 0;
  for (let k = from; k < to; k++) {
    const v = x[k];
    if (v > 0) wins++;
    if (v !== 0) nonzero++;
  }
  return nonzero < traded ? Number.NaN : wins / nonzero;
}

/** Gains over gains plus losses; NaN where there was neither. */
export function profitShare(x: Float64Array, from: number, to: number, least: number): number {
  if (to - from < least) return Number.NaN;
  let gains = 0;
  let losses = 0;
  for (let k = from; k < to; k++) {
    const v = x[k];
    if (v >= 0) gains += v;
    else losses -= v;
  }
  return gains / (gains + losses);
}

/** Fall of the cumulative sum (0 before the window) from its highest point. */
export function drawdown(x: Float64Array, from: number, to: number, least: number): number {
  if (to - from < least) return Number.NaN;
  let sum = 0;
  let peak = 0;
  for (let k = from; k < to; k++) {
    sum += x[k];
    if (sum > peak) peak = sum;
  }
  return peak - sum;
}

/** Most losses in a row; zeros neither count nor break. */
export function longestLosingRun(x: Float64Array, from: number, to: number, least: number): number {
  if (to - from < least) return Number.NaN;
  let most = 0;
  let run = 0;
  for (let k = from; k < to; k++) {
    const v = x[k];
    if (v > 0) run = 0;
    else if (v < 0 && ++run > most) most = run;
  }
  return most;
}
