import {type LearnerName, learnerNames} from "../study/index.ts";
import type {Learner, Model, Task} from "./learner.ts";
import {rebuildModel} from "./rebuild.ts";

export {type LearnerName, learnerNames};

/** What a reader calls them, what they can predict, and features that they cannot do without: known without loading them. */
export const learnerCards: Readonly<
  Record<
    LearnerName,
    {readonly label: string; readonly tasks: readonly Task["kind"][]; readonly needs?: readonly string[]}
  >
> = {
  ridge: {label: "Ridge regression", tasks: ["mean"]},
  "elastic-net": {label: "Elastic net", tasks: ["mean"]},
  huber: {label: "Huber regression", tasks: ["mean"]},
  forest: {label: "Random forest", tasks: ["mean", "probability", "quantile"]},
  boosting: {label: "Gradient boosting (XGBoost)", tasks: ["mean", "probability", "quantile"]},
  catboost: {label: "CatBoost", tasks: ["mean", "probability", "quantile"]},
  ensemble: {label: "Ensemble", tasks: ["mean", "probability", "quantile"]},
  logistic: {label: "Logistic regression", tasks: ["probability"]},
  quantile: {label: "Quantile regression", tasks: ["quantile"]},
  "library-forest": {label: "Random forest (ml-random-forest)", tasks: ["mean"]},
  zero: {label: "Always zero", tasks: ["mean"]},
  mean: {label: "Training mean", tasks: ["mean", "probability", "quantile"]},
  last: {label: "Last value", tasks: ["mean"], needs: ["net_lag1"]},
  "trader-mean": {label: "Trader's mean", tasks: ["mean", "probability", "quantile"]},
  ewma: {label: "Moving average (EWMA)", tasks: ["mean"], needs: ["net_ewma_3", "net_ewma_10", "net_ewma_20"]},
  ar1: {label: "Autoregression, AR(1)", tasks: ["mean"], needs: ["net_lag1"]},
};

/**
 * The module of a learner. Learners are loaded by URL, never imported by name here: editing one of them must not change
 * the code (and so the stage keys) of what uses the others.
 * @throws RangeError for a name that is not there.
 */
export function learnerModule(name: string): URL {
  if (!learnerNames.some((known) => known === name))
    throw new RangeError(`invalid learner; not one of ${learnerNames.join(", ")}: ${name}`);
  return new URL(`./${name}.ts`, import.meta.url);
}

/** Loads a learner. @throws RangeError for a name that is not there. */
export async function loadLearner(name: string): Promise<Learner> {
  return (await loadLearnerModule(name)).learner;
}

/** Rebuilds a saved model of that learner, calibrated or tuned or neither, from its `toJSON`. */
export async function loadModel(name: string, state: unknown): Promise<Model> {
  return rebuildModel(await loadLearnerModule(name), state);
}

/** Loads a learner with the function that rebuilds its models. @throws RangeError for a name that is not there. */
export function loadLearnerModule(name: string): Promise<{learner: Learner; fromJSON(state: unknown): Model}> {
  return import(/* @vite-ignore */ learnerModule(name).href);
}
