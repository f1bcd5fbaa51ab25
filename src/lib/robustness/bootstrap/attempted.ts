import type {IntervalRow} from "./compare-types.ts";
import type {Interval} from "./intervals.ts";

/** An interval, or why this sample has none of this type. */
export function attempted(of: () => Interval, why: string): Pick<IntervalRow, "interval" | "why"> {
  try {
    return {interval: of(), why};
  } catch (error) {
    if (!(error instanceof RangeError)) throw error;
    return {interval: null, why: `Not available: ${error.message}.`};
  }
}
