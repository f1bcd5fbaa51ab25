import type {LearnerName} from "../study/index.ts";
import type {ModelFile} from "./form/index.ts";
import type {Model} from "./learner.ts";
import {rebuildModel} from "./rebuild.ts";

type LearnerModule = {fromJSON(state: unknown): Model};

/**
 * The learners' modules, each fetched when it is asked for. Written out, because what makes a page's modules ready for a
 * browser follows imports that are written out; the registry, which Node uses, loads them by address.
 */
const modules: Readonly<Record<LearnerName, () => Promise<LearnerModule>>> = {
  ridge: () => import("./ridge.ts"),
  "elastic-net": () => import("./elastic-net.ts"),
  huber: () => import("./huber.ts"),
  forest: () => import("./forest.ts"),
  boosting: () => import("./boosting.ts"),
  catboost: () => import("./catboost.ts"),
  ensemble: () => import("./ensemble.ts"),
  logistic: () => import("./logistic.ts"),
  quantile: () => import("./quantile.ts"),
  "library-forest": () => import("./library-forest.ts"),
  zero: () => import("./zero.ts"),
  mean: () => import("./mean.ts"),
  last: () => import("./last.ts"),
  "trader-mean": () => import("./trader-mean.ts"),
  ewma: () => import("./ewma.ts"),
  ar1: () => import("./ar1.ts"),
};

/**
 * `loadModel` for a page: the same learner code, fetched from the site itself.
 * @throws RangeError for a learner that is not there, or a state that is not its own.
 */
export async function loadModelInBrowser(name: string, state: unknown): Promise<Model> {
  if (!Object.hasOwn(modules, name))
    throw new RangeError(`invalid learner; not one of ${Object.keys(modules).join(", ")}: ${name}`);
  return rebuildModel(await modules[name as LearnerName](), state);
}

/** `modelFileOf` for a page, fetched when it is asked for. */
export async function modelFileInBrowser(state: unknown): Promise<ModelFile | null> {
  return (await import("./form/model-file.ts")).modelFileOf(state);
}
