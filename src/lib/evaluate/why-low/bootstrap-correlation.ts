import {bootstrapDraws, drawMeans, type Random, tQuantile} from "../../numeric/index.ts";
import {daySums} from "../tests/index.ts";
import type {DayEstimate} from "./day-ratio.ts";

export interface BootstrapCorrelationOptions {
  readonly day: Int32Array;
  /** One a row. */
  readonly x: Float64Array;
  readonly y: Float64Array;
  /** Sums by day of what each row adds to the correlation: their dependence over time sets the length of blocks. */
  readonly influence: Float64Array;
  /** The correlation itself. */
  readonly value: number;
  readonly level: number;
  readonly random: Random;
  readonly draws: number;
}

/** Fewer days cannot show how much a correlation varies. */
const least = 20;

/**
 * Standard error and interval of a correlation of rows by the stationary bootstrap of whole days (Politis and Romano 1994),
 * mean block length after Politis and White (2004): value ± t · se · √(T / (T − L)), t with T/L − 1 degrees of freedom, as for
 * the impact's intervals, whose simulations chose this form.
 * @returns nulls below 20 days, or where nothing varies from day to day.
 */
export function bootstrapCorrelation(
  options: BootstrapCorrelationOptions,
): Pick<DayEstimate, "standardError" | "interval"> {
  const {day, x, y, influence, value, level, random, draws} = options;
  const days = influence.length;
  if (days < least || influence.every((v) => v === influence[0])) return {standardError: null, interval: null};
  const one = new Float64Array(day.length).fill(1);
  const product = (a: Float64Array, b: Float64Array) => a.map((v, i) => v * b[i]);
  const {sums} = daySums(day, [one, x, y, product(x, x), product(y, y), product(x, y)]);
  const drawn = bootstrapDraws([influence], {random, draws});
  const [n, sx, sy, sxx, syy, sxy] = drawMeans(sums, drawn);
  const correlations = n.map((rows, b) => {
    const [mx, my] = [sx[b] / rows, sy[b] / rows];
    return (sxy[b] / rows - mx * my) / Math.sqrt((sxx[b] / rows - mx * mx) * (syy[b] / rows - my * my));
  });
  const mean = correlations.reduce((sum, r) => sum + r, 0) / draws;
  const spread = correlations.reduce((sum, r) => sum + (r - mean) * (r - mean), 0) / (draws - 1);
  const {blockLength} = drawn;
  if (!(spread > 0 && blockLength < days / 2)) return {standardError: null, interval: null};
  const standardError = Math.sqrt((spread * days) / (days - blockLength));
  const half = tQuantile(0.5 + level / 2, days / blockLength - 1) * standardError;
  return {standardError, interval: [Math.max(-1, value - half), Math.min(1, value + half)]};
}
