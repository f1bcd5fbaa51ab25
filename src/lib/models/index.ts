export type {Design, FitOptions, Learner, Model, ModelSummary} from "./learner.ts";
export {type LearnerName, learnerLabels, learnerModule, learnerNames, loadLearner, loadModel} from "./registry.ts";
