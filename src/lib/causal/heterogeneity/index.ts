export {type BetweenMethod, betweenVariance} from "./between-variance.ts";
export {type Calibration, type CalibrationOptions, calibrationTest, quantileGroups} from "./calibration.ts";
export {
  type CrossFitEffectsOptions,
  crossFitEffects,
  drLearner,
  type EffectLearnerOptions,
  rLearner,
} from "./effect-learners.ts";
export {type EmpiricalBayes, empiricalBayes, type ShrunkEffect} from "./empirical-bayes.ts";
export {type GroupEffects, type GroupEffectsOptions, groupEffects} from "./group-effects.ts";
export {
  bestLinearProjection,
  type LinearProjection,
  type ProjectionOptions,
  type ProjectionTerm,
} from "./linear-projection.ts";
export {type RankWeight, type RankWeightedEffect, rankWeightedEffect} from "./rank-weighted.ts";
