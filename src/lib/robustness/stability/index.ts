export {curveOf} from "./curve.ts";
export {type DayGroup, monthGroups, periodGroups, regimeGroups} from "./day-groups.ts";
export {type EffectCurveOptions, effectCurve, effectLearners} from "./effect-curve.ts";
export {type EffectChoice, type EffectItem, effectSpecifications, effectTaskModule} from "./effect-task.ts";
export {stationaryError} from "./stationary-error.ts";
export {type TimingCurveOptions, timingCurve, timingSpecification} from "./timing-curve.ts";
export type {
  ComputedCurve,
  Specification,
  SpecificationAxis,
  SpecificationCurve,
  StabilityReport,
} from "./types.ts";
