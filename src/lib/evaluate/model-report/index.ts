export {explainSignal, explainSignalModule, type SignalItem} from "./explain-signal.ts";
export {designOfFold, type FoldDesign} from "./fold-design.ts";
export {type IntervalOptions, intervalReport} from "./interval-report.ts";
export type {
  ChoiceReport,
  DependenceReport,
  DriveReport,
  ExplainedRow,
  FormReport,
  IntervalReport,
  ModelReports,
  ScoringFile,
  SettingReport,
  SignalReport,
  TreeQuestion,
  TreeReport,
} from "./types.ts";
