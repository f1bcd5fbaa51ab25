import {tQuantile, tTwoSided} from "../../numeric/index.ts";
import {type Forecast, forecast} from "./forecast.ts";
import {kalmanFilter, smoothedStates} from "./kalman.ts";
import {ljungBox} from "./ljung-box.ts";
import {type StructuralComponents, type StructuralVariances, structuralModel} from "./state-space.ts";
import {fitStructural} from "./structural-fit.ts";
import {varianceDraws, type WeightedVariances} from "./variance-draws.ts";
import {weekdayContrasts} from "./weekday-contrasts.ts";

export interface InterruptedSeries {
  /** T periods; NaN: not observed. */
  readonly outcome: Float64Array;
  /** Periods before the intervention. */
  readonly prePeriods: number;
  /** Series that the intervention does not touch (the market, say), all T periods: their coefficients are estimated before it. */
  readonly regressors?: readonly Float64Array[];
  /** Day of the week of each period: fixed effects that holidays do not shift, unlike a `seasonal` of period 5. */
  readonly weekday?: Int32Array;
}

export interface InterruptedOptions extends Omit<StructuralComponents, "regressors"> {
  /** Default 0.95. */
  readonly level?: number;
}

export interface EffectOfInterruption {
  readonly estimate: number;
  readonly standardError: number;
  readonly interval: readonly [number, number];
  readonly p: number;
}

export interface InterruptedFit {
  readonly variances: StructuralVariances;
  readonly logLikelihood: number;
  /** One-step predictions before the intervention (NaN while nothing is known), forecasts after it; with interval, T values each. */
  readonly counterfactual: Float64Array;
  readonly lower: Float64Array;
  readonly upper: Float64Array;
  /** Outcome − counterfactual, T values. */
  readonly effect: Float64Array;
  /** Sum of the effects up to each period from the intervention on, with its interval. */
  readonly cumulative: {readonly effect: Float64Array; readonly lower: Float64Array; readonly upper: Float64Array};
  /** Mean effect a period from the intervention on: what the counterfactual path misses. */
  readonly average: EffectOfInterruption;
  /** A constant shift from the intervention on, estimated with all periods: sharper, if the effect is constant. */
  readonly step: EffectOfInterruption;
  /** Smoothed level before the intervention. */
  readonly level: Float64Array;
  /** Ljung and Box's test that one-step errors do not depend on the past: a small p says that the model misses something. */
  readonly residuals: {readonly statistic: number; readonly lags: number; readonly p: number};
  readonly degreesOfFreedom: number;
  readonly confidence: number;
}

/**
 * Interrupted time series: a structural model is fitted before an intervention and forecast beyond it; what the outcome differs from
 * the forecast is the effect (Harvey and Durbin 1986; Brodersen et al. 2015, here by maximum likelihood and the Kalman filter
 * instead of priors and sampling). Estimand: Yₜ − Yₜ(0) for t ≥ T₀. Assumes that nothing else changed at T₀: no data can show it.
 * Intervals count what is not known of the states, of shocks to come and of the variances (`varianceDraws`); Student's t with
 * (observations − diffuse states − variances) degrees of freedom.
 * @throws RangeError for too short or constant series, and regressors with gaps.
 */
