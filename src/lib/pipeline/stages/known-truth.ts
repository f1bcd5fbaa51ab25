import {type ChosenPenalties, type DesignReport, designModule, designNames} from "../../causal/index.ts";
import type {Plan} from "../../evaluate/index.ts";
import {familyModule, familyNames} from "../../features/index.ts";
import type {ImpactReport} from "../../policy/index.ts";
import {bootstrapModule, knownTruthReport, tryDesignsModule, tryTimingModule} from "../../robustness/index.ts";
import type {Study} from "../../study/index.ts";
import type {Stage} from "../stage.ts";
import {causalInputs, causalLearners, causalParams, designContext} from "./causal-context.ts";
import {designStageName} from "./causal-designs.ts";
import {penaltiesFile} from "./causal-fit.ts";
import {readDesk} from "./desk-artifacts.ts";
import {knownTruthFindings} from "./findings/known-truth.ts";
import {readPolicyRows} from "./policy.ts";

/** Asks every method in use on this study for the truth, on simulated twins of the desk where it is known. */
export function knownTruthStage(study: Study): Stage {
  const {knownTruth, features, inference, gates} = study;
  const params = causalParams(study);
  return {
    name: "known-truth",
    label: "ask every method for a known truth",
    inputs: [...causalInputs, ...designNames.map(designStageName), "plan", "policy", "impact"],
    files: [],
    code: [
      new URL(import.meta.url),
      ...[tryDesignsModule, tryTimingModule, bootstrapModule],
      ...designNames.map(designModule),
      ...familyNames.map(familyModule),
      ...causalLearners,
    ],
    params: {...params, knownTruth, features, inference, design: gates.design},
    async run(context) {
      const {primary} = context.input("plan").json<Plan>("plan.json");
      const designs = designNames.map((name) =>
        context.input(designStageName(name)).json<DesignReport>(`${name}.json`),
      );
      const inUse = designs.filter(({status}) => status === "estimated");
      const report = await knownTruthReport({
        desk: readDesk(context.input("ingest"), context.origin),
        context: await designContext(context, params),
        designs,
        penalties: new Map(
          inUse.map(({id}) => [id, context.input(designStageName(id)).json<ChosenPenalties>(penaltiesFile)]),
        ),
        primary: gates.design,
        policy: readPolicyRows(context.input("policy")).get(primary) ?? null,
        timing:
          context
            .input("impact")
            .json<ImpactReport>("impact.json")
            .signals.find((s) => s.signal === primary)?.total.timing ?? 0,
        features,
        options: knownTruth,
        map: (task, module, items) => context.map(task, module, items, {resume: true}),
      });
      return {json: {"known-truth.json": report}, findings: knownTruthFindings(report)};
    },
  };
}
