export {auc, midranks} from "./auc.ts";
export {auditCuts, compareRewrites, notAuditable} from "./audit.ts";
export {type AuditFeaturesOptions, auditFeatures} from "./audit-features.ts";
export {type AuditPolicyOptions, auditPolicy, type PolicyInputs} from "./audit-policy.ts";
export {type AuditPredictionsOptions, auditPredictions, refitModule} from "./audit-predictions.ts";
export {type BaselineOptions, naiveBaselines} from "./baselines.ts";
export {baselinesOn} from "./baselines-on.ts";
export {brier, type CalibrationBin, calibrationBins, logLoss, wilsonInterval} from "./calibration.ts";
export {type DieboldMarianoOptions, type DieboldMarianoTest, dieboldMariano} from "./dm-test.ts";
export {type FoldItem, type FoldResult, fitFold} from "./fit-fold.ts";
export {daysNeeded, resolveSplit, walkForwardFolds} from "./folds.ts";
export {absoluteError, type HitRate, hitRate, mae, pinballLoss, r2OutOfSample, rmse, squaredError} from "./metrics.ts";
export {pastLast, pastMean, pastQuantile, pastSpread, type Rows} from "./past.ts";
export {type DeskOutline, makePlan} from "./plan.ts";
export {type PredictionSources, predictionRows} from "./prediction-rows.ts";
export {type RefitItem, refitRewritten} from "./refit.ts";
export {type Rewrite, rewriteFuture, rewrites} from "./rewrite.ts";
export {type AssessSignalOptions, assessSignal, type BaselineValues, type SignalRows} from "./skill.ts";
export type {
  AuditCheck,
  AuditReport,
  DayRange,
  Fold,
  FoldSkill,
  Plan,
  Signal,
  SignalSkill,
  SkillReport,
  SplitOptions,
} from "./types.ts";
export {type CoverageTest, kupiecTest} from "./var-tests.ts";
export {assembleWalkForward, type FoldItemOptions, type FoldModel, fitFoldModule, foldItems} from "./walk-forward.ts";
