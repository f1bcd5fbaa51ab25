export {
  buildFamilyChunk,
  type FamilyChunk,
  type FamilyPart,
  type FamilyPlan,
  familyChunkModule,
  planFamily,
} from "./chunks.ts";
export {coreFeatures, type FeatureNames, isWanted} from "./core.ts";
export {familyLabels, familyModule, loadFamily} from "./families.ts";
export {
  type Bars,
  type DateFacts,
  type DeskPast,
  type FamilyName,
  type Feature,
  type FeatureCard,
  type FeatureReport,
  type FeatureSource,
  familyNames,
  type Past,
} from "./feature.ts";
export {type FeatureStability, type FeatureStabilityOptions, featureStability} from "./feature-stability.ts";
export {
  applyFeatures,
  type FittedColumn,
  type FittedFeature,
  type FittedState,
  type FittedWindow,
  fitFeatures,
  fittedFeatures,
} from "./fitted.ts";
export {forwardBackward, type Hmm, type HmmFilter, hmmFilter, viterbi} from "./hmm.ts";
export {bic, fitHmm, type HmmFit} from "./hmm-fit.ts";
export {joinFamilies} from "./join-families.ts";
export {buildPanel, type PanelAndReport} from "./panel.ts";
export {type FitPredict, permutationImportance} from "./permutation-importance.ts";
export {type Psi, type PsiOptions, psi} from "./psi.ts";
export {features, selectFeatures} from "./registry.ts";
export {pastScale} from "./scale.ts";
export {
  type Columns,
  type SelectionEntry,
  type SelectionStep,
  type SelectOptions,
  selectFeaturesInWindow,
} from "./select.ts";
export {type SelectionStability, selectionStability} from "./selection-stability.ts";
