export {type AggregatedEffect, type Aggregation, type AggregationKind, aggregateEffects} from "./aggregate.ts";
export {type BandOptions, type EffectBand, effectBand} from "./event-study.ts";
export {groupTimeEffects} from "./group-time.ts";
export {type PreTrendOptions, type PreTrendPower, type PreTrendTest, preTrendTest} from "./pre-trend.ts";
export {twoByTwo} from "./two-by-two.ts";
export type {AdoptionOutcomes, DidEffect, GroupTimeEffect, GroupTimeFit, GroupTimeOptions} from "./types.ts";
