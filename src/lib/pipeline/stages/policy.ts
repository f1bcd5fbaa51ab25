import type {Plan, Signal} from "../../evaluate/index.ts";
import {float64, int32, table, text} from "../../numeric/index.ts";
import {applyPolicy, type PolicyReport, type PolicyRows} from "../../policy/index.ts";
import type {PolicySpec, Study} from "../../study/index.ts";
import type {ArtifactReader, Stage} from "../stage.ts";
import type {DeskFile} from "./desk-artifacts.ts";
import {rowsOfSignal} from "./signal-rows.ts";

/** Turns predictions into multipliers. A declared policy acts on its own signal only; a fitted one on each. */
export function policyStage(study: Study): Stage {
  const {policy} = study;
  return {
    name: "policy",
    label: "set multipliers",
    inputs: ["ingest", "plan", "predictions"],
    files: [],
    code: [new URL(import.meta.url)],
    params: {policy},
    async run(context) {
      const {days} = context.input("ingest").json<DeskFile>("desk.json");
      const plan = context.input("plan").json<Plan>("plan.json");
      const predictions = context.input("predictions").table("predictions.arrow");
      const gap = plan.split.purge + plan.split.embargo;
      const parts = signalsWithPolicy(plan, policy).map((signal) => {
        const rows = rowsOfSignal(predictions, signal.name);
        const {multiplier, evaluated, report} = applyPolicy({signal, rows, spec: policy, folds: plan.folds, days, gap});
        return {signal, rows, multiplier, report, kept: Array.from(evaluated.keys()).filter((i) => evaluated[i] === 1)};
      });
      const reports: PolicyReport[] = parts.map((part) => part.report);
      const column = (of: (part: (typeof parts)[number], i: number) => number) =>
        parts.flatMap((part) => part.kept.map((i) => of(part, i)));
      return {
        tables: {
          "policy.arrow": table({
            signal: parts.flatMap(({signal, kept}) => kept.map(() => signal.name)),
            trader: Int32Array.from(column(({rows}, i) => rows.trader[i])),
            day: Int32Array.from(column(({rows}, i) => rows.day[i])),
            fold: Int32Array.from(column(({rows}, i) => rows.fold[i])),
            value: Float64Array.from(column(({rows}, i) => rows.value[i])),
            multiplier: Float64Array.from(column(({multiplier}, i) => multiplier[i])),
            net: Float64Array.from(column(({rows}, i) => rows.net[i])),
          }),
        },
        json: {"policy.json": reports},
        findings: reports.map((report) => ({
          id: `policy.${report.signal}.tried`,
          label: "Candidate cut-offs looked at",
          value: report.tried,
          unit: "count" as const,
          n: report.folds.length,
          of: "folds",
          method: "Candidates whose training-window result was looked at, over all folds. Zero for a declared policy.",
          artifact: "policy.json",
        })),
      };
    },
  };
}

export function signalsWithPolicy(plan: Plan, policy: PolicySpec): Signal[] {
  return policy.kind === "fixed" ? plan.signals.filter((s) => s.name === policy.signal) : [...plan.signals];
}

/** The rows on which each signal's policy is judged, in the order of the policy stage. */
export function readPolicyRows(policy: ArtifactReader): Map<string, PolicyRows & {readonly value: Float64Array}> {
  const t = policy.table("policy.arrow");
  const names = text(t, "signal");
  const bySignal = new Map<string, number[]>(
    policy.json<PolicyReport[]>("policy.json").map(({signal}): [string, number[]] => [signal, []]),
  );
  names.forEach((name, i) => {
    bySignal.get(name)!.push(i);
  });
  const pick = (rows: number[]) => ({
    trader: Int32Array.from(rows, (i) => int32(t, "trader")[i]),
    day: Int32Array.from(rows, (i) => int32(t, "day")[i]),
    value: Float64Array.from(rows, (i) => float64(t, "value")[i]),
    multiplier: Float64Array.from(rows, (i) => float64(t, "multiplier")[i]),
    net: Float64Array.from(rows, (i) => float64(t, "net")[i]),
  });
  return new Map([...bySignal].map(([name, rows]) => [name, pick(rows)]));
}
