export * from "./designs/index.ts";
export * from "./did/index.ts";
export * from "./discontinuity/index.ts";
export * from "./dml/index.ts";
export {
  clustersOf,
  type EstimateInterventionsOptions,
  estimateInterventions,
} from "./estimate-interventions.ts";
export {
  type FittedLimits,
  fitLimits,
  fittedLimits,
  type LimitFit,
  limitFit,
  type NuisancePenalties,
} from "./fitted-limits.ts";
export * from "./heterogeneity/index.ts";
export * from "./inference/index.ts";
export * from "./known-truth/index.ts";
export {crossFitting, isRefusal, type LimitSample, type LimitSampleOptions, limitSample} from "./limit-sample.ts";
export * from "./overlap/index.ts";
export {type ChosenPenalties, fixedLearners, recordingLearners} from "./penalties.ts";
export * from "./policy-value/index.ts";
export * from "./synthetic/index.ts";
export * from "./time-series/index.ts";
export {type TreatmentSample, treatmentSample} from "./treatment.ts";
export type {Assumption, CausalEstimate, CausalReport, Refusal} from "./types.ts";
