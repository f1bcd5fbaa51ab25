import {dot} from "../../numeric/index.ts";
import {carried, multiply, times} from "./kalman.ts";
import type {StateSpace} from "./state-space.ts";

export interface Forecast {
  /** Mean and variance of the series in each period to come. */
  readonly mean: Float64Array;
  readonly variance: Float64Array;
  /** Variance of its sum over the periods up to and with each. */
  readonly cumulativeVariance: Float64Array;
}

/** The series in the periods after a filter's last, with what is not known of the states and of every shock to come. */
export function forecast(
  model: StateSpace,
  {state: from, variance: fromVariance}: {readonly state: Float64Array; readonly variance: Float64Array},
  first: number,
  periods: number,
): Forecast {
  const m = model.states;
  let state = from;
  let variance = fromVariance;
  let withSum: Float64Array = new Float64Array(m); // covariance of the state with the sum so far
  let sumVariance = 0;
  const found = {
    mean: new Float64Array(periods),
    variance: new Float64Array(periods),
    cumulativeVariance: new Float64Array(periods),
  };
  for (let k = 0; k < periods; k++) {
    const z = model.loadings[first + k];
    const column = times(variance, z);
    const own = dot(z, column) + model.noise;
    sumVariance += 2 * dot(z, withSum) + own;
    found.mean[k] = dot(z, state);
    found.variance[k] = own;
    found.cumulativeVariance[k] = sumVariance;
    withSum = multiply(
      model.transition,
      withSum.map((c, i) => c + column[i]),
      m,
    );
    state = multiply(model.transition, state, m);
    variance = carried(model, variance);
  }
  return found;
}
