import {
  assistant,
  type CandidateTreatment,
  type DesignName,
  type DesignReport,
  designModule,
  designNames,
  loadDesign,
  recordingLearners,
} from "../../causal/index.ts";
import type {Study} from "../../study/index.ts";
import type {Stage} from "../stage.ts";
import {causalInputs, causalLearners, causalParams, designContext} from "./causal-context.ts";
import {penaltiesFile} from "./causal-fit.ts";
import type {DeskFile} from "./desk-artifacts.ts";
import {candidateFindings, designFindings, traderEffectFindings} from "./findings/causal-designs.ts";

/** Name of the stage of a design. The adjusted comparison, which the verdict reads, has the stage `causal`. */
export const designStageName = (name: DesignName) => (name === "partially-linear" ? "causal" : `causal/${name}`);

/** One stage a design, so that an edit of one re-runs one. */
export function designStages(study: Study): Stage[] {
  const params = causalParams(study);
  return designNames
    .filter((name) => name !== "partially-linear")
    .map((name) => ({
      name: designStageName(name),
      label: `estimate what limits did: ${name}`,
      inputs: causalInputs,
      files: [],
      code: [new URL(import.meta.url), designModule(name), ...causalLearners],
      params: {...params, name},
      async run(context) {
        const own = await designContext(context, params);
        const {learners, chosen} = recordingLearners(own.learners);
        const report = (await loadDesign(name)).run({...own, learners});
        const {accounts, slugs} = context.input("ingest").json<DeskFile>("desk.json");
        return {
          json: {[`${name}.json`]: report, [penaltiesFile]: chosen},
          findings: [
            ...designFindings(report, `${name}.json`),
            ...traderEffectFindings(report, `${name}.json`, {accounts, slugs}),
          ],
        };
      },
    }));
}

/** `causal-designs.json`: all designs side by side, and what was done to traders that each could be asked of. */
export interface DesignsFile {
  readonly treatments: readonly CandidateTreatment[];
  readonly designs: readonly (DesignReport & {readonly artifact: string})[];
}

/** Collects the designs, refused ones too. */
export function causalDesignsStage(study: Study): Stage {
  const params = causalParams(study);
  return {
    name: "causal-designs",
    label: "set the designs side by side",
    inputs: [...causalInputs, ...designNames.map(designStageName)],
    files: [],
    code: [new URL(import.meta.url), ...causalLearners],
    params,
    async run(context) {
      const designs = designNames.map((name) => ({
        ...context.input(designStageName(name)).json<DesignReport>(`${name}.json`),
        artifact: `${designStageName(name)}/${name}.json`,
      }));
      const treatments = assistant(await designContext(context, params), designs);
      const file: DesignsFile = {treatments, designs};
      return {json: {"causal-designs.json": file}, findings: candidateFindings(file)};
    },
  };
}
