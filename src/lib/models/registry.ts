import type {Learner, Model} from "./learner.ts";

/** Names of the learners there are: a study's `learners`. */
export const learnerNames = ["ridge", "forest"] as const;
export type LearnerName = (typeof learnerNames)[number];

/** What a reader calls them: the `label` of each, known without loading it. */
export const learnerLabels: Readonly<Record<LearnerName, string>> = {
  ridge: "Ridge regression",
  forest: "Random forest",
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
  return (await load(name)).learner;
}

/** Rebuilds a saved model of that learner from its `toJSON`. */
export async function loadModel(name: string, state: unknown): Promise<Model> {
  return (await load(name)).fromJSON(state);
}

function load(name: string): Promise<{learner: Learner; fromJSON(state: unknown): Model}> {
  return import(/* @vite-ignore */ learnerModule(name).href);
}