export function interruptedTimeSeries(
  {outcome, prePeriods, regressors = [], weekday}: InterruptedSeries,
  {level = 0.95, ...components}: InterruptedOptions = {},
): InterruptedFit {
  const periods = outcome.length;
  if (!(level > 0 && level < 1)) throw new RangeError(`invalid level; not in (0, 1): ${level}`);
  if (!(Number.isInteger(prePeriods) && prePeriods >= 2 && prePeriods < periods))
    throw new RangeError(
      `invalid prePeriods; not in 2 … ${periods - 1}: ${prePeriods}. The series has to begin before the intervention and reach beyond it`,
    );
  const columns = [...regressors, ...(weekday === undefined ? [] : weekdayContrasts(weekday, periods, prePeriods))];
  columns.forEach((x, j) => {
    if (x.length !== periods)
      throw new RangeError(`regressor ${j} has ${x.length} periods; the outcome has ${periods}`);
  });
  const all = {...components, regressors: columns};
  const before = outcome.subarray(0, prePeriods);
  const fit = fitStructural(before, all, periods);
  const free = 2 + (components.slope ? 1 : 0) + ((components.seasonal ?? 0) > 0 ? 1 : 0);
  const seen = before.filter((y) => !Number.isNaN(y)).length;
  const degreesOfFreedom = seen - fit.model.states - free;
  const critical = tQuantile(0.5 + level / 2, degreesOfFreedom);
  const plausible = varianceDraws(fit.likelihood);
  const ahead = mixed(
    plausible.map(({variances, weight}) => {
      const model = structuralModel(periods, all, variances);
      return {weight, ...forecast(model, kalmanFilter(model, before, false), prePeriods, periods - prePeriods)};
    }),
  );

  const counterfactual = new Float64Array(periods).fill(Number.NaN);
  const half = new Float64Array(periods).fill(Number.NaN);
  fit.filter.steps.forEach(({state, errorVariance, diffuseErrorVariance, diffuse}, t) => {
    if (diffuse !== null && diffuseErrorVariance > 0) return; // nothing is known yet
    counterfactual[t] = fit.model.loadings[t].reduce((sum, z, j) => sum + z * state[j], 0);
    half[t] = critical * Math.sqrt(errorVariance);
  });
  for (let k = 0; k < ahead.mean.length; k++) {
    counterfactual[prePeriods + k] = ahead.mean[k];
    half[prePeriods + k] = critical * Math.sqrt(ahead.variance[k]);
  }
  const effect = outcome.map((y, t) => y - counterfactual[t]);
  const post = effect.subarray(prePeriods);
  if (post.some(Number.isNaN))
    throw new RangeError(
      `period ${prePeriods + post.findIndex(Number.isNaN)} after the intervention is not observed; end the series before it`,
    );
  let sum = 0;
  const cumulative = post.map((e) => {
    sum += e;
    return sum;
  });
  const cumulativeHalf = ahead.cumulativeVariance.map((v) => critical * Math.sqrt(v));
  const last = post.length - 1;
  const summary = (estimate: number, variance: number): EffectOfInterruption => {
    const standardError = Math.sqrt(variance);
    return {
      estimate,
      standardError,
      interval: [estimate - critical * standardError, estimate + critical * standardError],
      p: tTwoSided(estimate / standardError, degreesOfFreedom),
    };
  };
  return {
    variances: fit.variances,
    logLikelihood: fit.logLikelihood,
    counterfactual,
    lower: counterfactual.map((y, t) => y - half[t]),
    upper: counterfactual.map((y, t) => y + half[t]),
    effect,
    cumulative: {
      effect: cumulative,
      lower: cumulative.map((x, k) => x - cumulativeHalf[k]),
      upper: cumulative.map((x, k) => x + cumulativeHalf[k]),
    },
    average: summary(cumulative[last] / post.length, ahead.cumulativeVariance[last] / post.length / post.length),
    step: stepEffect(outcome, prePeriods, all, plausible, summary),
    level: Float64Array.from(smoothedStates(fit.model, fit.filter), (state) => state[0]),
    residuals: ljungBox(
      Float64Array.from(
        fit.filter.steps.filter(({diffuseErrorVariance, error}) => diffuseErrorVariance === 0 && !Number.isNaN(error)),
        ({error, errorVariance}) => error / Math.sqrt(errorVariance),
      ),
      free,
    ),
    degreesOfFreedom,
    confidence: level,
  };
}

/** Mean and variance of a mixture of forecasts: what is not known of the variances is added to each one's own. */
function mixed(parts: readonly (Forecast & {readonly weight: number})[]): Forecast {
  const length = parts[0].mean.length;
  const [mean, variance, cumulativeVariance] = [0, 1, 2].map(() => new Float64Array(length));
  for (const part of parts) for (let k = 0; k < length; k++) mean[k] += part.weight * part.mean[k];
  for (const part of parts) {
    let drift = 0;
    for (let k = 0; k < length; k++) {
      const away = part.mean[k] - mean[k];
      drift += away;
      variance[k] += part.weight * (part.variance[k] + away * away);
      cumulativeVariance[k] += part.weight * (part.cumulativeVariance[k] + drift * drift);
    }
  }
  return {mean, variance, cumulativeVariance};
}

/** The coefficient of a step at the intervention, with all periods and the variances from before it. */
function stepEffect(
  outcome: Float64Array,
  prePeriods: number,
  components: StructuralComponents,
  plausible: readonly WeightedVariances[],
  summary: (estimate: number, variance: number) => EffectOfInterruption,
): EffectOfInterruption {
  const step = outcome.map((_, t) => (t < prePeriods ? 0 : 1));
  const regressors = [...(components.regressors ?? []), step];
  const found = plausible.map(({variances, weight}) => {
    const model = structuralModel(outcome.length, {...components, regressors}, variances);
    const {state, variance} = kalmanFilter(model, outcome, false);
    const at = model.states - 1;
    return {weight, mean: state[at], variance: variance[at * model.states + at]};
  });
  const mean = found.reduce((sum, part) => sum + part.weight * part.mean, 0);
  return summary(
    mean,
    found.reduce((sum, part) => sum + part.weight * (part.variance + (part.mean - mean) * (part.mean - mean)), 0),
  );
}
