import type {AuditReport, Plan, SkillReport} from "../../evaluate/index.ts";
import type {Quality} from "../../ingest/index.ts";
import type {ImpactReport} from "../../policy/index.ts";
import type {HiddenCauseAnswer, RobustnessReport} from "../../robustness/index.ts";
import type {KnownTruthReport} from "../../robustness/known-truth/types.ts";
import type {PlaceboReport} from "../../robustness/placebo/types.ts";
import type {Study} from "../../study/index.ts";
import {assembleVerdict, type Declaration, registrationOf, undeclared} from "../../verdict/index.ts";
import type {Stage} from "../stage.ts";
import type {DesignsFile} from "./causal-designs.ts";
import type {DeskFile} from "./desk-artifacts.ts";
import {verdictFindings} from "./findings/verdict.ts";

/** Stages whose answers decide, in the order in which they are asked. */
const inputs = [
  "ingest",
  "plan",
  "audit",
  "known-truth",
  "skill",
  "impact",
  "robustness",
  "placebos",
  "causal-designs",
  "sensitivity",
];

/**
 * The one place where evidence becomes a verdict.
 * @param declaration what version control says of the study file.
 */
export function verdictStage(study: Study, declaration: Declaration = undeclared): Stage {
  const {gates, inference, primary} = study;
  return {
    name: "verdict",
    label: "decide",
    inputs,
    files: [],
    code: [new URL(import.meta.url)],
    params: {gates, inference, primary: primary ?? null, declaration},
    async run(context) {
      const ingest = context.input("ingest");
      const {days, slugs} = ingest.json<DeskFile>("desk.json");
      const {primary: signal, signals} = context.input("plan").json<Plan>("plan.json");
      const ofPrimary = <T extends {readonly signal: string}>(stage: string): T | null =>
        context
          .input(stage)
          .json<{readonly signals: readonly T[]}>(`${stage}.json`)
          .signals.find((s) => s.signal === signal) ?? null;
      const impact = ofPrimary<ImpactReport["signals"][number]>("impact");
      const verdict = assembleVerdict({
        evidence: {
          signal,
          days: days.length,
          quality: ingest.json<Quality>("quality.json"),
          audit: context.input("audit").json<AuditReport>("audit.json"),
          skill: ofPrimary<SkillReport["signals"][number]>("skill"),
          impact: impact?.total ?? null,
          robustness: ofPrimary<RobustnessReport["signals"][number]>("robustness"),
          placebos: context.input("placebos").json<PlaceboReport>("placebos.json"),
          designs: context.input("causal-designs").json<DesignsFile>("causal-designs.json").designs,
          sensitivity: context.input("sensitivity").json<HiddenCauseAnswer>("sensitivity.json"),
          knownTruth: context.input("known-truth").json<KnownTruthReport | null>("known-truth.json"),
        },
        impacts: impact?.traders ?? [],
        limits: gates,
        level: inference.level,
        registration: registrationOf(declaration, days.at(-1) ?? null, context.origin.simulated),
        signals: signals.length,
        declaredPrimary: primary !== undefined,
      });
      return {
        json: {"verdict.json": verdict},
        findings: verdictFindings(verdict, {slugs, days: days.length, gates}),
      };
    },
  };
}
