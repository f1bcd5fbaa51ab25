import {normalQuantile} from "../numeric/index.ts";
import type {Unit} from "../study/index.ts";
import type {Change, Margin, MoreData} from "./types.ts";

export interface EffectSeen {
  /** What it is an effect of: "timing". */
  readonly of: string;
  readonly unit: Unit;
  readonly estimate: number;
  /** Two-sided interval around the estimate, and the standard error behind it. */
  readonly interval: readonly [number, number];
  readonly standardError: number;
  /** Days behind it. */
  readonly days: number;
  readonly power: number;
}

/**
 * What it would take for the interval to lie above zero with the wanted power, from the standard error at hand.
 *
 * Smallest effect that so many days show: (c + z_power)·se, with c the interval's own critical value (half width over standard error):
 * the minimum detectable effect of Bloom (1995, Evaluation Review 19, eq. 1), normal for the power. Days that the effect seen needs:
 * n·((c + z_power)·se / effect)², as the standard error of a mean falls with the root of the days. It allows for dependence over time as
 * far as the standard error does. That an effect seen is the true one is a guess (Hoenig and Heisey 2001): `fewestDays` is what the most
 * favourable effect that the interval holds would need.
 *
 * How far it can be trusted (tests/long/days-needed.test.ts, fat tails, from 150 days, 80 % wanted): with the true standard error the days
 * are right; a short desk's own is 4 % too small, 10 % where cuts last, and the days found from it had a power of 72 to 73 %.
 * @returns `daysNeeded` null, with a reason, where no number of days would do.
 */
export function moreData({of, unit, estimate, interval, standardError, days, power}: EffectSeen): MoreData {
  const head = {kind: "more data" as const, of, unit, estimate, standardError, days, power};
  const [lower, upper] = interval;
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
  const multiple = (upper - lower) / 2 / standardError + normalQuantile(power);
  const needed = (effect: number) => (effect > 0 ? Math.ceil(days * ((multiple * standardError) / effect) ** 2) : null);
  const daysNeeded = needed(estimate);
  const against = upper < 0;
  return {
    ...head,
    smallest: multiple * standardError,
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

/** Standard error behind an interval that is an estimate ± a critical value times it. */
export function errorBehind([lower, upper]: readonly [number, number], critical: number): number {
  return (upper - lower) / 2 / critical;
}
