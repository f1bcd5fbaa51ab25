import {normalCdf, normalQuantile} from "../../numeric/index.ts";
import type {SkillPower} from "./skill-power.ts";

export interface PowerPoint {
  readonly days: number;
  /** Probability that the two-sided test shows a true difference of that size on so many days. */
  readonly power: number;
}

/**
 * Power of the Diebold-Mariano test by number of days, by the normal approximation: Φ(δ√n/ω − z) + Φ(−δ√n/ω − z).
 * @param power from `skillPower`; its size is the test's.
 * @param difference true daily difference δ. Default: the one seen.
 */
export function powerCurve(
  {difference: seen, deviation, size}: Pick<SkillPower, "difference" | "deviation" | "size">,
  days: readonly number[],
  difference = seen,
): PowerPoint[] {
  const z = normalQuantile(1 - size / 2);
  return days.map((n) => {
    if (!(n > 0)) throw new RangeError(`invalid days; not above 0: ${n}`);
    const shift = (difference * Math.sqrt(n)) / deviation;
    return {days: n, power: normalCdf(shift - z) + normalCdf(-shift - z)};
  });
}
