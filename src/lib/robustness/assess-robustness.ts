import {circularShift} from "./circular-shift.ts";
import {type ImpactIntervalOptions, impactIntervals} from "./impact-intervals.ts";
import type {SignalRobustness} from "./types.ts";

export interface AssessRobustnessOptions extends Omit<ImpactIntervalOptions, "names"> {
  readonly signal: string;
}

/**
 * How sure the accounting of one signal's policy is: intervals for its parts, and a placebo for its timing.
 * @param options.rows the rows on which the policy is judged (`AppliedPolicy.evaluated`), the same as `impactOf` was given.
 * @param options.map `StageContext.map`; results do not depend on it.
 */
export async function assessRobustness(options: AssessRobustnessOptions): Promise<SignalRobustness> {
  const {signal, ...rest} = options;
  const {bootstrap, reason} = await impactIntervals({...rest, names: [signal]});
  const {shift, reason: noShift} = circularShift(rest.rows);
  return {signal, bootstrap, shift, notes: [reason, noShift].filter((note) => note !== null)};
}
