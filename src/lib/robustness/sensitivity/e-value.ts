import {normalQuantile} from "../../numeric/index.ts";

/**
 * E-value: the risk ratio that a hidden cause must have with both treatment and outcome, at the least, to move a risk ratio
 * to `truth` (VanderWeele and Ding 2017). 1: nothing is needed.
 * @throws RangeError unless both are above 0 and finite.
 */
export function eValue(riskRatio: number, truth = 1): number {
  for (const ratio of [riskRatio, truth])
    if (!(ratio > 0 && ratio < Number.POSITIVE_INFINITY))
      throw new RangeError(`invalid risk ratio; not above 0 and finite: ${ratio}`);
  const ratio = riskRatio > truth ? riskRatio / truth : truth / riskRatio;
  return ratio + Math.sqrt(ratio * (ratio - 1));
}

export interface RatioEstimate {
  readonly estimate: number;
  /** Of the interval. */
  readonly lower: number;
  readonly upper: number;
}

export interface EValueOptions {
  /** What the ratio is of. Odds and hazard ratios of outcomes that are not rare are turned into risk ratios first. Default "risk". */
  readonly scale?: "risk" | "odds" | "hazard";
  /** Outcome rarer than about 15 %: odds and hazard ratios are then close to risk ratios. Default false. */
  readonly rare?: boolean;
  /** Ratio that the hidden cause must move the estimate to, on the same scale. Default 1. */
  readonly truth?: number;
}

export interface EValues {
  /** The estimate and its interval as (approximate) risk ratios. */
  readonly riskRatio: RatioEstimate;
  /** To move the estimate to the truth. */
  readonly point: number;
  /** To move the near end of the interval there; 1 where it holds the truth already. */
  readonly interval: number;
}

/** E-values of a ratio and of its interval (VanderWeele and Ding 2017, tables 1 and 2). */
export function eValues(found: RatioEstimate, {scale = "risk", rare = false, truth = 1}: EValueOptions = {}): EValues {
  const convert = (ratio: number) => {
    if (!(ratio > 0 && ratio < Number.POSITIVE_INFINITY))
      throw new RangeError(`invalid ratio; not above 0 and finite: ${ratio}`);
    return rare ? ratio : toRiskRatio[scale](ratio);
  };
  const {estimate, lower, upper} = found;
  return ofRiskRatios({estimate: convert(estimate), lower: convert(lower), upper: convert(upper)}, convert(truth));
}

/** VanderWeele (2017) for odds, and the approximation of hazards by (1 − ½^√h) / (1 − ½^√(1/h)) (VanderWeele and Ding 2017, table 2). */
const toRiskRatio: Readonly<Record<NonNullable<EValueOptions["scale"]>, (ratio: number) => number>> = {
  risk: (ratio) => ratio,
  odds: Math.sqrt,
  hazard: (ratio) => Math.expm1(-Math.LN2 * Math.sqrt(ratio)) / Math.expm1(-Math.LN2 * Math.sqrt(1 / ratio)),
};

/**
 * E-values of a difference in means, in standard deviations of the outcome: as the risk ratio e^(0.91 d), the interval by
 * 1.78 standard errors on that scale (Chinn 2000; VanderWeele and Ding 2017, table 2).
 * @param truth the difference that the hidden cause must move the estimate to, in the same units. Default 0.
 */
export function eValuesOfDifference(difference: number, se: number, truth = 0): EValues {
  if (!Number.isFinite(difference)) throw new RangeError(`invalid difference; not finite: ${difference}`);
  if (!(se >= 0 && se < Number.POSITIVE_INFINITY))
    throw new RangeError(`invalid standard error; not 0 or above: ${se}`);
  const at = (reach: number) => Math.exp(0.91 * difference + reach * se);
  return ofRiskRatios({estimate: at(0), lower: at(-1.78), upper: at(1.78)}, Math.exp(0.91 * truth));
}

function ofRiskRatios(riskRatio: RatioEstimate, truth: number): EValues {
  const {estimate, lower, upper} = riskRatio;
  if (!(lower <= estimate && estimate <= upper))
    throw new RangeError(`invalid interval; ${lower} to ${upper} does not hold the estimate ${estimate}`);
  const near = estimate >= truth ? lower : upper;
  const beyond = estimate >= truth ? near > truth : near < truth;
  return {riskRatio, point: eValue(estimate, truth), interval: beyond ? eValue(near, truth) : 1};
}

/** Counts of a two-by-two table. */
export interface RiskTable {
  readonly treated: {readonly events: number; readonly others: number};
  readonly control: {readonly events: number; readonly others: number};
}

/**
 * E-values of a risk difference above `truth`, by the bound of Ding and VanderWeele (2016, p. 376) on what is left of it once a
 * hidden cause has its bias factor; the interval's by bisection on that factor, with the delta method's standard error.
 * @param level of the interval. Default 0.95.
 * @throws RangeError unless counts are whole or above 0, both groups have rows, controls have events and the difference is above `truth`.
 */
export function eValuesOfRiskDifference(
  {treated, control}: RiskTable,
  {truth = 0, level = 0.95}: {truth?: number; level?: number} = {},
): {readonly point: number; readonly interval: number} {
  const counts = [treated.events, treated.others, control.events, control.others];
  const bad = counts.find((v) => !(v >= 0 && v < Number.POSITIVE_INFINITY));
  if (bad !== undefined) throw new RangeError(`invalid count; not 0 or above and finite: ${bad}`);
  if (!(level > 0 && level < 1)) throw new RangeError(`invalid level; not in (0, 1): ${level}`);
  const n1 = treated.events + treated.others;
  const n0 = control.events + control.others;
  if (!(n1 > 0 && n0 > 0 && control.events > 0))
    throw new RangeError(
      `invalid table; treated ${n1}, controls ${n0}, their events ${control.events}: needs all above 0`,
    );
  const p1 = treated.events / n1;
  const p0 = control.events / n0;
  if (!(p1 - p0 > truth))
    throw new RangeError(
      `invalid risk difference; ${p1 - p0} is not above ${truth}: exchange the groups, or lower the truth`,
    );
  const f = n1 / (n1 + n0);
  const shift = truth + p0 * (1 - f) - p1 * f;
  const factor = (Math.sqrt(shift * shift + 4 * p1 * p0 * f * (1 - f)) - shift) / (2 * p0 * f);
  const z = normalQuantile((1 + level) / 2);
  const [v1, v0, vf] = [(p1 * (1 - p1)) / n1, (p0 * (1 - p0)) / n0, (f * (1 - f)) / (n1 + n0)];
  /** Lower end of the interval when the hidden cause has bias factor b. */
  const lowerEnd = (b: number) => {
    const difference = p1 - p0 * b;
    const share = f + (1 - f) / b;
    const variance = (v1 + v0 * b * b) * share * share + difference * difference * (1 - 1 / b) ** 2 * vf;
    return difference * share - z * Math.sqrt(variance);
  };
  if (!(lowerEnd(1) > truth)) return {point: eValue(factor), interval: 1};
  let [low, high] = [1, factor];
  for (let step = 0; step < 100; step++) {
    const middle = (low + high) / 2;
    if (lowerEnd(middle) > truth) low = middle;
    else high = middle;
  }
  return {point: eValue(factor), interval: eValue(high)};
}
