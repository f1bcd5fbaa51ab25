import {tQuantile} from "../../numeric/index.ts";
import {checkEstimate, checkStrength, equalStrength, type LinearEstimate, linearBias, type Strength} from "./bias.ts";

export {checkStrength, type LinearEstimate, linearBias, type Strength} from "./bias.ts";

/** Partial R² of the treatment with the outcome, t² / (t² + df): also, how much a cause of the whole rest would have to explain. */
export function partialR2(fit: LinearEstimate): number {
  checkEstimate(fit);
  const t2 = (fit.estimate / fit.se) ** 2;
  return t2 / (t2 + fit.df);
}

export interface RobustnessValueOptions {
  /** Share of the estimate to be explained away, above 0. Default 1: all of it. */
  readonly q?: number;
  /** Asks for the loss of significance at this level rather than of the estimate. Default 1: of the estimate. */
  readonly alpha?: number;
}

/**
 * Robustness value: the partial R² that a hidden cause needs, with treatment and outcome alike, to bring the estimate down
 * to (1 − q) of itself; with `alpha` below 1, to make the difference from there no longer significant at that level
 * (Cinelli and Hazlett 2020). 0 where it is not significant as it stands.
 */
export function robustnessValue(fit: LinearEstimate, {q = 1, alpha = 1}: RobustnessValueOptions = {}): number {
  checkEstimate(fit);
  if (!(q > 0 && q < Number.POSITIVE_INFINITY)) throw new RangeError(`invalid q; not above 0 and finite: ${q}`);
  if (!(alpha > 0 && alpha <= 1)) throw new RangeError(`invalid alpha; not in (0, 1]: ${alpha}`);
  const f = (q * Math.abs(fit.estimate / fit.se)) / Math.sqrt(fit.df);
  const critical = alpha === 1 ? 0 : tQuantile(1 - alpha / 2, fit.df - 1) / Math.sqrt(fit.df - 1);
  const excess = f - critical;
  if (!(excess > 0)) return 0;
  // The standard error shrinks as the cause explains more of the outcome: with few degrees of freedom the interior solution
  // can lie beyond what that allows, and the boundary binds.
  if (critical > 0 && f > 1 / critical) return (f * f - critical * critical) / (1 + f * f);
  return equalStrength(excess);
}

export interface AdjustOptions {
  /** Whether the hidden cause made the estimate too large in size, or too small. Default "reduce". */
  readonly direction?: "reduce" | "increase";
  /** Of the interval. Default 0.95. */
  readonly level?: number;
  /** What t is against. Default 0. */
  readonly against?: number;
  /** Degrees of freedom of the interval. Default df − 1: the hidden cause takes one, as it does in the robustness value. (sensemakr's tables of bounds take df.) */
  readonly intervalDf?: number;
}

export interface Adjusted {
  readonly estimate: number;
  readonly se: number;
  readonly t: number;
  readonly lower: number;
  readonly upper: number;
}

/** What the fit would have said had the hidden cause been a covariate: estimate, standard error, t and interval. */
export function adjusted(fit: LinearEstimate, strength: Strength, options: AdjustOptions = {}): Adjusted {
  const {level = 0.95, intervalDf = fit.df - 1} = options;
  if (!(level > 0 && level < 1)) throw new RangeError(`invalid level; not in (0, 1): ${level}`);
  const point = adjustedPoint(fit, strength, options);
  const reach = tQuantile((1 + level) / 2, intervalDf) * point.se;
  return {...point, lower: point.estimate - reach, upper: point.estimate + reach};
}

/** `adjusted` without the interval, whose quantile is what takes time. */
export function adjustedPoint(
  fit: LinearEstimate,
  strength: Strength,
  {direction = "reduce", against = 0}: Pick<AdjustOptions, "direction" | "against"> = {},
): Pick<Adjusted, "estimate" | "se" | "t"> {
  checkEstimate(fit);
  checkStrength(strength);
  const away = (fit.estimate < 0 ? -1 : 1) * (direction === "reduce" ? -1 : 1);
  const estimate = fit.estimate + away * linearBias(fit, strength);
  const se = adjustedSe(fit, strength);
  return {estimate, se, t: (estimate - against) / se};
}

function adjustedSe({se, df}: LinearEstimate, {treatment, outcome}: Strength): number {
  return se * Math.sqrt(((1 - outcome) / (1 - treatment)) * (df / (df - 1)));
}

/** Estimates that a hidden cause allows, and the interval around them. */
export interface SensitivityBounds {
  /** Lowest and highest estimate. */
  readonly lowest: number;
  readonly highest: number;
  /** Interval that allows for the hidden cause and for chance. */
  readonly lower: number;
  readonly upper: number;
}

/** Both directions at once, for a cause whose sign is not known: from the reduced to the increased estimate, and the outer interval. */
export function linearBounds(fit: LinearEstimate, strength: Strength, level = 0.95): SensitivityBounds {
  const ends = [adjusted(fit, strength, {level}), adjusted(fit, strength, {level, direction: "increase"})];
  const [low, high] = fit.estimate < 0 ? [ends[1], ends[0]] : ends;
  return {lowest: low.estimate, highest: high.estimate, lower: low.lower, upper: high.upper};
}
