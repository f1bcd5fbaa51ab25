export {type LossSaved, type LossSavedOptions, lossSaved} from "./loss-saved.ts";
export {type DayRegimes, fittedRegimes, volatilityRegimes} from "./regimes.ts";
export {type DetailOptions, detailSkill, type SkillDetail} from "./skill-detail.ts";
export {type Tenth, tenthsOf} from "./tenths.ts";
export {
  type TraderBacktest,
  type ValueAtRiskReport,
  type VarTestName,
  type VarTestSummary,
  valueAtRiskReport,
} from "./value-at-risk.ts";
