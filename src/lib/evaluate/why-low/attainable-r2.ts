import {type DayEstimate, dayRatio} from "./day-ratio.ts";

/** Rows of a desk whose generator is known, one a trader and day, all finite. */
export interface KnownRows {
  readonly day: Int32Array;
  /** What happened. */
  readonly target: Float64Array;
  /** Mean of earlier days, as R² out of sample wants it. */
  readonly pastMean: Float64Array;
  /** E[target | everything that had happened before], from the generator. */
  readonly expected: Float64Array;
  readonly value: Float64Array;
}

/** How much there was to foretell, and how much of it was foretold, with the luck of the days taken out. */
export interface AttainableR2 {
  /** What E would reach: Σ(E − m)² / Σ(y − m)², m the past mean. */
  readonly attainable: DayEstimate;
  /** R² that the prediction f earns but for luck: [Σ(E − m)² − Σ(E − f)²] / Σ(y − m)². Below 0: worse than the mean. */
  readonly earned: DayEstimate;
  /** earned / attainable; null where attainable is below `least`: a share of nothing is no number. */
  readonly reached: DayEstimate | null;
}

/**
 * R² = earned + luck, where luck = 2 Σ(y − E)(f − m) / Σ(y − m)² has mean 0: y − E is what nobody could know. So attainable
 * and earned are known many times better than R² itself, on the same rows. Intervals take days as the observations.
 * @param least attainable R² from which a share of it is given. Default 0.001.
 * @throws RangeError without rows.
 */
export function attainableR2(
  {day, target, pastMean, expected, value}: KnownRows,
  {level = 0.95, least = 0.001}: {level?: number; least?: number} = {},
): AttainableR2 {
  if (day.length === 0) throw new RangeError("there is no row to judge");
  const squared = (a: Float64Array, b: Float64Array) => a.map((x, i) => (x - b[i]) * (x - b[i]));
  const around = squared(target, pastMean);
  const signal = squared(expected, pastMean);
  const missed = squared(expected, value);
  const kept = signal.map((s, i) => s - missed[i]);
  const attainable = dayRatio(day, signal, around, {level});
  return {
    attainable,
    earned: dayRatio(day, kept, around, {level}),
    reached: attainable.value >= least ? dayRatio(day, kept, signal, {level}) : null,
  };
}
