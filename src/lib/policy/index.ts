export {type AppliedPolicy, type ApplyPolicyOptions, applyPolicy} from "./apply-policy.ts";
export {badnessOf} from "./badness.ts";
export {impactByMonth, type MonthImpact} from "./by-month.ts";
export {dailyImpact} from "./daily-impact.ts";
export {
  fitSizing,
  outlook,
  type Sizing,
  type SizingLimits,
  type SizingRows,
  type SizingRule,
  sizes,
} from "./fit-sizing.ts";
export {
  type Bands,
  type FittedThresholds,
  fitThresholds,
  minimumTrainingDays,
  multiplierFor,
  type Thresholds,
  type TrainingRows,
} from "./fit-thresholds.ts";
export {impactOf, type PolicyImpact} from "./impact.ts";
export {checkPolicyRows, demeanByTrader, orderByTrader, type PolicyRows, type TraderOrder} from "./panel.ts";
export {cvar, drawdown} from "./risk.ts";
export {type SweepOptions, type SweepRows, sweep} from "./sweep.ts";
export {comparePolicies, type TriedPolicy} from "./trials.ts";
export type {
  FoldSettings,
  Impact,
  ImpactReport,
  PolicyReport,
  PolicyTrials,
  SignalImpact,
  SweepPoint,
  TrialJudgement,
} from "./types.ts";
