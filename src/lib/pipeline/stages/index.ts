import {trainedSignals, withNeededFeatures} from "../../evaluate/index.ts";
import {familyNames} from "../../features/index.ts";
import type {Study} from "../../study/index.ts";
import type {Stage} from "../stage.ts";
import {auditStage} from "./audit.ts";
import {causalStage} from "./causal.ts";
import {causalDesignsStage, designStages} from "./causal-designs.ts";
import {causalTruthStage} from "./causal-truth.ts";
import {familyStage} from "./family.ts";
import {featureStabilityStage} from "./feature-stability.ts";
import {featuresStage} from "./features.ts";
import {impactStage} from "./impact.ts";
import {ingestStage} from "./ingest.ts";
import {leagueStage} from "./league.ts";
import {leakCatalogueStage} from "./leak-catalogue.ts";
import {learningCurvesStage} from "./learning-curves.ts";
import {modelsStage} from "./models.ts";
import {planStage} from "./plan.ts";
import {policyStage} from "./policy.ts";
import {policyTrialsStage} from "./policy-trials.ts";
import {predictionsStage} from "./predictions.ts";
import {preparationStage} from "./preparation.ts";
import {robustnessStage} from "./robustness.ts";
import {skillStage} from "./skill.ts";
import {twinStage} from "./twin.ts";
import {verdictStage} from "./verdict.ts";
import {walkForwardStage} from "./walk-forward.ts";
import {whyLowStage} from "./why-low.ts";

export type {DeskFile} from "./desk-artifacts.ts";

/**
 * The stages of a study, in the order in which a number travels (DESIGN.md).
 * @param folder where its files are; null for a simulated desk.
 */
export function stagesOf(given: Study, folder: string | null): Stage[] {
  const study = withNeededFeatures(given);
  return [
    ingestStage(study, folder),
    planStage(study),
    ...familyNames.map((family) => familyStage(study, family)),
    featuresStage(study),
    preparationStage(study),
    ...trainedSignals(study).map((signal) => walkForwardStage(study, signal)),
    featureStabilityStage(study),
    predictionsStage(study),
    modelsStage(study),
    skillStage(study),
    leagueStage(study),
    policyStage(study),
    policyTrialsStage(study),
    impactStage(study),
    causalTruthStage(study),
    causalStage(study),
    ...designStages(study),
    causalDesignsStage(study),
    robustnessStage(study),
    learningCurvesStage(study),
    twinStage(study),
    whyLowStage(study),
    auditStage(study),
    leakCatalogueStage(study),
    verdictStage(study),
  ];
}
