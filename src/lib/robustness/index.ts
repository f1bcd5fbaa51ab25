export {type BlockLengths, drawDayCounts, optimalBlockLength, stationaryIndices} from "../numeric/index.ts";
export {type AssessRobustnessOptions, assessRobustness} from "./assess-robustness.ts";
export * from "./bootstrap/index.ts";
export {circularShift} from "./circular-shift.ts";
export {type DailyContributions, dailyContributions} from "./contributions.ts";
export {type BootstrapChunk, type BootstrapMoments, bootstrapChunk, observedParts} from "./impact-bootstrap.ts";
export {
  bootstrapModule,
  type ImpactIntervalOptions,
  impactIntervals,
  type MapTasks,
  minimumBootstrapDays,
  runInPlace,
} from "./impact-intervals.ts";
export * from "./known-truth/index.ts";
export * from "./placebo/index.ts";
export * from "./refit/index.ts";
export * from "./sensitivity/index.ts";
export * from "./stability/index.ts";
export {type TouchedPanel, touchedPanel} from "./touched-panel.ts";
export type {ImpactIntervals, RobustnessReport, SignalRobustness} from "./types.ts";
