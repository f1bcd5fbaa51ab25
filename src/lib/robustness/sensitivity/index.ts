export {assessSensitivity} from "./assess-sensitivity.ts";
export {type Benchmark, benchmarkStrength, largestMultiple} from "./benchmark.ts";
export {type ContourGrid, type ContourOptions, contourGrid} from "./contour.ts";
export type {AssessSensitivityOptions} from "./core.ts";
export {
  averageEffectMoment,
  type DmlBounds,
  type DmlParts,
  type DmlSensitivity,
  type DmlStrength,
  dmlBounds,
  dmlSensitivity,
} from "./dml.ts";
export {type DmlRobustnessOptions, dmlRobustnessValue} from "./dml-robustness.ts";
export {
  type EValueOptions,
  type EValues,
  eValue,
  eValues,
  eValuesOfDifference,
  eValuesOfRiskDifference,
  type RatioEstimate,
  type RiskTable,
} from "./e-value.ts";
export {type HiddenCauseAnswer, hiddenCauseAnswer} from "./hidden-cause.ts";
export {hodgesLehmannBounds} from "./hodges-lehmann.ts";
export {
  type Adjusted,
  type AdjustOptions,
  adjusted,
  type LinearEstimate,
  linearBias,
  linearBounds,
  partialR2,
  type RobustnessValueOptions,
  robustnessValue,
  type SensitivityBounds,
  type Strength,
} from "./linear.ts";
export type {LinearColumns} from "./linear-columns.ts";
export {type LinearSensitivity, type LinearSensitivityOptions, linearSensitivity} from "./linear-fit.ts";
export {type MatchedSetOptions, type MatchedSetTest, matchedSetTest} from "./matched-sets.ts";
export {type ClusteredDml, type ClusteredLinear, type HiddenCause, type Moved, movedDml, movedLinear} from "./moved.ts";
export type {
  BenchmarkRow,
  ComputedSensitivity,
  EValueReport,
  ExplainedAway,
  PairReport,
  SensitivityReport,
} from "./report-types.ts";
export {
  amplify,
  largestGamma,
  mcnemarBounds,
  type PValueBounds,
  signedRankBounds,
} from "./rosenbaum.ts";
export {type SimulatedCauseOptions, simulatedCause} from "./simulated-cause.ts";
export type {NamedFeature} from "./yardsticks.ts";
