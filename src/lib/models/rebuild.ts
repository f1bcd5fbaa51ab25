import type {Model} from "./learner.ts";
import {tunedFromJSON} from "./tuning/tuned.ts";

/**
 * A saved model again, from the `fromJSON` of its learner's module: as it was fitted, or with the search for its settings
 * around it. @throws RangeError where the state is not of that learner, or is damaged.
 */
export function rebuildModel({fromJSON}: {fromJSON(state: unknown): Model}, state: unknown): Model {
  const {kind} = (state ?? {}) as {kind?: unknown};
  return kind === "tuned@1" ? tunedFromJSON(state, fromJSON) : fromJSON(state);
}
