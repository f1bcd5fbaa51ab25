export {
  type BacktestOverfitting,
  type BacktestOverfittingOptions,
  backtestOverfitting,
  type OverfittingSplit,
} from "./backtest-overfitting.ts";
export {type ReturnMoments, returnMoments} from "./moments.ts";
export {
  type DeflatedSharpe,
  deflatedSharpe,
  effectiveTrials,
  expectedMaximumSharpe,
  minimumTrackRecord,
  probabilisticSharpe,
  sharpeStandardError,
} from "./sharpe.ts";
export {deflateWinner, type Winner} from "./winner.ts";
