export {linearContributions} from "./contributions.ts";
export {type Gram, gramBlocks, type Indicators, mergeGrams} from "./gram.ts";
export {inOwnUnits, ridgeFromGram, type StandardFit, squaredErrorFromGram} from "./ridge-gram.ts";
export {ridgeLoo} from "./ridge-loo.ts";
