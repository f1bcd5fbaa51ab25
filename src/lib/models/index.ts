export {type CalibrationMethod, calibrated} from "./calibration/index.ts";
export {designRows, impute, medianPresent, pick} from "./design.ts";
export {featuresNamed, type Hyperparameter, resolveSettings, type Settings} from "./hyperparameters.ts";
export type {Design, Explanation, FitOptions, Learner, Model, ModelSummary, Task} from "./learner.ts";
export {
  type LearnerName,
  learnerCards,
  learnerModule,
  learnerNames,
  loadLearner,
  loadLearnerModule,
  loadModel,
} from "./registry.ts";
export {type Search, type Trial, type TuningOptions, tuned} from "./tuning/index.ts";
