import {detectableEffect, neededSize, normalQuantile, type Pilot, tQuantile} from "../numeric/index.ts";
import type {Unit} from "../study/index.ts";
import type {Change, Margin, MoreData} from "./types.ts";

export interface EffectSeen extends Pick<Pilot, "standardError" | "degrees" | "critical" | "power"> {
  /** What it is an effect of: "timing". */
  readonly of: string;
  readonly unit: Unit;
  readonly estimate: number;
  /** Two-sided interval around the estimate. */
  readonly interval: readonly [number, number];
  /** Days behind it. */
  readonly days: number;
}

/**
 * What it would take for the interval to lie above zero with the wanted power, from the standard error at hand: the smallest effect that so
 * many days show, and the days that the effect seen needs (`detectableEffect`, `neededSize`: Bloom 1995, with the allowance of Browne 1995
 * for a standard error that is itself estimated). It allows for dependence over time as far as the standard error does. That an effect seen
 * is the true one is a guess (Hoenig and Heisey 2001): `fewestDays` is what the most favourable effect that the interval holds would need.
 *
 * How far it can be trusted (tests/long/days-needed.test.ts, fat tails, from 150 days, 80 % wanted): new desks of the days found had a
 * power of 83 % on average, 79 % where cuts last; without the allowance it was 75 and 72 %.
 * @returns `daysNeeded` null, with a reason, where no number of days would do.
 */
export function moreData(seen: EffectSeen): MoreData {
  const {of, unit, estimate, interval, standardError, days, power} = seen;
  const head = {kind: "more data" as const, of, unit, estimate, standardError, days, power};
  const [, upper] = interval;
  if (!(standardError > 0) || !Number.isFinite(standardError) || !(days > 0))
    return {
      ...head,
      standardError: Number.isFinite(standardError) ? standardError : 0,
      smallest: 0,
      daysNeeded: null,
      moreDays: null,
      fewestDays: null,
      reason: "The data do not vary: nothing can be said of other days.",
      words: `Days on which the ${of} could have differed.`,
    };
  const pilot = {...seen, n: days};
  const needed = (effect: number) => (effect > 0 ? neededSize(effect, pilot) : null);
  const daysNeeded = needed(estimate);
  const against = upper < 0;
  return {
    ...head,
    smallest: detectableEffect(pilot),
    daysNeeded,
    moreDays: daysNeeded === null ? null : Math.max(0, daysNeeded - days),
    fewestDays: needed(upper),
    reason:
      daysNeeded !== null
        ? null
        : against
          ? `The ${of} is against the policy: more days like these would say so more clearly.`
          : `The ${of} points the other way, or nowhere: at an effect like this no number of days would lead to “deploy”.`,
    words: against
      ? `Another model or policy, whose ${of} is above zero.`
      : daysNeeded === null
        ? `A larger effect: another model or policy, or days unlike these.`
        : `More days at the effect and variance seen, or a larger effect on as many.`,
  };
}

/** How far an effect that passed is from not passing. */
export function marginOf({
  of,
  unit,
  estimate,
  interval,
}: Pick<EffectSeen, "of" | "unit" | "estimate" | "interval">): Margin {
  return {
    kind: "margin",
    of,
    unit,
    estimate,
    margin: interval[0],
    share: interval[0] / estimate,
    words: `The ${of} would have to be smaller by as much as its interval stays clear of zero.`,
  };
}

/** A margin where the interval lies above zero, else what more data would do. */
export function changeOf(seen: EffectSeen): Change {
  return seen.interval[0] > 0 ? marginOf(seen) : moreData(seen);
}

/** Degrees of freedom of Student's t whose critical value at a two-sided level is this; Infinity where it is no larger than the normal's. */
export function degreesBehind(critical: number, level: number): number {
  if (!(critical > normalQuantile(0.5 + level / 2) + 1e-9)) return Number.POSITIVE_INFINITY;
  let [low, high] = [Math.log(0.5), Math.log(1e9)];
  for (let k = 0; k < 100; k++) {
    const middle = (low + high) / 2;
    if (tQuantile(0.5 + level / 2, Math.exp(middle)) > critical) low = middle;
    else high = middle;
  }
  return Math.exp(high);
}

/** Standard error behind an interval that is an estimate ± a critical value times it. */
export function errorBehind([lower, upper]: readonly [number, number], critical: number): number {
  return (upper - lower) / 2 / critical;
}
