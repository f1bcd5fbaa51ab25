import {type CausalReport, estimateInterventions} from "../../causal/index.ts";
import {learnerModule, loadLearner} from "../../models/index.ts";
import type {FindingDraft, Study} from "../../study/index.ts";
import type {Stage} from "../stage.ts";
import type {DeskFile} from "./desk-artifacts.ts";

/** What limits that were really applied did, where they are known. */
export function causalStage(study: Study): Stage {
  const {seed, inference} = study;
  return {
    name: "causal",
    label: "estimate what limits did",
    inputs: ["ingest", "features"],
    files: [],
    code: [new URL(import.meta.url), learnerModule("ridge")],
    params: {seed, level: inference.level},
    async run(context) {
      const ingest = context.input("ingest");
      const {has, truth} = ingest.json<DeskFile>("desk.json");
      const ridge = await loadLearner("ridge");
      const report = estimateInterventions({
        panel: context.input("features").table("panel.arrow"),
        interventions: has.interventions ? ingest.table("interventions.arrow") : null,
        learners: {outcome: ridge, treatment: ridge},
        seed,
        level: inference.level,
        truth: truth?.effectPerTreatedDay ?? null,
      });
      return {json: {"causal.json": report}, findings: causalFindings(report)};
    },
  };
}

function causalFindings(report: CausalReport): FindingDraft[] {
  const common = {artifact: "causal.json", of: "trader-days"};
  const label = "Effect of a real limit on the day's P&L";
  if (report.status === "not possible")
    return [
      {
        ...common,
        id: "causal.effect",
        label,
        value: null,
        unit: "currency/trader-day",
        n: null,
        method: "Double machine learning, partially linear.",
        note: report.reason,
      },
    ];
  const {estimate, interval, level, n, treated, design, p, truth} = report;
  return [
    {
      ...common,
      id: "causal.effect",
      label,
      value: estimate,
      unit: "currency/trader-day",
      interval,
      level,
      n,
      method: design,
    },
    {...common, id: "causal.p", label: "Test of no effect", value: p, unit: "p-value", n, method: design},
    {
      ...common,
      id: "causal.n",
      label: "Trader-days compared",
      value: n,
      unit: "count",
      n,
      method: "Rows with features and P&L.",
    },
    {
      ...common,
      id: "causal.treated",
      label: "Trader-days with a real limit",
      value: treated,
      unit: "count",
      n,
      method: "Rows whose applied multiplier is below one.",
    },
    ...report.clusters.map(
      (c): FindingDraft => ({
        ...common,
        id: `causal.clusters.${c.of}`,
        label: `Clusters: ${c.of}`,
        value: c.count,
        unit: "count",
        n,
        method: "Groups within which errors may be related.",
      }),
    ),
    ...(truth === null
      ? []
      : [
          {
            ...common,
            id: "causal.truth",
            label: "What it should find: the true effect",
            value: truth,
            unit: "currency/trader-day" as const,
            n: treated,
            method: "Mean of the potential outcomes' difference on treated trader-days, recorded by the simulator.",
          },
        ]),
  ];
}
