import {dayMeans} from "../tests/daily-losses.ts";
import {dieboldMariano} from "../tests/diebold-mariano.ts";
import {defaultLags} from "../tests/long-run.ts";
import {checkBreaches} from "./breaches.ts";
import {checkLevel} from "./kupiec.ts";

/** Coverage of a panel's values at risk, with the day as the observation. */
export interface DayCoverage {
  readonly days: number;
  /** Mean over days of the share of traders below, its interval, and the level it should be. */
  readonly coverage: number;
  readonly interval: readonly [number, number];
  readonly level: number;
  readonly statistic: number;
  /** Two-sided. */
  readonly p: number;
}

/**
 * Are the values at risk of several traders breached as often as they say? Kupiec's test counts rows, but traders breach
 * together; here the share of traders that breach is tested day by day: mean share − τ over its Bartlett standard error,
 * Student's t with days − 1 degrees of freedom (the same as the Diebold-Mariano test, of that difference).
 * @param breach 0 or 1 a row. @param level τ. @param confidence of the interval. Default 0.95.
 * @returns null below 10 days or where every day has the same share.
 */
export function dayCoverage(
  day: Int32Array,
  breach: ArrayLike<number>,
  level: number,
  confidence = 0.95,
): DayCoverage | null {
  checkLevel(level);
  checkBreaches(breach);
  const {days, means} = dayMeans(day, [Float64Array.from(breach)]);
  if (days.length < 10) return null;
  const test = dieboldMariano(
    means[0].map((share) => share - level),
    {horizon: 1 + defaultLags(days.length), variance: "bartlett", level: confidence},
  );
  if (test === null) return null;
  return {
    days: days.length,
    coverage: test.difference + level,
    interval: [test.interval[0] + level, test.interval[1] + level],
    level,
    statistic: test.statistic,
    p: test.p,
  };
}
