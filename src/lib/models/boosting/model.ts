import type {Model, Task} from "../learner.ts";
import {predictTrees} from "../trees/predict.ts";
import {treeShap} from "../trees/shap.ts";
import type {TreeEnsemble} from "../trees/tree.ts";
import {fromXgboost, toXgboost, type XgboostModel, type XgboostOptions} from "../trees/xgboost-json.ts";
import {xgboostModelText} from "../trees/xgboost-json-text.ts";

/** A fitted model as JSON: XGBoost's own model, in an envelope that says how it came about. */
export interface BoostingState {
  readonly kind: "boosting@1";
  readonly task: Task;
  readonly rows: number;
  /** Settings that were chosen, as numbers. */
  readonly chosen: Readonly<Record<string, number>>;
  /** XGBoost's own model: see `modelFile`. */
  readonly xgboost: XgboostModel;
}

/**
 * A model of trees that have just been grown. It goes through XGBoost's JSON at once, so that it and the one saved from it
 * are the same to the last bit.
 */
export function fittedModel(
  ensemble: TreeEnsemble,
  head: Omit<BoostingState, "kind" | "xgboost">,
  options: XgboostOptions,
): Model {
  return modelOf({kind: "boosting@1", ...head, xgboost: toXgboost(ensemble, options)});
}

/**
 * Rebuilds a model from its `toJSON`. @throws RangeError if it is not of this learner, or its trees are no trees.
 */
export function fromJSON(state: unknown): Model {
  return modelOf(stateOf(state));
}

/**
 * The text of a model file that XGBoost loads (its name must end in .json), of a model's `toJSON`.
 * @throws RangeError if it is not of this learner.
 */
export function modelFile(state: unknown): string {
  return xgboostModelText(stateOf(state).xgboost);
}

function stateOf(state: unknown): BoostingState {
  const candidate = state as BoostingState | null;
  if (candidate?.kind !== "boosting@1") throw new RangeError(`invalid model; not "boosting@1": ${candidate?.kind}`);
  return candidate;
}

function modelOf(state: BoostingState): Model {
  const ensemble = fromXgboost(state.xgboost);
  return {
    predict: (x) => predictTrees(ensemble, x),
    toJSON: () => state,
    summary: () => ({
      rowsUsed: state.rows,
      chosen: {...state.chosen, trees: ensemble.trees.length},
      weights: gainShares(ensemble),
    }),
    explain: (x) => treeShap(ensemble, x),
  };
}

/** Feature → its share of the gain of all splits; 0 everywhere where there is no split. */
function gainShares({names, trees}: TreeEnsemble): Record<string, number> {
  const gains = new Float64Array(names.length);
  let total = 0;
  for (const {feature, gain} of trees)
    for (let node = 0; node < feature.length; node++) {
      if (feature[node] < 0) continue;
      gains[feature[node]] += gain[node];
      total += gain[node];
    }
  return Object.fromEntries(names.map((name, j) => [name, total > 0 ? gains[j] / total : 0]));
}
