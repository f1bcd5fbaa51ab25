import type {z} from "zod";
import {invalid} from "./json-error.ts";
import {type ElementJson, type ModelJson, modelSchema} from "./json-schema.ts";
import {parsed, readTables, tableKey} from "./json-tables.ts";
import {readTree} from "./json-tree.ts";
import {
  type CategoricalFeature,
  type Element,
  type NumericFeature,
  type ObliviousModel,
  type Statistic,
  testsOf,
} from "./model.ts";

/**
 * A model from CatBoost's JSON format, as `JSON.parse` gives it: symmetric trees of one dimension over numeric and categorical
 * features, one-hot values, and statistics of single features and of combinations. Columns are the file's features in the
 * order of their flat index, named by their id, or by the index where it has none.
 * @throws RangeError saying where a file is cut off, inconsistent, or of a kind that is not read (non-symmetric trees, several
 * classes, text or embedding features).
 */
export function fromCatboostJson(json: unknown): ObliviousModel {
  refuseOtherKinds(json);
  const {data, error} = modelSchema.safeParse(json);
  if (error !== undefined) throw invalid(where(error.issues[0]));
  const info = data.features_info;
  if ((info.text_features?.length ?? 0) + (info.embedding_features?.length ?? 0) > 0)
    throw invalid("it has text or embedding features, which are not read");
  const {names, columnOf} = columnNames(info);
  const numeric = (info.float_features ?? []).map((f, j): NumericFeature => {
    if (f.feature_index !== j) throw invalid(`float feature ${j} has the index ${f.feature_index}`);
    const borders = ascending(f.borders ?? [], `float feature ${j}`);
    return {column: columnOf(f.flat_feature_index), borders, missing: f.nan_value_treatment};
  });
  const categorical = (info.categorical_features ?? []).map((f, j): CategoricalFeature => {
    if (f.feature_index !== j) throw invalid(`categorical feature ${j} has the index ${f.feature_index}`);
    const values = Int32Array.from(f.values ?? []);
    return {column: columnOf(f.flat_feature_index), levels: null, values};
  });
  const tables = readTables(data);
  const statistics = (info.ctrs ?? []).map((c, j): Statistic => {
    const elements = c.elements.map((e) => readElement(e, numeric.length, categorical.length, `ctr ${j}`));
    const table = tables.get(tableKey(c.ctr_type, c.elements));
    if (table === undefined) throw invalid(`ctr ${j} has no table in ctr_data: is the file complete?`);
    const classes = c.ctr_type === "Buckets" ? table.width : table.width - 1;
    if ((c.ctr_type === "Borders" || c.ctr_type === "Buckets") && c.target_border_idx >= classes)
      throw invalid(`ctr ${j} has target border ${c.target_border_idx}, its table has ${table.width} classes`);
    return {
      kind: c.ctr_type,
      elements,
      priorNumerator: c.prior_numerator,
      priorDenominator: c.prior_denomerator,
      shift: c.shift,
      scale: c.scale,
      targetBorder: c.target_border_idx,
      borders: ascending(c.borders, `ctr ${j}`),
      table,
    };
  });
  const features = {numeric, categorical, statistics};
  const tests = testsOf(features);
  const trees = data.oblivious_trees.map((tree, k) => readTree(tree, k, features, tests));
  const [scale, bias] = data.scale_and_bias ?? [1, 0];
  const biases = typeof bias === "number" ? [bias] : bias;
  if (biases.length > 1) throw invalid(`it has ${biases.length} dimensions, models of one are read`);
  const {loss, link} = readLoss(data.model_info);
  return {names, ...features, trees, scale, bias: biases[0] ?? 0, link, loss};
}

function where({path, message}: z.core.$ZodIssue): string {
  return `${path.length === 0 ? "the whole" : path.join(".")}: ${message}; is the file complete, and saved with format="json"?`;
}

function refuseOtherKinds(json: unknown): void {
  if (typeof json !== "object" || json === null || Array.isArray(json)) throw invalid("it is not a JSON object");
  if (!("oblivious_trees" in json) && "trees" in json)
    throw invalid("its trees are not symmetric: train with grow_policy SymmetricTree");
  if ("learner" in json) throw invalid("it is of XGBoost");
}

function columnNames({float_features, categorical_features}: ModelJson["features_info"]) {
  const all = [...(float_features ?? []), ...(categorical_features ?? [])];
  const flat = all.map((f) => f.flat_feature_index).sort((a, b) => a - b);
  const twice = flat.find((v, k) => k > 0 && v === flat[k - 1]);
  if (twice !== undefined) throw invalid(`two features have the flat index ${twice}`);
  const position = new Map(flat.map((v, k) => [v, k]));
  const names = new Array<string>(all.length);
  for (const f of all)
    names[position.get(f.flat_feature_index)!] = f.feature_id || f.feature_name || `${f.flat_feature_index}`;
  const same = names.find((name, k) => names.indexOf(name) !== k);
  if (same !== undefined) throw invalid(`two features have the name "${same}"`);
  return {names, columnOf: (index: number) => position.get(index)!};
}

function ascending(borders: readonly number[], of: string): Float32Array {
  const floats = Float32Array.from(borders);
  for (let k = 0; k < floats.length; k++)
    if (!(Number.isFinite(floats[k]) && (k === 0 || floats[k] > floats[k - 1])))
      throw invalid(`borders of ${of} are not ascending 32-bit floats: ${borders[k]} at ${k}`);
  return floats;
}

function readElement(e: ElementJson, numerics: number, categoricals: number, of: string): Element {
  const [index, count] =
    e.combination_element === "float_feature" ? [e.float_feature_index, numerics] : [e.cat_feature_index, categoricals];
  if (index >= count) throw invalid(`${of} is of feature ${index}, there are ${count}`);
  if (e.combination_element === "float_feature") return {kind: "above", numeric: index, border: Math.fround(e.border)};
  if (e.combination_element === "cat_feature_value") return {kind: "level", categorical: index};
  return {kind: "is", categorical: index, value: e.value | 0};
}

/** The loss that a file names, and its link: logistic where a prediction is a probability. */
function readLoss(info: Readonly<Record<string, unknown>>): Pick<ObliviousModel, "loss" | "link"> {
  const params = typeof info.params === "string" ? parsed(info.params) : info.params;
  const named = (params as {loss_function?: {type?: unknown; params?: Record<string, unknown>}} | null)?.loss_function;
  const type = typeof named?.type === "string" ? named.type : "";
  const rest = Object.entries(named?.params ?? {}).map(([name, value]) => `${name}=${value}`);
  const loss = rest.length > 0 ? `${type}:${rest.join(";")}` : type;
  if (type.startsWith("MultiClass") || type.startsWith("Multi"))
    throw invalid(`its loss is ${type}: one dimension is read`);
  return {loss, link: type === "Logloss" || type === "CrossEntropy" ? "logistic" : "identity"};
}
