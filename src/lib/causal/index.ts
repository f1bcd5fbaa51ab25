export {type ClusterCrossFitRows, clusterCrossFit} from "./cluster-cross-fit.ts";
export {type CrossFitFold, dayBlockFolds} from "./day-blocks.ts";
export {type EstimateInterventionsOptions, estimateInterventions} from "./estimate-interventions.ts";
export {type Inference, type InferenceOptions, inference} from "./inference.ts";
export {type FitPlrOptions, fitPlr, type PlrFit, plrFromPredictions} from "./partially-linear.ts";
export {type TreatmentSample, treatmentSample} from "./treatment.ts";
export type {CausalEstimate, CausalReport} from "./types.ts";
