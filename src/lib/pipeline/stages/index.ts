import {trainedSignals, withNeededFeatures} from "../../evaluate/index.ts";
import {familyNames} from "../../features/index.ts";
import type {Study} from "../../study/index.ts";
import {type Declaration, undeclared} from "../../verdict/index.ts";
import type {Stage} from "../stage.ts";
import {auditStage} from "./audit.ts";
import {autopsyStage} from "./autopsy.ts";
import {calibrationStage} from "./calibration.ts";
import {causalStage} from "./causal.ts";
import {causalDesignsStage, designStages} from "./causal-designs.ts";
import {causalTruthStage} from "./causal-truth.ts";
import {familyStage} from "./family.ts";
import {featureStabilityStage} from "./feature-stability.ts";
import {featuresStage} from "./features.ts";
import {impactStage} from "./impact.ts";
import {ingestStage} from "./ingest.ts";
import {intervalsStage} from "./intervals.ts";
import {knownTruthStage} from "./known-truth.ts";
import {leagueStage} from "./league.ts";
import {leakCatalogueStage} from "./leak-catalogue.ts";
import {learningCurvesStage} from "./learning-curves.ts";
import {methodCheckStage} from "./method-check.ts";
import {modelsStage} from "./models.ts";
import {placebosStage} from "./placebos.ts";
import {planStage} from "./plan.ts";
import {policyStage} from "./policy.ts";
import {policyTrialsStage} from "./policy-trials.ts";
import {predictionsStage} from "./predictions.ts";
import {preparationStage} from "./preparation.ts";
import {refutationStage} from "./refutation.ts";
import {robustnessStage} from "./robustness.ts";
import {sensitivityStage} from "./sensitivity.ts";
import {skillStage} from "./skill.ts";
import {stabilityStage} from "./stability.ts";
import {twinStage} from "./twin.ts";
import {verdictStage} from "./verdict.ts";
import {walkForwardStage} from "./walk-forward.ts";
import {whyLowStage} from "./why-low.ts";

export {knownTruthEvidence} from "../known-truth-evidence.ts";
export type {DeskFile} from "./desk-artifacts.ts";

/**
 * The stages of a study, in the order in which a number travels (DESIGN.md).
 * @param folder where its files are; null for a simulated desk.
 * @param declaration what version control says of the study file. Default: there is none.
 */
export function stagesOf(given: Study, folder: string | null, declaration: Declaration = undeclared): Stage[] {
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
    placebosStage(study),
    stabilityStage(study),
    intervalsStage(study),
    knownTruthStage(study),
    sensitivityStage(study),
    learningCurvesStage(study),
    twinStage(study),
    whyLowStage(study),
    auditStage(study),
    refutationStage(study),
    leakCatalogueStage(study),
    methodCheckStage(),
    calibrationStage(),
    autopsyStage(),
    verdictStage(study, declaration),
  ];
}
