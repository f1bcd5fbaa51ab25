export {atLeast, coverageInterval, criticalMisses} from "./binomial-test.ts";
export {adjustedDesigns, type KnownTruthPlan, type KnownTruthSize, planKnownTruth} from "./cost.ts";
export {judge, knownTruthRule} from "./judge.ts";
export {likenessReport} from "./likeness.ts";
export {type KnownTruthOptions, knownTruthReport} from "./report.ts";
export {type Tally, tally} from "./tally.ts";
export {
  type DesignTask,
  type TwinTry,
  tryDesigns,
  tryDesignsModule,
} from "./try-designs.ts";
export {type TimingTask, tryTiming, tryTimingModule} from "./try-timing.ts";
export type {
  KnownTruthBudget,
  KnownTruthId,
  KnownTruthLikeness,
  KnownTruthMethod,
  KnownTruthReport,
  KnownTruthRule,
  KnownTruthWorld,
} from "./types.ts";
