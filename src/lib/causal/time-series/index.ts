export {type CusumTest, cusumTests, type MeanBreaks, type MeanShiftTest, meanBreaks, meanShiftTest} from "./breaks.ts";
export {
  type EffectOfInterruption,
  type InterruptedFit,
  type InterruptedOptions,
  type InterruptedSeries,
  interruptedTimeSeries,
} from "./interrupted.ts";
export {type KalmanFilter, kalmanFilter, smoothedStates} from "./kalman.ts";
export {type StateSpace, type StructuralComponents, type StructuralVariances, structuralModel} from "./state-space.ts";
export {fitStructural, type StructuralFit} from "./structural-fit.ts";
