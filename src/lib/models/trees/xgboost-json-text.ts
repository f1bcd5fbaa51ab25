import type {TreeEnsemble} from "./tree.ts";
import type {XgboostModel} from "./xgboost-json-schema.ts";
import {toXgboost, type XgboostOptions} from "./xgboost-json-write.ts";

/** Arrays of 32-bit floats in a tree. */
const floats = new Set(["base_weights", "loss_changes", "split_conditions", "sum_hessian"]);

/**
 * The ensemble as the text of a model file that XGBoost's `load_model` reads (it needs the ending .json). XGBoost takes 300 for
 * a whole number, and refuses one where it expects a float: floats get a point, which `JSON.stringify` does not give them.
 * @throws RangeError as `toXgboost`.
 */
export function xgboostText(ensemble: TreeEnsemble, options?: XgboostOptions): string {
  return xgboostModelText(toXgboost(ensemble, options));
}

/** The same of what `toXgboost` gave. */
export function xgboostModelText(model: XgboostModel): string {
  return write(model, false);
}

function write(value: unknown, float: boolean): string {
  if (typeof value === "number" && float) return /^-?\d+$/.test(String(value)) ? `${value}.0` : String(value);
  if (Array.isArray(value)) return `[${value.map((v) => write(v, float)).join(",")}]`;
  if (typeof value !== "object" || value === null) return JSON.stringify(value);
  return `{${Object.entries(value)
    .map(([key, v]) => `${JSON.stringify(key)}:${write(v, floats.has(key))}`)
    .join(",")}}`;
}
