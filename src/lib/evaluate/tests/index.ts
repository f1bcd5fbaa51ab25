export {dayMeans, daySums} from "./daily-losses.ts";
export {type DieboldMarianoOptions, type DieboldMarianoTest, dieboldMariano} from "./diebold-mariano.ts";
export {directionByDay} from "./direction-by-day.ts";
export type {DirectionTest} from "./directions.ts";
export {type GiacominiWhiteOptions, type GiacominiWhiteTest, giacominiWhite} from "./giacomini-white.ts";
export {bartlettDegrees, defaultLags, longRunCovariance, longRunVariance} from "./long-run.ts";
export {
  type ModelConfidenceSet,
  type ModelConfidenceSetOptions,
  modelConfidenceSet,
} from "./model-confidence-set.ts";
export {pesaranTimmermann, pesaranTimmermannDynamic} from "./pesaran-timmermann.ts";
export {type StepM, type StepMOptions, stepM} from "./step-m.ts";
export {
  realityCheck,
  type SuperiorAbilityOptions,
  type SuperiorAbilityTest,
  superiorPredictiveAbility,
} from "./superior-predictive-ability.ts";
