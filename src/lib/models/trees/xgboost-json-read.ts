import type {z} from "zod";
import type {Design} from "../learner.ts";
import type {TreeEnsemble} from "./tree.ts";
import {completeLevels, readLevels} from "./xgboost-json-levels.ts";
import {parseLenient} from "./xgboost-json-parse.ts";
import {baseMargin, links, modelSchema, treeSchema} from "./xgboost-json-schema.ts";
import {readTree} from "./xgboost-json-tree.ts";

export interface ReadOptions {
  /**
   * Names of a categorical feature's codes 0, 1, …: XGBoost 1.7 keeps neither names nor how many there are. Default: what
   * `toXgboost` wrote; else the codes as text, up to the highest that a split sends right. A higher code in the data, which XGBoost
   * sends left, would then be a level that the model has not seen.
   */
  readonly levels?: Design["levels"];
}

/** A tree ensemble from the text of an XGBoost model file. @throws RangeError where it is no JSON (a file cut short), or as `fromXgboost`. */
export function parseXgboost(text: string, options?: ReadOptions): TreeEnsemble {
  return fromXgboost(parseLenient(text), options);
}

/**
 * A tree ensemble from XGBoost's JSON model, versions 1.0 to 2.x: booster gbtree, one output, an objective whose link is the
 * identity or the logistic. Nodes are renumbered so that children come after their parent; nodes that XGBoost pruned are
 * left out. Feature names default to XGBoost's own, f0, f1, …
 *
 * The file is not trusted: it may be cut short, hand-made or hostile.
 * @throws RangeError saying where: what is missing or of a wrong kind, length or version; a child out of range, a node
 * reached twice (a cycle) or not at all; a number that is not finite.
 */
export function fromXgboost(json: unknown, {levels: known}: ReadOptions = {}): TreeEnsemble {
  const {version, learner} = checked(modelSchema, json, "");
  if (!(version[0] === 1 || version[0] === 2))
    throw new RangeError(
      `invalid XGBoost model; saved by version ${version.join(".")}, read here are 1.0 to 2.x: save it with one of those`,
    );
  const {gradient_booster: booster, learner_model_param: parameters, objective} = learner;
  if (booster.name !== "gbtree" || booster.model === undefined)
    throw new RangeError(`invalid XGBoost model; its booster is not gbtree: ${booster.name}`);
  if (!Object.hasOwn(links, objective.name))
    throw new RangeError(
      `invalid XGBoost model; objective ${objective.name} is not one of those read: ${Object.keys(links).join(", ")}`,
    );
  for (const [key, most] of [
    ["num_class", 1],
    ["num_target", 1],
  ] as const)
    if (!(count(parameters[key], key) <= most))
      throw new RangeError(`invalid XGBoost model; ${key} is ${parameters[key]}: only models of one output are read`);
  const names = featureNames(learner.feature_names, count(parameters.num_feature, "num_feature"));
  const categorical = names.map((_, j) => learner.feature_types[j] === "c");
  if (learner.feature_types.length > 0 && learner.feature_types.length !== names.length)
    throw new RangeError(
      `invalid XGBoost model; ${names.length} features but ${learner.feature_types.length} feature_types`,
    );
  const link = links[objective.name];
  const score = Number(parameters.base_score);
  const base = baseMargin(score, link);
  if (parameters.base_score.trim() === "" || !Number.isFinite(base))
    throw new RangeError(
      `invalid XGBoost model; base_score is not a ${link === "logistic" ? "probability between 0 and 1" : "finite number"}: ${parameters.base_score}`,
    );
  const given = readLevels({names, categorical, attributes: learner.attributes, known});
  const codes = names.map(() => -1);
  const trees = (booster.model.trees as unknown[]).map((tree, k) => {
    const where = `learner.gradient_booster.model.trees[${k}]`;
    return readTree(checked(treeSchema, tree, where), {where, categorical, codes, features: names.length});
  });
  const levels = Object.fromEntries(
    names.flatMap((name, j) => (categorical[j] ? [[name, completeLevels(name, codes[j], given[j])]] : [])),
  );
  return {names, levels, trees, base, average: false, link};
}

function checked<T extends z.ZodType>(schema: T, value: unknown, where: string): z.output<T> {
  const result = schema.safeParse(value);
  if (result.success) return result.data;
  const [{path, message}] = result.error.issues;
  const place = [...(where === "" ? [] : [where]), ...path.map(String)].join(".") || "the file";
  throw new RangeError(`invalid XGBoost model; ${place}: ${message}`);
}

function count(text: string, key: string): number {
  const n = Number(text);
  if (text.trim() === "" || !(Number.isInteger(n) && n >= 0 && n <= 2147483647))
    throw new RangeError(`invalid XGBoost model; ${key} is not a whole number: ${text}`);
  return n;
}

/** Most features of a file without names: it cannot ask for more memory than its own size warrants. */
const mostUnnamed = 1_000_000;

function featureNames(given: readonly string[], features: number): readonly string[] {
  if (given.length === 0 && features <= mostUnnamed) return Array.from({length: features}, (_, j) => `f${j}`);
  if (given.length !== features)
    throw new RangeError(`invalid XGBoost model; num_feature is ${features} but feature_names has ${given.length}`);
  if (new Set(given).size !== given.length)
    throw new RangeError("invalid XGBoost model; two features have the same name");
  return given;
}
