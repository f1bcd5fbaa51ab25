import {boostingLearner} from "./boosting/learner.ts";

export {fromJSON, modelFile} from "./boosting/model.ts";

/** Gradient boosting without constraints: see `boostingLearner`. */
export const learner = boostingLearner();
