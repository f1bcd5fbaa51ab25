import {finishFit} from "./finish.ts";
import {searchPredictorWeights} from "./predictor-weights.ts";
import {regressionBasedV} from "./regression-based-v.ts";
import {scaledDifferences} from "./scaled-predictors.ts";
import type {Predictors, SyntheticControlData, SyntheticControlFit} from "./types.ts";
import {weightsGivenV} from "./weights-given-v.ts";

/** Synthetic control with predictors (Abadie, Diamond and Hainmueller 2010, 2015). See `SyntheticControlMethod`. */
export function predictorsFit(
  data: SyntheticControlData,
  v: "nested" | "cross-validated" | "equal" | Float64Array = "nested",
): SyntheticControlFit {
  const predictors = data.predictors;
  if (predictors === undefined)
    throw new RangeError('invalid data; method "predictors" needs `predictors`: give them, or use method "outcomes"');
  const differences = scaledDifferences(predictors);
  const pre = preOutcomes(data, 0, data.prePeriods);
  const predictorWeights =
    v === "nested"
      ? searchPredictorWeights(differences, pre, startsOf(data, predictors))
      : v === "cross-validated"
        ? crossValidatedV(data)
        : v === "equal"
          ? new Float64Array(differences.length).fill(1 / differences.length)
          : normalised(v, differences.length);
  const solution = weightsGivenV(differences, predictorWeights, pre);
  return finishFit(data, solution, {predictorWeights});
}

/**
 * V chosen on the pre-period's second part: weights come from the predictors as they were in its first part
 * (`trainingPredictors`), and V is the one whose weights predict the outcomes of the second part best (Abadie, Diamond and
 * Hainmueller 2015, section 3.2).
 */
function crossValidatedV(data: SyntheticControlData): Float64Array {
  const {trainingPredictors, prePeriods, trainingPeriods = Math.floor(prePeriods / 2)} = data;
  if (trainingPredictors === undefined)
    throw new RangeError(
      "invalid data; cross-validated V needs `trainingPredictors`, the predictors as measured in the first " +
        `${trainingPeriods} of ${prePeriods} pre-periods: give them, or use nested V`,
    );
  if (!(Number.isInteger(trainingPeriods) && trainingPeriods >= 1 && trainingPeriods < prePeriods))
    throw new RangeError(`invalid trainingPeriods; not in 1 … ${prePeriods - 1}: ${trainingPeriods}`);
  const validation = preOutcomes(data, trainingPeriods, prePeriods);
  return searchPredictorWeights(
    scaledDifferences(trainingPredictors),
    validation,
    startsOf({...data, ...preOutcomes(data, 0, trainingPeriods), prePeriods: trainingPeriods}, trainingPredictors),
  );
}

function preOutcomes({treated, donors}: SyntheticControlData, from: number, to: number) {
  return {treated: treated.subarray(from, to), donors: donors.map((y) => y.subarray(from, to))};
}

/** The starting points of R's Synth: equal weights, and how much each predictor says of the outcome in a regression. */
function startsOf(data: SyntheticControlData, predictors: Predictors) {
  const count = predictors.treated.length;
  const equal = new Float64Array(count).fill(1 / count);
  const regression = regressionBasedV(data, predictors);
  return regression === null ? [equal] : [equal, regression];
}

function normalised(v: Float64Array, count: number): Float64Array {
  if (v.length !== count) throw new RangeError(`invalid v; ${v.length} weights for ${count} predictors`);
  const sum = v.reduce((total, x) => total + x, 0);
  if (!(sum > 0 && Number.isFinite(sum) && v.every((x) => x >= 0)))
    throw new RangeError(`invalid v; not weights of 0 or above with a positive sum: ${Array.from(v).join(", ")}`);
  return v.map((x) => x / sum);
}
