export type {DiscontinuityBandwidths} from "./bandwidth.ts";
export {type CovariateContinuity, covariateContinuity} from "./continuity.ts";
export {type DensityTest, densityTest} from "./density-test.ts";
export {type DiscontinuityFit, type DiscontinuityOptions, regressionDiscontinuity} from "./estimate.ts";
export type {DiscontinuityKernel, DiscontinuitySample} from "./types.ts";
