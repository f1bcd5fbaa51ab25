export {type CalendarOptions, calendarFolds, calendarPeriods} from "./calendar.ts";
export {
  type CombinatorialOptions,
  type CombinatorialSplits,
  combinations,
  combinatorialPurged,
} from "./combinatorial.ts";
export {daysNeeded, resolveSplit, walkForwardFolds} from "./folds.ts";
export {type KFoldOptions, purgedKFold} from "./k-fold.ts";
export {horizonLabels} from "./labels.ts";
export {byTraderGroup, testsTrader, trainsOn, windowsOf} from "./new-traders.ts";
export {planFolds} from "./plan-folds.ts";
export {printSplits} from "./print.ts";
export {purgedSplit} from "./purge.ts";
export {pooledRows, type RowPurge, rowsByTrader, type SplitRows} from "./rows.ts";
export {asSplit, type LabelWindows, type PurgeOptions, type Split} from "./types.ts";
