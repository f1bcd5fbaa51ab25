import {bfgs} from "../../numeric/index.ts";
import {type KalmanFilter, kalmanFilter} from "./kalman.ts";
import {type StateSpace, type StructuralComponents, type StructuralVariances, structuralModel} from "./state-space.ts";

export interface StructuralFit {
  readonly components: StructuralComponents;
  readonly variances: StructuralVariances;
  readonly logLikelihood: number;
  readonly model: StateSpace;
  readonly filter: KalmanFilter;
  /** The likelihood as a function of the variances: log variances over `scale`, in the order irregular, level, slope, seasonal. */
  readonly likelihood: VarianceLikelihood;
}

export interface VarianceLikelihood {
  /** Log variances of the maximum. */
  readonly theta: Float64Array;
  variances(theta: Float64Array): StructuralVariances;
  value(theta: Float64Array): number;
}

/** A variance below this share of the series' differences' is none. */
const negligible = 1e-10;

/**
 * A structural time series model by maximum likelihood, exactly diffuse (Harvey 1989; Durbin and Koopman 2012, section 7.3):
 * BFGS over log variances from several starts.
 * @param y NaN: not observed. @param periods of the model, at least those of y: more for periods to come, which regressors cover.
 * @throws RangeError for a series that is constant, or too short for its states and variances.
 */
export function fitStructural(
  y: Float64Array,
  components: StructuralComponents = {},
  periods: number = y.length,
): StructuralFit {
  const {slope = false, seasonal = 0, regressors = []} = components;
  if (!(seasonal === 0 || (Number.isInteger(seasonal) && seasonal >= 2)))
    throw new RangeError(`invalid seasonal; not a period of 2 or more: ${seasonal}`);
  const unknown = (slope ? 2 : 1) + Math.max(0, seasonal - 1) + regressors.length;
  const free = 2 + (slope ? 1 : 0) + (seasonal > 0 ? 1 : 0);
  const seen = y.filter((x) => !Number.isNaN(x));
  if (seen.length < unknown + free + 2)
    throw new RangeError(
      `${seen.length} observations are too few for ${unknown} states and ${free} variances; ` +
        `${unknown + free + 2} are the least: use fewer components, or a longer series`,
    );
  if (seen.some((x) => !Number.isFinite(x)))
    throw new RangeError("the series has an infinite value; leave it out as NaN");
  regressors.forEach((x, j) => {
    if (x.length < periods || !x.every(Number.isFinite))
      throw new RangeError(`regressor ${j} has to hold a finite number for each of ${periods} periods`);
  });
  const scale = squaredDifferences(seen);
  if (!(scale > 0)) throw new RangeError("the series does not vary before the intervention; there is nothing to model");
  const variancesOf = (theta: Float64Array): StructuralVariances => {
    const at = (k: number) => scale * Math.exp(Math.min(Math.max(theta[k], -40), 20));
    return {
      irregular: at(0),
      level: at(1),
      slope: slope ? at(2) : 0,
      seasonal: seasonal > 0 ? at(free - 1) : 0,
    };
  };
  const loss = (theta: Float64Array) =>
    -kalmanFilter(structuralModel(y.length, components, variancesOf(theta)), y, false).logLikelihood;
  const starts = [
    [-0.7, -2],
    [-3, -0.7],
    [-0.4, -6],
  ].map(([irregular, level]) =>
    Float64Array.from({length: free}, (_, k) => (k === 0 ? irregular : k === 1 ? level : level - 3)),
  );
  const best = starts
    .map((start) => bfgs(loss, start, {tolerance: 1e-13}))
    .reduce((a, b) => (b.value < a.value ? b : a));
  const found = variancesOf(best.x);
  const cut = (value: number) => (value < negligible * scale ? 0 : value);
  const variances = {
    irregular: cut(found.irregular),
    level: cut(found.level),
    slope: cut(found.slope),
    seasonal: cut(found.seasonal),
  };
  const model = structuralModel(periods, components, variances);
  const filter = kalmanFilter(model, y);
  if (filter.diffuse !== null)
    throw new RangeError(
      "a state cannot be told from the others: a regressor is constant, collinear, or does not vary before the intervention; leave it out",
    );
  const likelihood = {theta: best.x, variances: variancesOf, value: (theta: Float64Array) => -loss(theta)};
  return {components, variances, logLikelihood: filter.logLikelihood, model, filter, likelihood};
}

/** Mean squared difference of neighbours. */
function squaredDifferences(y: Float64Array): number {
  let sum = 0;
  for (let t = 1; t < y.length; t++) sum += (y[t] - y[t - 1]) * (y[t] - y[t - 1]);
  return sum / (y.length - 1);
}
