export {assembleForest, type PreparedForest, prepareForest} from "./fit-forest.ts";
export {bagWeights, type ForestPlan, growTrees} from "./grow-forest.ts";
export type {GrownTree} from "./grow-tree.ts";
export {type ForestModel, forestModel} from "./model.ts";
export type {OutOfBag} from "./out-of-bag.ts";
export {type Forest, readForest} from "./saved-forest.ts";
export {type ForestSettings, forestHyperparameters, forestSettings} from "./settings.ts";
