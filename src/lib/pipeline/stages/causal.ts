import {type CausalReport, partiallyLinear, partiallyLinearReport, type SharedFits} from "../../causal/index.ts";
import type {FindingDraft, Study} from "../../study/index.ts";
import type {Stage} from "../stage.ts";
import {causalInputs, causalLearners, causalParams, designContext} from "./causal-context.ts";
import {fitArtifacts} from "./causal-fit.ts";

/** What limits that were really applied did, where they are known: the estimate that the verdict reads. */
export function causalStage(study: Study): Stage {
  const params = causalParams(study);
  return {
    name: "causal",
    label: "estimate what limits did",
    inputs: causalInputs,
    files: [],
    code: [new URL(import.meta.url), ...causalLearners],
    params,
    async run(context) {
      const fits: SharedFits = {};
      const report = partiallyLinear({...(await designContext(context, params)), fits});
      const {tables, json} = fitArtifacts(fits.limits);
      return {
        tables,
        json: {"causal.json": report, "partially-linear.json": partiallyLinearReport(report), ...json},
        findings: causalFindings(report),
      };
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
            n,
            method:
              "The simulator's expected effect, trader-days weighted by p(1 − p), p the chance of a limit: what this estimand weighs by.",
          },
        ]),
  ];
}
