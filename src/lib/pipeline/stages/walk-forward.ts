import {assembleWalkForward, fitFold, fitFoldModule, foldItems, type Plan} from "../../evaluate/index.ts";
import {learnerModule} from "../../models/index.ts";
import type {Study} from "../../study/index.ts";
import type {Stage} from "../stage.ts";

/**
 * One learner, trained and asked fold by fold. A stage a learner, its code the learner's own module, so that an edit of
 * one learner leaves the others' artifacts as they are.
 */
export function walkForwardStage(study: Study, learner: string): Stage {
  const {seed, regimes, selection} = study;
  return {
    name: `walk-forward/${learner}`,
    label: `walk forward: ${learner}`,
    inputs: ["plan", "features"],
    files: [],
    code: [new URL(import.meta.url), learnerModule(learner)],
    params: {seed, learner, regimes, selection},
    async run(context) {
      const {folds} = context.input("plan").json<Plan>("plan.json");
      const panel = context.input("features").table("panel.arrow");
      const items = foldItems({learner, seed, folds, panel, fitted: regimes, selection});
      const results = await context.map(fitFold, fitFoldModule, items);
      const {predictions, models} = assembleWalkForward(results);
      return {tables: {"predictions.arrow": predictions}, json: {"models.json": models}};
    },
  };
}
