export {type GrowSettings, growDefaults} from "../trees/grow-settings.ts";
export {type BoostData, type Boosted, type BoostOptions, boost} from "./boost.ts";
export {type BoostingConstraints, boostingLearner} from "./learner.ts";
export {logistic, type Objective, pseudoHuber, quantileLoss, type Rows, squaredError} from "./objectives.ts";
