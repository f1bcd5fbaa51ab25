export type {IntervalComparison, IntervalReport, IntervalRow} from "./compare-types.ts";
export {type EffectIntervalOptions, effectIntervals} from "./effect-intervals.ts";
export {
  basicInterval,
  bcaInterval,
  type Interval,
  normalInterval,
  percentileInterval,
  studentisedInterval,
} from "./intervals.ts";
export {type MultiplierOptions, multiplierBootstrap} from "./multiplier.ts";
export {clusterBootstrap, jackknife, pairsBootstrap, type ResampleOptions} from "./resample.ts";
export {type TimingIntervalOptions, timingIntervals} from "./timing-intervals.ts";
export type {WeightKind} from "./weights.ts";
export {
  type WildCluster,
  type WildClusterData,
  type WildClusterOptions,
  type WildClusterTest,
  wildCluster,
} from "./wild-cluster.ts";
