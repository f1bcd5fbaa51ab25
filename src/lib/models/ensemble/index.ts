export {type AggregateOptions, type Aggregation, aggregateOverTime} from "./aggregate-over-time.ts";
export {type Combination, combinations, combinationWeights} from "./combination-weights.ts";
export {ensembleOf, type LearnerModule} from "./ensemble-of.ts";
export {exponentialWeights, fixedRate, fixedRateBound, movingRateBound} from "./exponential-weights.ts";
export {nonNegativeLeastSquares} from "./nnls.ts";
export {simplexLeastSquares, simplexLikelihood, simplexPinball} from "./simplex-weights.ts";
