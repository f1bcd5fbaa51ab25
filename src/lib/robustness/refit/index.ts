export {type ChosenFit, chosenFit} from "./chosen-penalties.ts";
export {fixedRidgePlr, type Penalties, penaltyOf} from "./fixed-ridge.ts";
export {type FoldFit, type FoldRidge, type FoldSource, foldRidge, foldSource, solveFold} from "./fold-ridge.ts";
export {numberedTraders, type WithinSample, withinSample} from "./within-sample.ts";
