import type {PolicyRows} from "../policy/index.ts";
import {touchedPanel} from "./touched-panel.ts";
import type {SignalRobustness} from "./types.ts";

/** Relative slack within which a shifted timing counts as equal to the observed, so that rounding never favours the policy. */
const tieTolerance = 1e-9;
const minimumShiftDays = 20;

/**
 * Placebo by circular shifts: every trader's multipliers are moved by the same number of days s = 1 … T − 1 against P&L,
 * wrapping at the end, and timing is computed anew, Σ (m[t − s] − m̄ᵢ)(Y[t] − Ȳᵢ). Both series' autocorrelation and the
 * cross-section stay as they are; only the match in time is broken. A trader-day without a row has deviation zero.
 *
 * p = (1 + #{s: timing(s) ≥ observed}) / (1 + (T − 1)), one-sided. Exact when the joint distribution of multipliers and
 * P&L is the same at every shift (unrelated, and stationary round the circle); ties count against the policy.
 * @returns null when no row is changed, no multiplier varies within a trader, or there are fewer than 20 days.
 */
export function circularShift(rows: PolicyRows): {shift: SignalRobustness["shift"]; reason: string | null} {
  const {days, traders, start, at, net, change} = touchedPanel(rows);
  if (traders.length === 0) return {shift: null, reason: "No placebo: the policy changes no row."};
  if (days < minimumShiftDays)
    return {shift: null, reason: `No placebo: ${days} days; a p-value of .05 needs at least ${minimumShiftDays}.`};
  const timing = new Float64Array(days);
  const exposure = new Float64Array(days);
  const pnl = new Float64Array(2 * days);
  let scale = 0;
  for (let k = 0; k < traders.length; k++) {
    const [from, to] = [start[k], start[k + 1]];
    exposure.fill(0);
    pnl.fill(0);
    scale += deviations(change, at, from, to, exposure) * deviations(net, at, from, to, pnl);
    // with a row on every day P&L's deviations sum to zero, so the mean multiplier drops out and most days are skipped
    if (to - from === days) for (let r = from; r < to; r++) exposure[at[r]] = change[r];
    pnl.copyWithin(days, 0, days); // written twice over, so that a shifted index needs no wrapping
    for (let t = 0; t < days; t++) {
      const u = exposure[t];
      if (u !== 0) for (let s = 0; s < days; s++) timing[s] += u * pnl[t + s];
    }
  }
  if (scale === 0) return {shift: null, reason: "No placebo: no multiplier, or no P&L, varies within a trader."};
  const observed = timing[0];
  const shifted = Array.from(timing.subarray(1));
  const reached = shifted.filter((x) => x >= observed - tieTolerance * scale).length;
  return {
    shift: {
      method:
        `All ${days - 1} circular shifts of the multipliers against demeaned P&L, one shift for all traders; ` +
        "one-sided p = (1 + shifts whose timing is at least the observed) / (1 + shifts)",
      p: (1 + reached) / days,
      observed,
      shifted,
    },
    reason: null,
  };
}

/** Writes rows' deviations from their mean by day; returns their norm, 0 for a constant series whatever the rounding. */
function deviations(values: Float64Array, at: Int32Array, from: number, to: number, into: Float64Array): number {
  let sum = 0;
  let constant = true;
  for (let r = from; r < to; r++) {
    sum += values[r];
    constant &&= values[r] === values[from];
  }
  if (constant) return 0;
  let squares = 0;
  for (let r = from; r < to; r++) {
    const d = values[r] - sum / (to - from);
    into[at[r]] = d;
    squares += d * d;
  }
  return Math.sqrt(squares);
}
