/**
 * A linear Gaussian model of one series: yₜ = zₜ·αₜ + εₜ, αₜ₊₁ = T αₜ + ηₜ, Var ε = `noise`, η independent with variances
 * `disturbances`. At the start nothing is known of the state: exactly diffuse, not a large variance.
 */
export interface StateSpace {
  /** m: number of states. */
  readonly states: number;
  /** zₜ, one row of m a period: also for periods to come. */
  readonly loadings: readonly Float64Array[];
  /** T, m × m by rows. */
  readonly transition: Float64Array;
  readonly noise: number;
  /** Variance of each state's disturbance; 0: none. */
  readonly disturbances: Float64Array;
}

/** Which components a structural model has. */
export interface StructuralComponents {
  /** A slope that wanders, too (local linear trend). Default: the level alone wanders. */
  readonly slope?: boolean;
  /** Seasonal effects of this period that wander and sum to 0 over it (Harvey 1989, dummy form). Default: none. */
  readonly seasonal?: number;
  /** Regressors with constant coefficients, one column of all periods each. */
  readonly regressors?: readonly Float64Array[];
}

/** The variances of a structural model, in squared units of the series. */
export interface StructuralVariances {
  readonly irregular: number;
  readonly level: number;
  /** 0 without a slope. */
  readonly slope: number;
  /** 0 without a seasonal. */
  readonly seasonal: number;
}

/**
 * The state space of a structural model (Harvey 1989; Durbin and Koopman 2012, chapter 3). States: level, slope, seasonal
 * effects of the last period − 1 times, regression coefficients.
 */
export function structuralModel(
  periods: number,
  {slope = false, seasonal = 0, regressors = []}: StructuralComponents,
  variances: StructuralVariances,
): StateSpace {
  const seasonalAt = slope ? 2 : 1;
  const seasonalStates = seasonal > 0 ? seasonal - 1 : 0;
  const regressionAt = seasonalAt + seasonalStates;
  const states = regressionAt + regressors.length;
  const transition = new Float64Array(states * states);
  const disturbances = new Float64Array(states);
  transition[0] = 1;
  disturbances[0] = variances.level;
  if (slope) {
    transition[1] = 1;
    transition[states + 1] = 1;
    disturbances[1] = variances.slope;
  }
  for (let j = 0; j < seasonalStates; j++) {
    transition[seasonalAt * states + seasonalAt + j] = -1;
    if (j > 0) transition[(seasonalAt + j) * states + seasonalAt + j - 1] = 1;
  }
  if (seasonalStates > 0) disturbances[seasonalAt] = variances.seasonal;
  for (let j = 0; j < regressors.length; j++) transition[(regressionAt + j) * (states + 1)] = 1;
  const loadings = Array.from({length: periods}, (_, t) => {
    const z = new Float64Array(states);
    z[0] = 1;
    if (seasonalStates > 0) z[seasonalAt] = 1;
    for (let j = 0; j < regressors.length; j++) z[regressionAt + j] = regressors[j][t];
    return z;
  });
  return {states, loadings, transition, noise: variances.irregular, disturbances};
}
