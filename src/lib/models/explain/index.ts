export {type AleOptions, accumulatedLocalEffects, type LocalEffects} from "./accumulated-local-effects.ts";
export {type Companion, companionOf, type Dependence, type DependenceBin, dependence} from "./dependence.ts";
export {explainOne, type Waterfall, type WaterfallStep} from "./explain-one.ts";
export {type ImportanceStability, importanceStability, type StableImportance} from "./importance-stability.ts";
export {type PartialDependence, type PartialDependenceOptions, partialDependence} from "./partial-dependence.ts";
export {
  type PermutationImportance,
  type PermutationOptions,
  type PermutationResult,
  permutationImportance,
} from "./permutation-importance.ts";
export {type ContributionSummary, summariseContributions} from "./summary.ts";
