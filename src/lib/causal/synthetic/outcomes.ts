import {simplexLeastSquares} from "../../numeric/index.ts";
import {finishFit, meanOf} from "./finish.ts";
import type {SyntheticControlData, SyntheticControlFit} from "./types.ts";

/**
 * Weights nearest to the treated unit's pre-period outcomes: min ‖Y₁ − Y₀w‖² + ρ‖w‖² on the simplex. With `demean`, outcomes
 * are taken as differences from their own pre-period mean, so that a constant difference between the treated unit and its
 * donors is allowed (Doudchenko and Imbens 2016; Ferman and Pinto 2021).
 */
export function outcomesFit(
  data: SyntheticControlData,
  {ridge = 0, demean = false}: {ridge?: number; demean?: boolean},
): SyntheticControlFit {
  const {treated, donors, prePeriods} = data;
  const pre = (series: Float64Array) => {
    const own = series.subarray(0, prePeriods);
    const mean = demean ? meanOf(own, 0, prePeriods) : 0;
    return own.map((y) => y - mean);
  };
  const solution = simplexLeastSquares({columns: donors.map(pre), target: pre(treated), ridge});
  return finishFit(data, solution, {intercept: demean ? constantDifference(data, solution.weights) : 0});
}

/** Every donor weighs the same, with a constant difference: difference-in-differences. */
export function didFit(data: SyntheticControlData): SyntheticControlFit {
  const weights = new Float64Array(data.donors.length).fill(1 / data.donors.length);
  return finishFit(data, {weights, kktResidual: 0}, {intercept: constantDifference(data, weights)});
}

/** The mean pre-period difference that weights leave. */
function constantDifference({treated, donors, prePeriods}: SyntheticControlData, weights: Float64Array): number {
  let difference = meanOf(treated, 0, prePeriods);
  for (let j = 0; j < donors.length; j++)
    if (weights[j] !== 0) difference -= weights[j] * meanOf(donors[j], 0, prePeriods);
  return difference;
}
