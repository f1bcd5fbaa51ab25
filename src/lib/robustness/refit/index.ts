export {fixedRidgePlr, penaltyOf} from "./fixed-ridge.ts";
export {type FoldFit, type FoldRidge, type FoldSource, foldRidge, foldSource, solveFold} from "./fold-ridge.ts";
export {type WithinSample, withinSample} from "./within-sample.ts";
