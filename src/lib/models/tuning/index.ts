export {drawSettings} from "./draw-settings.ts";
export {halvingRungs, type Rung} from "./rungs.ts";
export {resolveTuning, search} from "./search.ts";
export {meanLoss, rowLoss} from "./task-loss.ts";
export {tuned, tunedFromJSON} from "./tuned.ts";
export type {Search, Trial, TunedLearner, TunedModel, TuningOptions} from "./types.ts";
