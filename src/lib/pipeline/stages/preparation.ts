import {foldItems, type Plan, type Preparation, prepareFold, prepareFoldModule} from "../../evaluate/index.ts";
import type {Study} from "../../study/index.ts";
import type {Stage} from "../stage.ts";

/** What all learners of a fold share, fitted on its training window: regimes and the selection of features. */
export function preparationStage(study: Study): Stage {
  const {seed, regimes, selection} = study;
  return {
    name: "preparation",
    label: "select features in each fold",
    inputs: ["plan", "features"],
    files: [],
    code: [new URL(import.meta.url), prepareFoldModule],
    params: {seed, regimes, selection},
    async run(context) {
      const {folds} = context.input("plan").json<Plan>("plan.json");
      const panel = context.input("features").table("panel.arrow");
      const items = foldItems({learner: "", seed, folds, panel, fitted: regimes, selection});
      const prepared: Preparation[] = await context.map(prepareFold, prepareFoldModule, items, {resume: true});
      return {json: {"preparation.json": prepared}};
    },
  };
}
