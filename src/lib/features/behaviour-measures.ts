import type {Past} from "./feature.ts";
import {inUnits, lastOf, spread} from "./window.ts";

/** Measures of behaviour over a window [from, to) of own rows, oldest first. */

/** Rows in a row whose sign is `sign`, up to the last; zeros neither count nor break. NaN without rows. */
export function streak(net: Float64Array, from: number, to: number, sign: 1 | -1, most: number): number {
  if (to === from) return Number.NaN;
  let count = 0;
  for (let k = to - 1; k >= from && count < most && !(net[k] * sign < 0); k--) if (net[k] * sign > 0) count++;
  return count;
}

/** Rows since the last one below `level`; `none` where there is none. */
export function rowsSinceBelow(net: Float64Array, from: number, to: number, level: number, none: number): number {
  if (to === from || Number.isNaN(level)) return Number.NaN;
  for (let k = to - 1; k >= from; k--) if (net[k] < level) return to - 1 - k;
  return none;
}

/** Share of the desk's last `window` days with nonzero P&L of the trader; NaN in the desk's first 5 days. */
export function tradedShare({own: {net}, ownDays, from, to, day}: Past, window: number): number {
  if (day < 5) return Number.NaN;
  let traded = 0;
  for (let k = to - 1; k >= from && ownDays[k] >= day - window; k--) if (net[k] !== 0) traded++;
  return traded / Math.min(window, day);
}

/** The last value over the mean of those before it that are present, of which there must be `least`. */
export function againstHabit(x: Float64Array, from: number, to: number, least: number): number {
  let sum = 0;
  let count = 0;
  for (let k = from; k < to - 1; k++) {
    if (Number.isNaN(x[k])) continue;
    sum += x[k];
    count++;
  }
  return count >= least && sum > 0 ? inUnits(lastOf(x, to), sum / count) : Number.NaN;
}

/** Mean of `x` on rows that follow a row with a loss, of which there must be `least` with a value. */
export function meanAfterLoss(x: Float64Array, net: Float64Array, from: number, to: number, least: number): number {
  let sum = 0;
  let count = 0;
  for (let k = from + 1; k < to; k++) {
    if (!(net[k - 1] < 0) || Number.isNaN(x[k])) continue;
    sum += x[k];
    count++;
  }
  return count < least ? Number.NaN : sum / count;
}

/** Log of the mean of `x` after a loss over its mean after a gain; NaN with fewer than `least` of either, or a mean of 0. */
export function afterLossAgainstGain(
  x: Float64Array,
  net: Float64Array,
  from: number,
  to: number,
  least: number,
): number {
  let [sumLoss, sumGain, losses, gains] = [0, 0, 0, 0];
  for (let k = from + 1; k < to; k++) {
    if (Number.isNaN(x[k])) continue;
    if (net[k - 1] < 0) {
      sumLoss += x[k];
      losses++;
    } else if (net[k - 1] > 0) {
      sumGain += x[k];
      gains++;
    }
  }
  if (losses < least || gains < least) return Number.NaN;
  return logRatio(sumLoss / losses, sumGain / gains);
}

/** log(a / b); NaN unless both are above 0. */
export function logRatio(a: number, b: number): number {
  return a > 0 && b > 0 ? Math.log(a / b) : Number.NaN;
}

/** Pearson's correlation over the rows in which both are present, of which there must be `least`; NaN where one is constant. */
export function correlation(x: Float64Array, y: Float64Array, from: number, to: number, least: number): number {
  let [n, sx, sy] = [0, 0, 0];
  for (let k = from; k < to; k++) {
    if (Number.isNaN(x[k]) || Number.isNaN(y[k])) continue;
    n++;
    sx += x[k];
    sy += y[k];
  }
  if (n < least) return Number.NaN;
  let [xx, yy, xy] = [0, 0, 0];
  for (let k = from; k < to; k++) {
    if (Number.isNaN(x[k]) || Number.isNaN(y[k])) continue;
    const [dx, dy] = [x[k] - sx / n, y[k] - sy / n];
    xx += dx * dx;
    yy += dy * dy;
    xy += dx * dy;
  }
  const [a, b] = [spread(xx / n, sx / n), spread(yy / n, sy / n)];
  return a > 0 && b > 0 ? inUnits(xy / n, a * b, 1) : Number.NaN;
}

/** Σ |fees| / (Σ |fees| + Σ |net|). */
export function feesShare(net: Float64Array, fees: Float64Array, from: number, to: number, least: number): number {
  if (to - from < least) return Number.NaN;
  let paid = 0;
  let moved = 0;
  for (let k = from; k < to; k++) {
    paid += Math.abs(fees[k]);
    moved += Math.abs(net[k]);
  }
  return paid + moved > 0 ? paid / (paid + moved) : Number.NaN;
}
