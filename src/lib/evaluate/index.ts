export {auc, midranks} from "./auc.ts";
export {auditCuts, compareRewrites, foldTesting} from "./audit.ts";
export {checkFacts, checksOn, firstLeak, joinChecks, notAuditable, stationOf} from "./audit-facts.ts";
export {type AuditFeaturesOptions, auditFeatures, rebuildPanels} from "./audit-features.ts";
export {type AuditIngestOptions, auditIngest} from "./audit-ingest.ts";
export {type AuditLabelsOptions, auditLabels} from "./audit-labels.ts";
export {type AuditPolicyOptions, auditPolicy, type PolicyInputs} from "./audit-policy.ts";
export {type AuditPredictionsOptions, auditPredictions} from "./audit-predictions.ts";
export {auditSample} from "./audit-sample.ts";
export {type AuditSplitOptions, auditRows, auditSplit, auditTraders} from "./audit-split.ts";
export {auditTarget} from "./audit-target.ts";
export {auditTiming, type TimedFeature} from "./audit-timing.ts";
export {type BaselineOptions, naiveBaselines} from "./baselines.ts";
export {baselinesOn} from "./baselines-on.ts";
export {type BrierDecomposition, brierDecomposition} from "./brier-decomposition.ts";
export {brier, type CalibrationBin, calibrationBins, logLoss, wilsonInterval} from "./calibration.ts";
export {type CoverageOptions, type CoverageWindow, coverageOverTime} from "./coverage-over-time.ts";
export {designEffect} from "./design-effect.ts";
export {readAgain} from "./desk-sources.ts";
export * from "./detail/index.ts";
export {type FeatureStabilityReport, featureReport} from "./feature-report.ts";
export {type FoldResult, fitFold} from "./fit-fold.ts";
export type {FoldItem, SelectionRule, TuningRule} from "./fold-item.ts";
export * from "./grouped/index.ts";
export * from "./league/index.ts";
export {
  evidenceOfKinds,
  type KindEvidence,
  type LeakageKind,
  type LeakageKindId,
  leakageKinds,
} from "./leakage-kinds.ts";
export {
  type ApplyPolicy,
  auditStations,
  cleanStations,
  falseAlarm,
  type Leak,
  type LeakOutcome,
  leaks,
  noiseDesk,
  type RawRows,
  type Stations,
  tryLeak,
  tryLeaks,
  type UnseenLeak,
  unseenLeaks,
} from "./leaks/index.ts";
export {absoluteError, type HitRate, hitRate, mae, pinballLoss, r2OutOfSample, rmse, squaredError} from "./metrics.ts";
export * from "./model-report/index.ts";
export {checkNamedFeatures} from "./named-features.ts";
export {withNeededFeatures} from "./needed-features.ts";
export * from "./overfit/index.ts";
export {pastLast, pastMean, pastQuantile, pastSpread, type Rows} from "./past.ts";
export {type DeskOutline, makePlan} from "./plan.ts";
export {poissonBinomial, poissonBinomialRange} from "./poisson-binomial.ts";
export {type PredictionSources, predictionRows} from "./prediction-rows.ts";
export {type Preparation, prepareFold, prepareFoldModule} from "./prepare-fold.ts";
export {
  type RebuildItem,
  type Rebuilt,
  type RefitItem,
  rebuildRewritten,
  refitModule,
  refitRewritten,
  type Training,
} from "./refit.ts";
export {
  type ReliabilityBin,
  type ReliabilityDiagram,
  type ReliabilityOptions,
  reliabilityDiagram,
} from "./reliability.ts";
export {type FutureOf, type Rewrite, rewriteFuture, rewrites} from "./rewrite.ts";
export {type Sides, sidesOf} from "./sides.ts";
export {type AssessSignalOptions, assessSignal, type BaselineValues, type SignalRows} from "./skill.ts";
export * from "./splits/index.ts";
export {actualOf, nextDayNet, type Target, targetLabel, taskOf} from "./target.ts";
export * from "./tests/index.ts";
export {type TrainedSignal, trainedSignals} from "./trained-signals.ts";
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
export * from "./var/index.ts";
export {
  assembleWalkForward,
  type FoldItemOptions,
  type FoldModel,
  fitFoldModule,
  foldItems,
  type SavedModel,
} from "./walk-forward.ts";
export * from "./why-low/index.ts";
