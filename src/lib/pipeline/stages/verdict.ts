import type {CausalReport} from "../../causal/index.ts";
import type {AuditReport, Plan, SkillReport} from "../../evaluate/index.ts";
import type {Quality} from "../../ingest/index.ts";
import type {ImpactReport} from "../../policy/index.ts";
import type {RobustnessReport} from "../../robustness/index.ts";
import type {FindingDraft, Study} from "../../study/index.ts";
import {decide, gatesOf, traderOutcomes, type VerdictReport} from "../../verdict/index.ts";
import type {Stage} from "../stage.ts";
import type {DeskFile} from "./desk-artifacts.ts";

/** The one place where evidence becomes a verdict. */
export function verdictStage(study: Study): Stage {
  const {gates, inference} = study;
  return {
    name: "verdict",
    label: "decide",
    inputs: ["ingest", "plan", "skill", "impact", "robustness", "causal", "audit"],
    files: [],
    code: [new URL(import.meta.url)],
    params: {gates, inference},
    async run(context) {
      const ingest = context.input("ingest");
      const desk = ingest.json<DeskFile>("desk.json");
      const {primary: signal} = context.input("plan").json<Plan>("plan.json");
      const impact = context
        .input("impact")
        .json<ImpactReport>("impact.json")
        .signals.find((s) => s.signal === signal);
      const {signals} = context.input("robustness").json<RobustnessReport>("robustness.json");
      const robustness = signals.find((s) => s.signal === signal) ?? null;
      const evidence = {
        signal,
        days: desk.days.length,
        quality: ingest.json<Quality>("quality.json"),
        audit: context.input("audit").json<AuditReport>("audit.json"),
        skill:
          context
            .input("skill")
            .json<SkillReport>("skill.json")
            .signals.find((s) => s.signal === signal) ?? null,
        impact: impact?.total ?? null,
        robustness,
        causal: context.input("causal").json<CausalReport>("causal.json"),
      };
      const asked = gatesOf(evidence, gates, inference.level);
      const verdict: VerdictReport = {
        ...decide(asked),
        signal,
        gates: asked,
        traders: traderOutcomes(impact?.traders ?? [], robustness),
      };
      return {json: {"verdict.json": verdict}, findings: verdictFindings(verdict, desk)};
    },
  };
}

function verdictFindings({decision, because, gates, traders}: VerdictReport, {slugs}: DeskFile): FindingDraft[] {
  const words = {unit: "text" as const, artifact: "verdict.json"};
  return [
    {
      ...words,
      id: "verdict.decision",
      label: "Verdict",
      value: decision,
      n: gates.length,
      of: "gates",
      method:
        "A required gate that fails: do not deploy. Else one that did not pass: not enough evidence. Else: deploy.",
      note: because,
    },
    ...gates.map(
      (gate): FindingDraft => ({
        ...words,
        id: `verdict.gate.${gate.id}`,
        label: gate.title,
        value: gate.status,
        n: null,
        method: gate.asks,
        note: gate.evidence,
      }),
    ),
    ...traders.map(
      (one): FindingDraft => ({
        ...words,
        id: `verdict.trader.${slugs[one.trader]}`,
        label: "Outcome for the trader",
        value: one.outcome,
        n: null,
        method: "Sign of the interval of timing; the intervals of all traders hold jointly.",
        note: one.because,
      }),
    ),
  ];
}
