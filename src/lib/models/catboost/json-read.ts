import type {z} from "zod";
import {type ElementJson, identifierSchema, type ModelJson, modelSchema, type SplitJson} from "./json-schema.ts";
import {
  type CategoricalFeature,
  type Element,
  type NumericFeature,
  type ObliviousModel,
  type ObliviousTree,
  type Statistic,
  type StatisticTable,
  type Test,
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

const invalid = (what: string) => new RangeError(`invalid CatBoost model; ${what}`);

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

/** Tables by what they count, however a file writes that. */
function readTables({ctr_data}: ModelJson): Map<string, StatisticTable> {
  const tables = new Map<string, StatisticTable>();
  for (const [text, {hash_map, hash_stride, counter_denominator}] of Object.entries(ctr_data ?? {})) {
    const {data: key} = identifierSchema.safeParse(parsed(text));
    if (key === undefined) throw invalid(`a key of ctr_data says no statistic: ${text}`);
    const width = hash_stride - 1;
    const mean = key.type === "BinarizedTargetMeanValue" || key.type === "FloatTargetMeanValue";
    const single = key.type === "Counter" || key.type === "FeatureFreq";
    if (mean ? width !== 2 : single ? width !== 1 : width < 2)
      throw invalid(`hash_stride of ${text} is ${hash_stride}, not that of ${key.type}`);
    if (hash_map.length % hash_stride !== 0)
      throw invalid(
        `hash_map of ${text} has ${hash_map.length} entries, not a multiple of ${hash_stride}: is it complete?`,
      );
    const rows = new Map<bigint, readonly number[]>();
    for (let k = 0; k < hash_map.length; k += hash_stride) {
      const hash = hash_map[k];
      const counts = hash_map.slice(k + 1, k + hash_stride).map(Number);
      if (!(typeof hash === "string" && /^\d{1,20}$/.test(hash)) || !counts.every((c) => Number.isFinite(c)))
        throw invalid(
          `hash_map of ${text} is not hashes and counts at ${k}: ${hash_map.slice(k, k + hash_stride).join(", ")}`,
        );
      rows.set(BigInt(hash), counts);
    }
    tables.set(tableKey(key.type, key.identifier), {rows, width, denominator: counter_denominator});
  }
  return tables;
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}

function tableKey(type: string, elements: readonly ElementJson[]): string {
  const parts = elements.map((e) =>
    e.combination_element === "float_feature"
      ? [e.combination_element, e.float_feature_index, Math.fround(e.border)]
      : [e.combination_element, e.cat_feature_index, e.combination_element === "cat_feature_value" ? 0 : e.value | 0],
  );
  return JSON.stringify([type, parts]);
}

type Features = Pick<ObliviousModel, "numeric" | "categorical" | "statistics">;

function readTree(
  tree: ModelJson["oblivious_trees"][number],
  k: number,
  features: Features,
  tests: Test[],
): ObliviousTree {
  const splits = tree.splits ?? [];
  const leaves = 1 << splits.length;
  const wrong = (what: string) => invalid(`tree ${k} ${what}`);
  if (tree.leaf_values.length !== leaves)
    throw wrong(
      tree.leaf_values.length > leaves && tree.leaf_values.length % leaves === 0
        ? `has ${tree.leaf_values.length / leaves} values a leaf: models of one dimension are read`
        : `has ${tree.leaf_values.length} leaf values and ${splits.length} splits, not 2^${splits.length} = ${leaves}`,
    );
  if (tree.leaf_weights != null && tree.leaf_weights.length !== leaves)
    throw wrong(`has ${tree.leaf_weights.length} leaf weights for ${leaves} leaves`);
  for (const [i, split] of splits.entries()) {
    const test = tests[split.split_index];
    if (test === undefined)
      throw wrong(`has split_index ${split.split_index}, the features have ${tests.length} tests`);
    if (!agrees(split, test, features))
      throw wrong(`says of split ${i} what is not test ${split.split_index}: ${JSON.stringify(split)}`);
  }
  return {
    tests: Int32Array.from(splits, (s) => s.split_index),
    values: Float64Array.from(tree.leaf_values),
    weights: tree.leaf_weights == null ? null : Float64Array.from(tree.leaf_weights),
  };
}

/** Whether what a split says in words is the test of its number. */
function agrees(
  split: SplitJson,
  {kind, feature, border}: Test,
  {numeric, categorical, statistics}: Features,
): boolean {
  const same = (said: number | undefined, is: number) => said === undefined || Math.fround(said) === is;
  if (kind === "numeric")
    return (
      split.split_type === "FloatFeature" &&
      same(split.float_feature_index, feature) &&
      same(split.border, numeric[feature].borders[border])
    );
  if (kind === "oneHot")
    return (
      split.split_type === "OneHotFeature" &&
      same(split.cat_feature_index, feature) &&
      (split.value === undefined || (split.value | 0) === categorical[feature].values[border])
    );
  return split.split_type === "OnlineCtr" && same(split.border, statistics[feature].borders[border]);
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
