import type {CausalReport} from "../../causal/index.ts";
import type {Plan} from "../../evaluate/index.ts";
import {type FeatureReport, familyLabels} from "../../features/index.ts";
import {learnerModule} from "../../models/index.ts";
import {float64, int32, type Table} from "../../numeric/index.ts";
import {
  effectCurve,
  effectLearners,
  effectTaskModule,
  type SpecificationCurve,
  type StabilityReport,
  timingCurve,
} from "../../robustness/index.ts";
import type {Study} from "../../study/index.ts";
import type {Stage} from "../stage.ts";
import {causalInputs, causalLearners, causalParams} from "./causal-context.ts";
import {fittedContext} from "./causal-fit.ts";
import type {DeskFile} from "./desk-artifacts.ts";
import {stabilityFindings} from "./findings/stability.ts";
import {readPolicyRows} from "./policy.ts";

/** Both results under every choice that could have been made otherwise and costs no new training. */
export function stabilityStage(study: Study): Stage {
  const params = causalParams(study);
  return {
    name: "stability",
    label: "make every other choice",
    inputs: [...causalInputs, "plan", "policy", "causal"],
    files: [],
    code: [
      new URL(import.meta.url),
      effectTaskModule,
      ...causalLearners,
      ...effectLearners.map(({name}) => learnerModule(name)),
    ],
    params,
    async run(context) {
      const ingest = context.input("ingest");
      const {days: dates, accounts} = ingest.json<DeskFile>("desk.json");
      const deskNet = netByDay(ingest.table("daily.arrow"), dates.length);
      const {primary, signals} = context.input("plan").json<Plan>("plan.json");
      const policies = readPolicyRows(context.input("policy"));
      const rows = policies.get(primary);
      const labels = new Map(signals.map((s) => [s.name, s.label]));
      const {used} = context.input("features").json<FeatureReport>("features.json");
      const timing: SpecificationCurve =
        rows === undefined
          ? {of: "policy", status: "not run", reason: "No policy could be judged on this study."}
          : timingCurve({
              rows,
              others: [...policies]
                .filter(([name]) => name !== primary)
                .map(([name, own]) => ({name, label: labels.get(name) ?? name, rows: own})),
              accounts,
              dates,
              deskNet,
              level: params.level,
            });
      const effect = await effectCurve({
        context: await fittedContext(context, params),
        report: context.input("causal").json<CausalReport>("causal.json"),
        dates,
        deskNet,
        families: new Map(used.map(({name, family}) => [name, familyLabels[family]])),
        map: context.map,
      });
      const file: StabilityReport = {curves: [timing, effect]};
      return {json: {"stability.json": file}, findings: stabilityFindings(file)};
    },
  };
}

function netByDay(daily: Table, days: number): Float64Array {
  const sums = new Float64Array(days);
  const [day, net] = [int32(daily, "day"), float64(daily, "net")];
  for (let i = 0; i < day.length; i++) sums[day[i]] += net[i];
  return sums;
}
