import {normalCdf, normalQuantile, tQuantile, upperSpread} from "../../numeric/index.ts";
import {meanOf} from "../metrics.ts";
import {bartlettDegrees, defaultLags, dieboldMariano, longRunVariance} from "../tests/index.ts";

export interface SkillPower {
  readonly days: number;
  /** Mean loss of the naive rule − the model's, a day; positive when the model is better. */
  readonly difference: number;
  /**
   * Its long-run standard deviation, a day, with the allowance `margin`: autocorrelation included, as the test has it.
   */
  readonly deviation: number;
  /**
   * How many times its estimate the deviation is taken to be: the upper confidence limit at the level of the power, as it is itself
   * estimated (`upperSpread`, Browne 1995).
   */
  readonly margin: number;
  /**
   * Smallest difference that this many days show with the wanted power: (z₁₋α/₂ + z_power)·ω/√n. Does not depend on the
   * difference that was seen.
   */
  readonly detectable: number;
  /** Probability that as many new days would show a true difference of the size seen. */
  readonly powerNow: number;
  /** Days that a true difference of the size seen needs, (ω (z₁₋α/₂ + z_power) / δ)²; null when the model is not better. */
  readonly daysNeeded: number | null;
  /** The same at the ends of the difference's interval, fewest first; Infinity where that includes 0. */
  readonly daysNeededInterval: readonly [number, number] | null;
  /** How many more than there are, 0 if there are enough. */
  readonly moreDays: number | null;
  readonly size: number;
  readonly power: number;
}

export interface SkillPowerOptions {
  /** Level of the two-sided test. Default 0.05. */
  readonly size?: number;
  /** Default 0.8. */
  readonly power?: number;
}

/**
 * How many more days would show skill of this size? From the mean and long-run variance ω² of the daily loss differential
 * (`dayMeans`), by the normal approximation to the Diebold-Mariano test, with the correction of Harvey, Leybourne and
 * Newbold. With the estimated deviation in place of the true one, days found from 100 days had a power of 77 % where 80 % was wanted; with
 * the allowance it is 80 % or more (tests/evaluate/why-low/skill-power.test.ts). A power computed at the difference seen says no more
 * than the test's p-value does (Hoenig and Heisey 2001); what is new is `detectable` and the scale of `daysNeeded`.
 * @returns null below 10 days, or when the differential never changes.
 */
export function skillPower(differential: Float64Array, options: SkillPowerOptions = {}): SkillPower | null {
  const {size = 0.05, power = 0.8} = options;
  if (!(size > 0 && size < 1)) throw new RangeError(`invalid size; not in (0, 1): ${size}`);
  if (!(power > size && power < 1)) throw new RangeError(`invalid power; not in (${size}, 1): ${power}`);
  const days = differential.length;
  if (days < 10) return null;
  const difference = meanOf(differential);
  const scale = differential.reduce((most, d) => Math.max(most, Math.abs(d)), 0);
  const horizon = 1 + defaultLags(days);
  const test = dieboldMariano(differential, {horizon, variance: "bartlett", level: 1 - size});
  if (test === null || !(longRunVariance(differential, horizon - 1) > scale * scale * 1e-24)) return null;
  const half = (test.interval[1] - test.interval[0]) / 2;
  const margin = upperSpread(bartlettDegrees(days, horizon), power);
  const deviation = margin * (half / tQuantile(1 - size / 2, days - 1)) * Math.sqrt(days);
  const z = normalQuantile(1 - size / 2);
  const both = z + normalQuantile(power);
  const needed = (delta: number) =>
    delta > 0 ? Math.ceil(((deviation * both) / delta) ** 2) : Number.POSITIVE_INFINITY;
  const error = deviation / Math.sqrt(days);
  const better = difference > 0;
  return {
    days,
    difference,
    deviation,
    margin,
    detectable: both * error,
    powerNow: normalCdf(difference / error - z) + normalCdf(-difference / error - z),
    daysNeeded: better ? needed(difference) : null,
    daysNeededInterval: better ? [needed(difference + half), needed(difference - half)] : null,
    moreDays: better ? Math.max(0, needed(difference) - days) : null,
    size,
    power,
  };
}
