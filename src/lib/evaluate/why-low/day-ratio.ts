import {tQuantile} from "../../numeric/index.ts";
import {daySums, defaultLags, dieboldMariano} from "../tests/index.ts";

/** An estimate with its interval, days being the observations. */
export interface DayEstimate {
  readonly value: number;
  /** null below 10 days, or where no day differs from another. */
  readonly standardError: number | null;
  readonly interval: readonly [number, number] | null;
}

/**
 * Σ over ÷ Σ under rows, with the standard error of its linearisation: the mean over days of
 * (over_d − ratio · under_d) / mean(under), Bartlett variance with ⌊days^(1/3)⌋ lags, Student's t, as in the test of skill.
 */
export function dayRatio(
  day: Int32Array,
  over: Float64Array,
  under: Float64Array,
  {level = 0.95}: {level?: number} = {},
): DayEstimate {
  const {sums} = daySums(day, [over, under]);
  const total = (x: Float64Array) => x.reduce((sum, v) => sum + v, 0);
  const value = total(sums[0]) / total(sums[1]);
  return {
    value,
    ...dayError(
      sums[0].map((a, d) => a - value * sums[1][d]),
      total(sums[1]),
      value,
      level,
    ),
  };
}

/**
 * Standard error and interval of an estimate whose error is Σ of a day's `influence` ÷ `total`; the influences sum to about 0.
 */
export function dayError(
  influence: Float64Array,
  total: number,
  value: number,
  level: number,
): Pick<DayEstimate, "standardError" | "interval"> {
  const days = influence.length;
  if (days < 10 || !(total > 0)) return {standardError: null, interval: null};
  const errors = influence.map((z) => (z * days) / total);
  const test = dieboldMariano(errors, {horizon: 1 + defaultLags(days), variance: "bartlett", level});
  if (test === null) return {standardError: null, interval: null};
  const half = (test.interval[1] - test.interval[0]) / 2;
  return {standardError: half / tQuantile(0.5 + level / 2, days - 1), interval: [value - half, value + half]};
}
