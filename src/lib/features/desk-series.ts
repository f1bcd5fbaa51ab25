import {float64, int32, type Table} from "../numeric/index.ts";
import type {DeskPast} from "./feature.ts";

/** One value a desk day: see `DeskPast`. Net is limited to ± 10 units of the trader's own past volatility. */
export function deskSeries(daily: Table, scale: Float64Array, days: number): DeskPast {
  const day = int32(daily, "day");
  const net = float64(daily, "net");
  const [sum, squares, deviations] = [new Float64Array(days), new Float64Array(days), new Float64Array(days)];
  const [scaled, wins, rows] = [new Int32Array(days), new Int32Array(days), new Int32Array(days)];
  const units = net.map((v, r) => Math.max(-10, Math.min(10, v / scale[r])));
  for (let r = 0; r < daily.rows; r++) {
    const t = day[r];
    if (Number.isNaN(net[r])) continue;
    rows[t]++;
    if (net[r] > 0) wins[t]++;
    if (Number.isNaN(units[r])) continue;
    scaled[t]++;
    sum[t] += units[r];
    squares[t] += units[r] ** 2;
  }
  const mean = sum.map((s, t) => s / scaled[t]);
  for (let r = 0; r < daily.rows; r++)
    if (!Number.isNaN(units[r])) deviations[day[r]] += (units[r] - mean[day[r]]) ** 2;
  let most = 0;
  return {
    mean,
    winners: Float64Array.from(wins, (w, t) => w / rows[t]),
    dispersion: deviations.map((d, t) => (scaled[t] < 2 ? Number.NaN : Math.sqrt(d / (scaled[t] - 1)))),
    square: squares.map((s, t) => s / scaled[t]),
    present: Float64Array.from(rows, (n) => {
      most = Math.max(most, n);
      return n / most;
    }),
  };
}

/**
 * Each row's trader ranked by net summed over the `window` desk days before the row's day, among the traders who have
 * rows there: 0 (worst) to 1 (best), mid-ranks for ties; NaN if the trader has no row there, or no other has.
 */
export function pastRank(daily: Table, days: number, window: number): Float64Array {
  const trader = int32(daily, "trader");
  const day = int32(daily, "day");
  const net = float64(daily, "net");
  const {first, rows} = byDay(day, days);
  const who = rows.map((r) => trader[r]); // in order of day: the windows below run through these 20 or 60 times
  const value = Float64Array.from(rows, (r) => net[r]);
  const traders = daily.rows === 0 ? 0 : trader[daily.rows - 1] + 1;
  const sum = new Float64Array(traders);
  const seen = new Int32Array(traders);
  const rank = new Float64Array(daily.rows).fill(Number.NaN);
  for (let t = 0; t < days; t++) {
    sum.fill(0); // afresh each day: a running sum would carry the rounding of days beyond the window
    seen.fill(0);
    for (let k = first[Math.max(0, t - window)]; k < first[t]; k++) {
      const v = value[k];
      if (Number.isNaN(v)) continue;
      sum[who[k]] += v;
      seen[who[k]]++;
    }
    const sums = sum.filter((_, i) => seen[i] > 0).sort();
    if (sums.length < 2) continue;
    for (let k = first[t]; k < first[t + 1]; k++) {
      if (seen[who[k]] === 0) continue;
      const own = sum[who[k]];
      const below = lowerBound(sums, own);
      const upTo = lowerBound(sums, own, true);
      rank[rows[k]] = (below + (upTo - below - 1) / 2) / (sums.length - 1);
    }
  }
  return rank;
}

/** Rows in order of day (and within a day as they came): those of day t are rows[first[t]] … rows[first[t + 1] − 1]. */
function byDay(day: Int32Array, days: number): {first: Int32Array; rows: Int32Array} {
  const first = new Int32Array(days + 1);
  for (let r = 0; r < day.length; r++) first[day[r] + 1]++;
  for (let t = 0; t < days; t++) first[t + 1] += first[t];
  const next = first.slice();
  const rows = new Int32Array(day.length);
  for (let r = 0; r < day.length; r++) rows[next[day[r]]++] = r;
  return {first, rows};
}

/** How many of the ascending `sorted` are below `x`, or at most `x` where `inclusive`. */
function lowerBound(sorted: Float64Array, x: number, inclusive = false): number {
  let low = 0;
  let high = sorted.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (sorted[middle] < x || (inclusive && sorted[middle] === x)) low = middle + 1;
    else high = middle;
  }
  return low;
}
