import {modelFile} from "../boosting/model.ts";
import type {CatboostFile} from "../catboost/json-write.ts";

export interface ModelFile {
  /** The library whose `load_model` reads it. */
  readonly library: "XGBoost" | "CatBoost";
  readonly text: string;
  /** Whether our model calibrates what the file says. */
  readonly calibrated: boolean;
}

/**
 * A saved model as the file of the library that defined its format: gradient boosting as XGBoost's JSON, symmetric trees as
 * CatBoost's. A tuned model is what it was tuned to; a calibration is not part of the file.
 * @param state the model's `toJSON`. @returns null for a learner without such a format.
 */
export function modelFileOf(state: unknown): ModelFile | null {
  const {kind} = (state ?? {}) as {kind?: unknown};
  switch (kind) {
    case "tuned@1":
      return modelFileOf((state as {model: unknown}).model);
    case "calibrated@1": {
      const found = modelFileOf((state as {inner: unknown}).inner);
      return found && {...found, calibrated: (state as {map: unknown}).map !== null};
    }
    case "boosting@1":
      return {library: "XGBoost", text: modelFile(state), calibrated: false};
    case "catboost@1":
      return {
        library: "CatBoost",
        text: JSON.stringify((state as {catboost: CatboostFile}).catboost),
        calibrated: false,
      };
    default:
      return null;
  }
}
