export {type AdaptiveConformal, type AdaptiveOptions, adaptiveBound, adaptiveConformal} from "./adaptive.ts";
export {type CoverageOverTime, coverageOverTime} from "./coverage.ts";
export {
  conformalQuantile,
  conformalScores,
  intervalsOf,
  type Side,
  type SplitConformal,
  splitConformal,
} from "./split.ts";
