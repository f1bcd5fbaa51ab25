import {rowsOfBins} from "../calibration.ts";
import type {ComparedRows} from "../compared-rows.ts";
import {dayRatio} from "../why-low/index.ts";

/** One tenth of a signal's rows, by ascending prediction. */
export interface Tenth {
  readonly n: number;
  /** Mean prediction and mean of what happened, in the target's unit. */
  readonly predicted: number;
  readonly actual: number;
  /** Of the mean of what happened, days being the observations; null below 10 days. */
  readonly interval: readonly [number, number] | null;
}

/**
 * Predicted against actual means in tenths of the rows (equal predictions are never split): calibration of a mean. A signal
 * whose predictions are right on average at every height lies on the diagonal.
 */
export function tenthsOf({day, value, target}: ComparedRows, level: number): Tenth[] {
  return rowsOfBins(value, 10).map((rows): Tenth => {
    const days = Int32Array.from(rows, (i) => day[i]);
    const one = new Float64Array(rows.length).fill(1);
    const {value: actual, interval} = dayRatio(
      days,
      Float64Array.from(rows, (i) => target[i]),
      one,
      {level},
    );
    return {n: rows.length, predicted: rows.reduce((sum, i) => sum + value[i], 0) / rows.length, actual, interval};
  });
}
