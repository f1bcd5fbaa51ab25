import {tQuantile} from "../../numeric/index.ts";
import {atLeast, criticalMisses} from "./binomial-test.ts";
import type {Tally} from "./tally.ts";
import type {KnownTruthMethod, KnownTruthRule} from "./types.ts";

/**
 * When a method is said to fail. Two percentage points of misses too many are let pass: twins are like the desk and not the desk,
 * and an interval that holds the truth 93 times in 100 misleads nobody.
 */
export const knownTruthRule: KnownTruthRule = {tolerance: 0.02, alpha: 0.02, bias: 0.5, seen: 0.25};

/**
 * A method's status from its twins without an effect and with one. "fails": on either kind, or on both together, more intervals
 * missed the truth than a method with 1 − level + tolerance of misses would have with probability alpha (exact binomial, one
 * sided); or the bias is larger than `bias` standard deviations of the estimate (Student's t, the same alpha). "holds": not so, and a
 * method that misses a share `seen` of the time would have been caught at least every second time.
 */
export function judge(
  parts: {readonly null: Tally | null; readonly effect: Tally | null},
  level: number,
  rule: KnownTruthRule = knownTruthRule,
): Pick<KnownTruthMethod, "status" | "why"> {
  const tallies = [parts.null, parts.effect].filter((part) => part !== null);
  const draws = tallies.reduce((sum, {world}) => sum + world.draws, 0);
  const refused = tallies.reduce((sum, {world}) => sum + world.refused, 0);
  const misses = tallies.reduce((sum, part) => sum + part.misses, 0);
  const allowed = 1 - level + rule.tolerance;
  const held = `Its interval held the truth on ${draws - misses} of ${draws} twins`;
  const promised = `${percent(level)} are promised`;
  const tooMany = [...tallies.map((part) => [part.misses, part.world.draws] as const), [misses, draws] as const].some(
    ([m, n]) => m >= criticalMisses(n, allowed, rule.alpha),
  );
  if (tooMany)
    return {
      status: "fails",
      why: `${held}; ${promised}. Luck explains so many misses in less than ${percent(rule.alpha)} of such trials.`,
    };
  const biased = tallies.find(({world}) => isBiased(world, rule));
  if (biased !== undefined)
    return {
      status: "fails",
      why: `It is off by ${Math.abs(biased.world.biasInStandardErrors).toFixed(1)} standard errors on average, ${biased.world.bias > 0 ? "too high" : "too low"}; ${rule.bias} are let pass.`,
    };
  if (refused > draws)
    return {
      status: "cannot tell",
      why: `${refused} of ${draws + refused} twins do not permit it: what is left says nothing of the desk.`,
    };
  const caught = atLeast(criticalMisses(draws, allowed, rule.alpha), draws, rule.seen);
  const wouldSee = `one that misses ${percent(rule.seen)} of the time would have been caught ${percent(caught)} of the time`;
  return caught >= 0.5
    ? {status: "holds", why: `${held}; ${promised}, and ${wouldSee}.`}
    : {status: "cannot tell", why: `${held}; ${promised}, but in so few draws ${wouldSee} only.`};
}

function isBiased(
  {draws, biasInStandardErrors, biasInStandardErrorsError}: Tally["world"],
  {bias, alpha}: KnownTruthRule,
) {
  if (draws < 5 || biasInStandardErrorsError === 0) return false;
  const surely = tQuantile(1 - alpha, draws - 1) * biasInStandardErrorsError;
  return Math.abs(biasInStandardErrors) - surely > bias;
}

function percent(share: number): string {
  return `${Number((100 * share).toFixed(1))} %`;
}
