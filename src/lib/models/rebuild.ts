import {calibratedFromJSON} from "./calibration/index.ts";
import type {Model} from "./learner.ts";
import {tunedFromJSON} from "./tuning/tuned.ts";

/**
 * A saved model again, from the `fromJSON` of its learner's module: as it was fitted, or with a calibration or the search for
 * its settings around it. @throws RangeError where the state is not of that learner, or is damaged.
 */
export function rebuildModel({fromJSON}: {fromJSON(state: unknown): Model}, state: unknown): Model {
  const {kind} = (state ?? {}) as {kind?: unknown};
  const inner = (of: unknown) => rebuildModel({fromJSON}, of);
  if (kind === "tuned@1") return tunedFromJSON(state, inner);
  return kind === "calibrated@1" ? calibratedFromJSON(state, inner) : fromJSON(state);
}
