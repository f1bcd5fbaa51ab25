export {type BalanceTarget, balance, balancingWeights, type CovariateBalance} from "./balance.ts";
export {
  effectiveSampleSize,
  type OverlapSummary,
  overlapSummary,
  type PropensityHistogram,
  propensityHistogram,
} from "./overlap.ts";
export {type Trimming, trimCrump, trimFixed} from "./trimming.ts";
