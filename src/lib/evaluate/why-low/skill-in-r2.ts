import {normalQuantile} from "../../numeric/index.ts";
import {meanOf} from "../metrics.ts";
import {dayMeans, defaultLags, longRunVariance} from "../tests/index.ts";
import type {KnownRows} from "./attainable-r2.ts";
import {powerCurve} from "./power-curve.ts";
import {skillPower} from "./skill-power.ts";

/** A mean daily gain over the past mean and its long-run standard deviation (with its margin, where days are planned), as shares of the past mean's loss: in units of R². */
export interface DailySkill {
  readonly r2: number;
  readonly deviation: number;
}

/** What it takes to see skill, in units of R² (the mean over days of a day's gain, each day counting once). */
export interface PowerInR2 {
  readonly days: number;
  /** Level of the two-sided test, and the power asked for. */
  readonly size: number;
  readonly power: number;
  /** Smallest R² that so many days show with that power. */
  readonly detectable: number;
  /** Skill of the size seen; days null where the model is no better than the mean. */
  readonly seen: DailySkill & {
    readonly powerNow: number;
    readonly daysNeeded: number | null;
    /** At the ends of the skill's interval; null: no number of days is enough. */
    readonly daysNeededInterval: readonly [number, number | null] | null;
    readonly moreDays: number | null;
  };
  /** Skill of the size that could be had at most; null where that is not known, or nothing. */
  readonly attainable: (DailySkill & {readonly daysNeeded: number}) | null;
  readonly curve: readonly {readonly days: number; readonly seen: number | null; readonly attainable: number | null}[];
}

/** From a month to twenty years, evenly on a logarithmic scale. */
const grid = Array.from({length: 41}, (_, k) => Math.round(20 * Math.exp((k * Math.log(252)) / 40)));

/**
 * Days needed to see skill, from the daily gain over the past mean.
 * @param rows all finite. @param attainable as `attainableSkill` gives it.
 * @returns null below 10 days or where the gain never changes.
 */
export function powerInR2(
  rows: {
    readonly day: Int32Array;
    readonly target: Float64Array;
    readonly pastMean: Float64Array;
    readonly value: Float64Array;
  },
  attainable: DailySkill | null,
  {size, power}: {size: number; power: number},
): PowerInR2 | null {
  const squared = (f: Float64Array) => rows.target.map((y, i) => (y - f[i]) * (y - f[i]));
  const [mean, own] = dayMeans(rows.day, [squared(rows.pastMean), squared(rows.value)]).means;
  const unit = mean.length === 0 ? 0 : meanOf(mean);
  const found =
    unit > 0
      ? skillPower(
          mean.map((m, d) => (m - own[d]) / unit),
          {size, power},
        )
      : null;
  if (found === null) return null;
  const {days, difference, deviation, margin, detectable, powerNow, daysNeeded, daysNeededInterval, moreDays} = found;
  const best =
    attainable !== null && attainable.r2 > 0 ? {...attainable, deviation: margin * attainable.deviation} : null;
  const both = normalQuantile(1 - size / 2) + normalQuantile(power);
  const of = (skill: DailySkill | null) =>
    skill === null ? null : powerCurve({difference: skill.r2, deviation: skill.deviation, size}, grid);
  const seen = {r2: difference, deviation};
  const [seenCurve, bestCurve] = [difference > 0 ? of(seen) : null, of(best)];
  const finite = (x: number) => (Number.isFinite(x) ? x : null);
  return {
    days,
    size,
    power,
    detectable,
    seen: {
      ...seen,
      powerNow,
      daysNeeded,
      daysNeededInterval: daysNeededInterval && [daysNeededInterval[0], finite(daysNeededInterval[1])],
      moreDays,
    },
    attainable: best && {...best, daysNeeded: Math.ceil(((best.deviation * both) / best.r2) ** 2)},
    curve: grid.map((n, k) => ({
      days: n,
      seen: seenCurve?.[k].power ?? null,
      attainable: bestCurve?.[k].power ?? null,
    })),
  };
}

/**
 * The skill of E[y | past] itself: its mean gain with the luck taken out, and the standard deviation of its gain with the
 * luck left in, which is what a test meets.
 */
export function attainableSkill({day, target, pastMean, expected}: Omit<KnownRows, "value">): DailySkill | null {
  const squared = (a: Float64Array, b: Float64Array) => a.map((x, i) => (x - b[i]) * (x - b[i]));
  const {means} = dayMeans(day, [squared(target, pastMean), squared(target, expected), squared(expected, pastMean)]);
  const [mean, best, signal] = means;
  const unit = mean.length === 0 ? 0 : meanOf(mean);
  if (!(unit > 0 && mean.length >= 10)) return null;
  const variance = longRunVariance(
    mean.map((m, d) => (m - best[d]) / unit),
    defaultLags(mean.length),
  );
  return variance > 0 ? {r2: meanOf(signal) / unit, deviation: Math.sqrt(variance)} : null;
}
