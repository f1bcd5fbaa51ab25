import type {PolicyRows} from "../policy/index.ts";
import {crossCorrelation} from "./cross-correlation.ts";
import {touchedPanel} from "./touched-panel.ts";
import type {SignalRobustness} from "./types.ts";

/** Relative slack within which a shifted timing counts as equal to the observed, so that rounding never favours the policy. */
const tieTolerance = 1e-9;
const minimumShiftDays = 40;
/**
 * Shifts nearer than this to the true calendar, either way, are left out; nearer than a tenth of the days where there are few. A policy
 * is made from recent P&L: moved a few days back, its cuts stand on the very days that they were made from, and hindsight does
 * better than any forecast. With these shifts counted, p had a floor of some .03 on 300 days, whatever the policy knew. Leaving them
 * out favours the policy where its cuts last for weeks, as near shifts are like the true calendar. Measured without any timing, at
 * level .05, with autocorrelation of the cuts' cause of 0, .7, .9 and .97: .051, .048, .056 and .055 on 300 days, .047, .047, .059 and
 * .068 on 80 (Monte-Carlo error .006).
 */
const nearest = 20;

/** With more days than this that a trader is changed on, Fourier's way is the faster one. */
const denseDays = 100;

/** The smallest shift that counts, in days. */
export const nearestShift = (days: number) => Math.min(nearest, Math.floor(days / 10));

/**
 * Placebo by circular shifts: every trader's multipliers are moved by the same number of days s = a … T − a against P&L,
 * wrapping at the end, and timing is computed anew, Σ (m[t − s] − m̄ᵢ)(Y[t] − Ȳᵢ). Both series' autocorrelation and the
 * cross-section stay as they are; only the match in time is broken. A trader-day without a row has deviation zero.
 *
 * p = (1 + #{s: timing(s) ≥ observed}) / (1 + number of shifts), one-sided. Exact when the joint distribution of multipliers and
 * P&L is the same at the true calendar and at these shifts (stationary round the circle, unrelated at distance a = 20 days, or a
 * tenth of the days if that is less, and beyond); ties count against the policy.
 * @returns null when no row is changed, no multiplier varies within a trader, or there are fewer than 40 days.
 */
export function circularShift(rows: PolicyRows): {shift: SignalRobustness["shift"]; reason: string | null} {
  const {days, traders, start, at, net, change} = touchedPanel(rows);
  if (traders.length === 0) return {shift: null, reason: "No placebo: the policy changes no row."};
  if (days < minimumShiftDays)
    return {shift: null, reason: `No placebo: ${days} days; a p-value of .05 needs at least ${minimumShiftDays}.`};
  const timing = new Float64Array(days);
  const exposure = new Float64Array(days);
  const pnl = new Float64Array(2 * days);
  const transformed = crossCorrelation(days);
  let scale = 0;
  let observed = 0;
  for (let k = 0; k < traders.length; k++) {
    const [from, to] = [start[k], start[k + 1]];
    exposure.fill(0);
    pnl.fill(0);
    scale += deviations(change, at, from, to, exposure) * deviations(net, at, from, to, pnl);
    // with a row on every day P&L's deviations sum to zero, so the mean multiplier drops out and most days are skipped
    if (to - from === days) for (let r = from; r < to; r++) exposure[at[r]] = change[r];
    if (exposure.reduce((n, u) => (u === 0 ? n : n + 1), 0) > denseDays) {
      transformed.add(exposure, pnl.subarray(0, days));
      for (let t = 0; t < days; t++) observed += exposure[t] * pnl[t];
      continue;
    }
    pnl.copyWithin(days, 0, days); // written twice over, so that a shifted index needs no wrapping
    for (let t = 0; t < days; t++) {
      const u = exposure[t];
      if (u !== 0) for (let s = 0; s < days; s++) timing[s] += u * pnl[t + s];
    }
  }
  observed += timing[0];
  transformed.addTo(timing);
  if (scale === 0) return {shift: null, reason: "No placebo: no multiplier, or no P&L, varies within a trader."};
  const apart = nearestShift(days);
  const shifted = Array.from(timing.subarray(apart, days - apart + 1));
  const reached = shifted.filter((x) => x >= observed - tieTolerance * scale).length;
  return {
    shift: {
      method:
        `All ${shifted.length} circular shifts of the multipliers against demeaned P&L by ${apart} days or more either way, one shift ` +
        "for all traders; one-sided p = (1 + shifts whose timing is at least the observed) / (1 + shifts)",
      p: (1 + reached) / (1 + shifted.length),
      observed,
      apart,
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
