import {float64, int32, type Table} from "../numeric/index.ts";

/**
 * One value a desk day: mean over traders of net, each in units of its own past volatility, and the share of traders with
 * a gain. NaN on days without such rows.
 */
export function deskSeries(
  daily: Table,
  scale: Float64Array,
  days: number,
): {mean: Float64Array; winners: Float64Array} {
  const day = int32(daily, "day");
  const net = float64(daily, "net");
  const sum = new Float64Array(days);
  const scaled = new Int32Array(days);
  const wins = new Int32Array(days);
  const rows = new Int32Array(days);
  for (let r = 0; r < daily.rows; r++) {
    const t = day[r];
    if (Number.isNaN(net[r])) continue;
    rows[t]++;
    if (net[r] > 0) wins[t]++;
    if (Number.isNaN(scale[r])) continue;
    scaled[t]++;
    sum[t] += Math.max(-10, Math.min(10, net[r] / scale[r]));
  }
  return {
    mean: Float64Array.from(sum, (s, t) => s / scaled[t]),
    winners: Float64Array.from(wins, (w, t) => w / rows[t]),
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
  const rowsOfDay: number[][] = Array.from({length: days}, () => []);
  for (let r = 0; r < daily.rows; r++) rowsOfDay[day[r]].push(r);
  const traders = daily.rows === 0 ? 0 : trader[daily.rows - 1] + 1;
  const sum = new Float64Array(traders);
  const seen = new Int32Array(traders);
  const rank = new Float64Array(daily.rows).fill(Number.NaN);
  for (let t = 0; t < days; t++) {
    sum.fill(0); // afresh each day: a running sum would carry the rounding of days beyond the window
    seen.fill(0);
    for (let s = Math.max(0, t - window); s < t; s++) {
      for (const r of rowsOfDay[s]) {
        if (Number.isNaN(net[r])) continue;
        sum[trader[r]] += net[r];
        seen[trader[r]]++;
      }
    }
    const sums = sum.filter((_, i) => seen[i] > 0).sort();
    if (sums.length < 2) continue;
    for (const r of rowsOfDay[t]) {
      if (seen[trader[r]] === 0) continue;
      const own = sum[trader[r]];
      const below = lowerBound(sums, own);
      const upTo = lowerBound(sums, own, true);
      rank[r] = (below + (upTo - below - 1) / 2) / (sums.length - 1);
    }
  }
  return rank;
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
