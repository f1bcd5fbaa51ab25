export {type CrossFitSample, crossFit, type Nuisance, probabilityTask} from "./cross-fit.ts";
export {crossFitWith, type LearnerAddress, type NuisanceJob, type TaskRunner} from "./cross-fit-workers.ts";
export {type DoseFit, type DoseOptions, type DosePredictions, doseFromPredictions} from "./dose.ts";
export {
  type FitIivmOptions,
  type FitIrmOptions,
  type FitPlivOptions,
  type FitPlrOptions,
  fitIivm,
  fitIrm,
  fitPliv,
  fitPlr,
} from "./fit.ts";
export {type FitDoseOptions, fitDose} from "./fit-dose.ts";
export {
  type CrossFitFold,
  checkFolds,
  clusterFolds,
  dayBlockFolds,
  foldsOf,
  randomFolds,
  repeatedDayBlocks,
} from "./folds.ts";
export {type IrmFit, type IrmOptions, type IrmPredictions, type IrmTarget, irmFromPredictions} from "./interactive.ts";
export {type IivmFit, type IivmPredictions, iivmFromPredictions} from "./interactive-iv.ts";
export type {LinearScoreFit, SensitivityParts} from "./linear-score.ts";
export {
  contrast,
  type FitMultiValuedOptions,
  fitMultiValued,
  type MultiValuedFit,
  type MultiValuedOptions,
  type MultiValuedPredictions,
  meanOf,
  multiValuedFromPredictions,
} from "./multi-valued.ts";
export {type PlrFit, plrFromPredictions, plrIvTypeFromPredictions} from "./partially-linear.ts";
export {type PlivFit, type PlivPredictions, plivFromPredictions} from "./partially-linear-iv.ts";
export {plrRidgeRepeats, type RidgeCrossFitOptions} from "./ridge-cross-fit.ts";
