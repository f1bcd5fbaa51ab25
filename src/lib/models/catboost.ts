import {compile} from "./catboost/compile.ts";
import {explainer} from "./catboost/ensemble.ts";
import {predictOblivious} from "./catboost/evaluate.ts";
import {fitOblivious} from "./catboost/fit.ts";
import {predictionValuesChange} from "./catboost/importance.ts";
import {fromCatboostJson} from "./catboost/json-read.ts";
import {type CatboostFile, toCatboostJson} from "./catboost/json-write.ts";
import type {ObliviousModel} from "./catboost/model.ts";
import {hyperparameters} from "./catboost/settings.ts";
import type {Learner, Model} from "./learner.ts";

/**
 * Gradient boosting of symmetric trees with ordered target statistics and ordered boosting (Prokhorenkova, Gusev, Vorobev,
 * Dorogush and Gulin 2018, "CatBoost: unbiased boosting with categorical features"), in CatBoost's model format.
 *
 * Inside the fit: borders at quantiles of the window's values; missing numbers below all others; categorical features of few
 * levels one-hot, others as the share of earlier rows of the level whose target is above its median (the task's quantile, or
 * 1), shrunk towards the window's share; a level that is missing or new is a level of its own where training had missing
 * ones, else has the prior alone. The number of trees is that of least loss on the last fifth of the days (at least 10 days
 * and 30 rows there), then all rows are fitted. At prediction, statistics are of the whole training window.
 *
 * A constant target, one row, features that do not vary, or depth 0: the constant of least loss, without trees. Rows of
 * weight 0 are as if not there, also for statistics, which count rows and take no other weights, as in CatBoost. Where
 * `hasTime` is yes, rows of one day do not see one another: if all are of one day, statistics are their prior, and ordered
 * boosting is plain.
 */
export const learner: Learner = {
  name: "catboost",
  label: "CatBoost",
  description:
    "Gradient boosting of symmetric trees, categorical features as target statistics of earlier days, number of trees chosen on the last fifth of each training window",
  tasks: ["mean", "probability", "quantile"],
  hyperparameters,
  fit(x, y, options) {
    const {model, settings, rows, heldOutDays} = fitOblivious(learner, x, y, options);
    const {depth, learningRate, l2LeafReg} = settings;
    const chosen = {trees: model.trees.length, depth, learningRate, l2LeafReg, heldOutDays};
    const levels = model.categorical.map((f) => f.levels ?? []);
    return modelOf(model, {kind: "catboost@1", rows, chosen, levels, catboost: toCatboostJson(model)});
  },
};

/** A fitted model as JSON: CatBoost's file, and what that does not say. */
interface CatboostState {
  readonly kind: "catboost@1";
  readonly rows: number;
  readonly chosen: Readonly<Record<string, number>>;
  /** Levels of each categorical feature of the training window. */
  readonly levels: readonly (readonly string[])[];
  readonly catboost: CatboostFile;
}

/**
 * Rebuilds a model from its `toJSON`, or from a model file of CatBoost's own (`JSON.parse` it first).
 * @throws RangeError saying what is wrong with it: see `fromCatboostJson`.
 */
export function fromJSON(state: unknown): Model {
  const {kind} = (state ?? {}) as {kind?: unknown};
  if (kind === undefined) {
    const model = fromCatboostJson(state);
    const rows = model.trees[0]?.weights?.reduce((sum, w) => sum + w, 0) ?? 0;
    return modelOf(model, {
      kind: "catboost@1",
      rows,
      chosen: {trees: model.trees.length},
      levels: [],
      catboost: state as CatboostFile,
    });
  }
  if (kind !== "catboost@1") throw new RangeError(`invalid model; not "catboost@1": ${kind}`);
  const {levels, ...rest} = state as CatboostState;
  const read = fromCatboostJson(rest.catboost);
  if (!Array.isArray(levels) || (levels.length > 0 && levels.length !== read.categorical.length))
    throw new RangeError("invalid model; its levels are not those of its categorical features: is the file complete?");
  const categorical = read.categorical.map((f, j) => (levels.length > 0 ? {...f, levels: levels[j]} : f));
  return modelOf({...read, categorical}, {...rest, levels});
}

function modelOf(model: ObliviousModel, state: CatboostState): Model {
  const compiled = compile(model);
  const explain = explainer(model);
  const shares = predictionValuesChange(model);
  return {
    predict: (x) => predictOblivious(model, x, {compiled}),
    toJSON: () => state,
    summary: () => ({
      rowsUsed: state.rows,
      chosen: state.chosen,
      weights: Object.fromEntries(model.names.map((name, j) => [name, shares[j]])),
    }),
    ...(explain !== null && {explain}),
  };
}
