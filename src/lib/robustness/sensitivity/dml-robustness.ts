import {normalQuantile} from "../../numeric/index.ts";
import {boundsAt, type DmlSensitivity} from "./dml.ts";

export interface DmlRobustnessOptions {
  /** What the hidden cause must bring the estimate to. Default 0. */
  readonly truth?: number;
  /** Below 1: brings the one-sided bound at 1 − alpha there instead of the estimate. Default 1. */
  readonly alpha?: number;
  /** Squared correlation of both errors, in (0, 1]. Default 1. */
  readonly adversity?: number;
}

/**
 * Robustness value: the strength, with outcome and treatment alike, at which the bound reaches `truth` (of the same);
 * 0 where the interval holds it already.
 */
export function dmlRobustnessValue(
  fit: DmlSensitivity,
  {truth = 0, alpha = 1, adversity = 1}: DmlRobustnessOptions = {},
): number {
  if (!Number.isFinite(truth)) throw new RangeError(`invalid truth; not finite: ${truth}`);
  if (!(alpha > 0 && alpha <= 1)) throw new RangeError(`invalid alpha; not in (0, 1]: ${alpha}`);
  if (!(adversity > 0 && adversity <= 1)) throw new RangeError(`invalid adversity; not in (0, 1]: ${adversity}`);
  const above = fit.estimate > truth;
  const z = alpha === 1 ? 0 : normalQuantile(1 - alpha);
  // How far the bound is off the truth with strength r. It falls with r wherever S is above z of its standard errors, by Cauchy and Schwarz.
  const gap = (r: number) => {
    const {lower, upper} = boundsAt(fit, r * Math.sqrt(adversity / (1 - r)), z);
    return above ? lower - truth : truth - upper;
  };
  if (!(gap(0) > 0)) return 0;
  let [low, high] = [0, 1 - 1e-12];
  if (gap(high) > 0) return 1;
  for (let step = 0; step < 200 && high - low > 0; step++) {
    const middle = (low + high) / 2;
    if (middle === low || middle === high) break;
    if (gap(middle) > 0) low = middle;
    else high = middle;
  }
  return high;
}
