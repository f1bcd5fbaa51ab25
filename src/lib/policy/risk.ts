/**
 * Largest fall of cumulative P&L from its peak so far, in units of the P&L, ≥ 0. The start (nothing gained, nothing lost)
 * counts as a peak.
 * @param daily P&L a day, in time order.
 */
export function drawdown(daily: ArrayLike<number>): number {
  let cumulative = 0;
  let peak = 0;
  let deepest = 0;
  for (let t = 0; t < daily.length; t++) {
    cumulative += daily[t];
    peak = Math.max(peak, cumulative);
    deepest = Math.max(deepest, peak - cumulative);
  }
  return deepest;
}

/**
 * Conditional value at risk: mean P&L of the worst 5 % of days (that number rounded up, so at least one), on the scale of
 * P&L: negative where those days lose. 0 without days.
 */
export function cvar(daily: ArrayLike<number>): number {
  const sorted = Float64Array.from(daily).sort();
  const count = Math.ceil(sorted.length / 20);
  let sum = 0;
  for (let k = 0; k < count; k++) sum += sorted[k];
  return count === 0 ? 0 : sum / count;
}
