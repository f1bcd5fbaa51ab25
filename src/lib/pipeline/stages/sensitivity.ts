import type {CausalReport} from "../../causal/index.ts";
import {type FeatureReport, familyLabels} from "../../features/index.ts";
import {assessSensitivity, type SensitivityReport} from "../../robustness/index.ts";
import type {Study} from "../../study/index.ts";
import type {Stage, StageContext} from "../stage.ts";
import {causalInputs, causalLearners, causalParams} from "./causal-context.ts";
import {fittedContext} from "./causal-fit.ts";
import {sensitivityFindings} from "./findings/sensitivity.ts";

/** How strong a hidden cause would have to be to change what is said of real limits: of the estimate that the stage `causal` gives. */
export function sensitivityStage(study: Study): Stage {
  const params = causalParams(study);
  return {
    name: "sensitivity",
    label: "ask what a hidden cause could do",
    inputs: [...causalInputs, "causal"],
    files: [],
    code: [new URL(import.meta.url), ...causalLearners],
    params,
    async run(context) {
      const report = await reportOf(context, params);
      return {json: {"sensitivity.json": report}, findings: sensitivityFindings(report)};
    },
  };
}

async function reportOf(context: StageContext, params: ReturnType<typeof causalParams>): Promise<SensitivityReport> {
  const published = context.input("causal").json<CausalReport>("causal.json");
  if (published.status === "not possible") return published;
  const {used} = context.input("features").json<FeatureReport>("features.json");
  const features = used.map((f) => ({...f, familyLabel: familyLabels[f.family]}));
  const report = assessSensitivity({...(await fittedContext(context, params)), features});
  if (report.status === "computed" && !Object.is(report.fit.estimate, published.estimate))
    throw new Error(
      `the estimate that a hidden cause is to move, ${report.fit.estimate}, is not the published one, ${published.estimate}: a defect, please report it`,
    );
  return report;
}
