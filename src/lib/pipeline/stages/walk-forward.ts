import {
  assembleWalkForward,
  checkNamedFeatures,
  fitFold,
  fitFoldModule,
  foldItems,
  type Plan,
  type Preparation,
  type TrainedSignal,
  taskOf,
} from "../../evaluate/index.ts";
import {fittedFeatures} from "../../features/index.ts";
import {learnerModule} from "../../models/index.ts";
import type {Study} from "../../study/index.ts";
import type {Stage} from "../stage.ts";
import type {DeskFile} from "./desk-artifacts.ts";

/** What of a study decides how a signal is trained. */
export function trainingOf(study: Study, {learner, target}: TrainedSignal) {
  const {seed, regimes, selection, settings, tuning, calibration, categories} = study;
  const searched = tuning?.learners?.includes(learner) ?? learner !== "ensemble";
  return {
    seed,
    learner,
    target,
    settings: settings[learner] ?? {},
    tuning: tuning !== null && searched ? {method: tuning.method, trials: tuning.trials} : null,
    calibration: taskOf(target).kind === "probability" ? calibration : null,
    fitted: regimes,
    selection,
    categories: learner === "trader-mean" ? (["trader"] as const) : categories,
  };
}

/**
 * One signal, trained and asked fold by fold. A stage a signal, its code the learner's own module, so that an edit of
 * one learner leaves the others' artifacts as they are.
 */
export function walkForwardStage(study: Study, signal: TrainedSignal): Stage {
  const {categories, ...training} = trainingOf(study, signal);
  return {
    name: `walk-forward/${signal.name}`,
    label: `walk forward: ${signal.label}`,
    inputs: ["ingest", "plan", "features", "preparation"],
    files: [],
    code: [new URL(import.meta.url), fitFoldModule, learnerModule(signal.learner)],
    params: {...training, categories},
    async run(context) {
      const {folds} = context.input("plan").json<Plan>("plan.json");
      const {accounts} = context.input("ingest").json<DeskFile>("desk.json");
      const panel = context.input("features").table("panel.arrow");
      await checkNamedFeatures(signal, training.settings, [
        ...Object.keys(panel.columns),
        ...fittedFeatures
          .filter(({name}) => study.regimes.some((r) => r === name))
          .flatMap(({columns}) => columns.map(({name}) => name)),
        ...categories,
      ]);
      const prepared = context.input("preparation").json<Preparation[]>("preparation.json");
      const items = foldItems({
        ...training,
        folds,
        panel,
        prepared,
        keepLast: true,
        ...(categories.some((name) => name === "trader") ? {accounts} : {}),
      });
      const results = await context.map(fitFold, fitFoldModule, items, {resume: true});
      const {predictions, models, last} = assembleWalkForward(results);
      return {
        tables: {"predictions.arrow": predictions},
        json: {"models.json": models, ...(last === null ? {} : {"last-model.json": last})},
      };
    },
  };
}
