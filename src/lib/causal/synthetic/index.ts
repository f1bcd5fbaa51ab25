export {
  type Adopter,
  type AdoptionPanel,
  type AdoptionPanelOptions,
  type AdoptionRows,
  adoptionPanel,
} from "./adoption-panel.ts";
export {type ConformalMethod, type ConformalOptions, conformalTest} from "./conformal.ts";
export {type ConformalIntervalOptions, conformalIntervals} from "./conformal-intervals.ts";
export {type CrossFitTTest, crossFitTTest} from "./cross-fit-t-test.ts";
export {type PartiallyPooledFit, type PartiallyPooledOptions, partiallyPooled} from "./partially-pooled.ts";
export {leaveOneDonorOut, type PlaceboInSpace, placeboInSpace, placeboInTime} from "./placebo.ts";
export {type SyntheticDidFit, type SyntheticDidMethod, type SyntheticDidOptions, syntheticDid} from "./sdid.ts";
export {type SdidInference, type SdidInferenceOptions, sdidInference, sdidPlaceboEach} from "./sdid-inference.ts";
export type {SyntheticDidData} from "./sdid-moments.ts";
export {type StaggeredFit, type StaggeredOptions, staggeredSyntheticControl} from "./staggered.ts";
export {type StaggeredInference, staggeredJackknife, staggeredPlacebo} from "./staggered-inference.ts";
export {syntheticControl} from "./synthetic-control.ts";
export type {Predictors, SyntheticControlData, SyntheticControlFit, SyntheticControlMethod} from "./types.ts";
