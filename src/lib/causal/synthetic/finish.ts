import type {SyntheticControlData, SyntheticControlFit} from "./types.ts";

/** What follows from weights and intercept: the counterfactual, the gap and its summaries. */
export function finishFit(
  {treated, donors, prePeriods}: SyntheticControlData,
  solution: {readonly weights: Float64Array; readonly kktResidual: number},
  {intercept = 0, predictorWeights = null}: {intercept?: number; predictorWeights?: Float64Array | null} = {},
): SyntheticControlFit {
  const counterfactual = weighted(donors, solution.weights, treated.length);
  for (let t = 0; t < counterfactual.length; t++) counterfactual[t] += intercept;
  const gap = treated.map((y, t) => y - counterfactual[t]);
  const preMspe = meanSquare(gap, 0, prePeriods);
  const postMspe = meanSquare(gap, prePeriods, gap.length);
  let att = 0;
  for (let t = prePeriods; t < gap.length; t++) att += gap[t] / (gap.length - prePeriods);
  return {
    weights: solution.weights,
    intercept,
    counterfactual,
    gap,
    preMspe,
    postMspe,
    rmspeRatio: postMspe === 0 && preMspe === 0 ? 1 : Math.sqrt(postMspe / preMspe),
    att,
    predictorWeights,
    kktResidual: solution.kktResidual,
  };
}

/** Σ weights × series, of the first `length` values. */
function weighted(series: readonly Float64Array[], weights: Float64Array, length: number): Float64Array {
  const sum = new Float64Array(length);
  for (let j = 0; j < series.length; j++)
    if (weights[j] !== 0) for (let t = 0; t < length; t++) sum[t] += weights[j] * series[j][t];
  return sum;
}

/** Mean of x² over from … to − 1. */
export function meanSquare(x: Float64Array, from: number, to: number): number {
  let sum = 0;
  for (let t = from; t < to; t++) sum += x[t] * x[t];
  return sum / (to - from);
}

/** Mean of x over from … to − 1. */
export function meanOf(x: Float64Array, from: number, to: number): number {
  let sum = 0;
  for (let t = from; t < to; t++) sum += x[t];
  return sum / (to - from);
}
