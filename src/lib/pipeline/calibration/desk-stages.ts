import {
  type AuditReport,
  assessSignal,
  baselinesOn,
  type Plan,
  type SkillReport,
  trainedSignals,
} from "../../evaluate/index.ts";
import {type FeatureReport, familyLabels, familyNames} from "../../features/index.ts";
import {type Quality, recogniseSignals} from "../../ingest/index.ts";
import type {ImpactReport} from "../../policy/index.ts";
import {hiddenCauseAnswer, type RobustnessReport} from "../../robustness/index.ts";
import {directDesk, type Simulation} from "../../simulate/index.ts";
import {type Study, slugs} from "../../study/index.ts";
import {placebosAsked} from "../../verdict/index.ts";
import type {Stage} from "../stage.ts";
import {auditStage} from "../stages/audit.ts";
import {causalStage} from "../stages/causal.ts";
import {causalInputs, causalParams} from "../stages/causal-context.ts";
import {fittedContext} from "../stages/causal-fit.ts";
import {type DeskFile, writeDeskArtifacts} from "../stages/desk-artifacts.ts";
import {familyStage} from "../stages/family.ts";
import {featuresStage} from "../stages/features.ts";
import {impactStage} from "../stages/impact.ts";
import {placebosStage} from "../stages/placebos.ts";
import {planStage} from "../stages/plan.ts";
import {policyStage} from "../stages/policy.ts";
import {predictionsStage} from "../stages/predictions.ts";
import {preparationStage} from "../stages/preparation.ts";
import {robustnessStage} from "../stages/robustness.ts";
import {rowsOfSignal} from "../stages/signal-rows.ts";
import {verdictStage} from "../stages/verdict.ts";
import {walkForwardStage} from "../stages/walk-forward.ts";
import {auditTaken, declaredDesign, noKnownTruth, noTruth} from "./stand-ins.ts";

const here = new URL(import.meta.url);
const common = {label: "", files: [], code: [here], params: null};

/** Of placebos: few, but enough for a p-value below .05. */
const draws = 39;

/**
 * The stages of a study on a simulated desk, as `report` runs them, but for these, each for a stated reason:
 * - ingest takes the desk from memory: equal tables, bit for bit, without the way through text;
 * - the truth is not handed on: no stage may decide by it;
 * - skill gives only what the verdict reads, without what pages draw;
 * - of the causal designs the declared one alone is run: the others do not decide;
 * - sensitivity gives only what the verdict reads, without its refits;
 * - placebos have fewer draws, and are not asked where leakage, skill or timing is open: what they say would change nothing;
 * - known-truth is taken as given: it would simulate dozens of desks for each of these;
 * - audit, where `audited` is false: the same code was audited on other desks of the same calibration.
 */
export function calibrationStages(study: Study, simulation: Simulation, audited: boolean): Stage[] {
  const own = [
    deskStage(study, simulation),
    noTruth,
    plainSkill(study),
    declaredDesign,
    hiddenCause(study),
    placebosIfAsked(study),
    noKnownTruth,
    ...(audited ? [] : [auditTaken]),
  ];
  return [
    ...own,
    planStage(study),
    ...familyNames.map((family) => familyStage(study, family)),
    featuresStage(study),
    preparationStage(study),
    ...trainedSignals(study).map((signal) => walkForwardStage(study, signal)),
    predictionsStage(study),
    policyStage(study),
    impactStage(study),
    causalStage(study),
    robustnessStage(study),
    ...(audited ? [auditStage(study)] : []),
    verdictStage(study),
  ];
}

function deskStage({currency, title}: Study, simulation: Simulation): Stage {
  return {
    ...common,
    name: "ingest",
    inputs: [],
    async run() {
      const desk = directDesk(simulation);
      const {tables, json} = writeDeskArtifacts(
        {...desk, quality: wholeQuality(desk.daily.rows)},
        {slugs: slugs(desk.accounts), currency, title},
      );
      return {tables, json: {...json, "recognised.json": recogniseSignals(desk.predictions)}, origin: desk.origin};
    },
  };
}

/** Nothing was read from files, and nothing set aside. */
function wholeQuality(rows: number): Quality {
  const file = {file: "daily", sha256: "", bytes: 0, rowsRead: rows, rowsUsed: rows, rowsSetAside: 0};
  return {files: [{...file, dateFormat: "YYYY-MM-DD", columns: [], reformatted: 0}], checks: [], abilities: []};
}

/** The signals beside naive rules, as the skill stage judges them. */
function plainSkill({inference}: Study): Stage {
  return {
    ...common,
    name: "skill",
    inputs: ["ingest", "plan", "predictions"],
    async run(context) {
      const ingest = context.input("ingest");
      const {days} = ingest.json<DeskFile>("desk.json");
      const daily = ingest.table("daily.arrow");
      const plan = context.input("plan").json<Plan>("plan.json");
      const predictions = context.input("predictions").table("predictions.arrow");
      const signals = plan.signals.map((signal) => {
        const rows = rowsOfSignal(predictions, signal.name);
        const baselines = baselinesOn({signal, rows, daily});
        return assessSignal({signal, rows, baselines, days, folds: plan.folds, level: inference.level});
      });
      return {json: {"skill.json": {signals}}};
    },
  };
}

/** The placebos stage, or an empty report where gates that come before are open. */
function placebosIfAsked(study: Study): Stage {
  const stage = placebosStage(study, draws);
  return {
    ...stage,
    inputs: [...new Set([...stage.inputs, "audit", "skill", "impact"])],
    async run(context) {
      const {primary: signal} = context.input("plan").json<Plan>("plan.json");
      const of = <T extends {readonly signal: string}>(name: string) =>
        context
          .input(name)
          .json<{readonly signals: readonly T[]}>(`${name}.json`)
          .signals.find((s) => s.signal === signal) ?? null;
      const asked = placebosAsked(
        {
          signal,
          audit: context.input("audit").json<AuditReport>("audit.json"),
          skill: of<SkillReport["signals"][number]>("skill"),
          impact: of<ImpactReport["signals"][number]>("impact")?.total ?? null,
          robustness: of<RobustnessReport["signals"][number]>("robustness"),
        },
        study,
      );
      return asked ? stage.run(context) : {json: {"placebos.json": {placebos: [], notes: []}}};
    },
  };
}

/** What a hidden cause could do, as far as the verdict reads it. */
function hiddenCause(study: Study): Stage {
  const params = causalParams(study);
  return {
    ...common,
    name: "sensitivity",
    inputs: [...causalInputs, "causal"],
    async run(context) {
      const {used} = context.input("features").json<FeatureReport>("features.json");
      const features = used.map((f) => ({...f, familyLabel: familyLabels[f.family]}));
      const answer = hiddenCauseAnswer({...(await fittedContext(context, params)), features});
      return {json: {"sensitivity.json": answer}};
    },
  };
}
