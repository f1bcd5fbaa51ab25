export {type BalanceTarget, balance, balancingWeights, type CovariateBalance} from "./balance.ts";
export {
  effectiveSampleSize,
  type PropensityHistogram,
  propensityHistogram,
} from "./overlap.ts";
export {type Trimming, trimCrump} from "./trimming.ts";
