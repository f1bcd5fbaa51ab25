export {explainSignal, explainSignalModule, type SignalItem} from "./explain-signal.ts";
export {designOfFold, type FoldDesign} from "./fold-design.ts";
export type {FormReport, MemberReport, TreeQuestion, TreeReport} from "./form-types.ts";
export {type IntervalOptions, intervalReport} from "./interval-report.ts";
export type {IntervalKind, IntervalReport} from "./interval-types.ts";
export type {
  ChoiceReport,
  DependenceReport,
  DriveReport,
  ExplainedRow,
  ModelReports,
  ScoringFile,
  SettingReport,
  SignalReport,
} from "./types.ts";
