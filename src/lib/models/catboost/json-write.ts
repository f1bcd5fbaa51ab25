import {levelHash} from "./city-hash.ts";
import {type Element, type ObliviousModel, type Statistic, testsOf} from "./model.ts";

/** A model in CatBoost's JSON format: plain JSON values. */
export type CatboostFile = Readonly<Record<string, unknown>>;

/**
 * The model in CatBoost's JSON format: `JSON.stringify` it, and CatBoost's `load_model(file, format="json")` reads it. Borders
 * are 32-bit floats there as here. A row's level goes in as text, a missing one as "".
 */
export function toCatboostJson(model: ObliviousModel): CatboostFile {
  const {numeric, categorical, statistics, names} = model;
  const known = categorical.flatMap(({levels}) => levels ?? []);
  const strings = new Map(known.map((level) => [levelHash(level), level]));
  const hashes = [...strings].sort(([a], [b]) => (a >>> 0) - (b >>> 0));
  return {
    model_info: modelInfo(model),
    features_info: {
      ...(numeric.length > 0 && {
        float_features: numeric.map((f, j) => ({
          borders: [...f.borders],
          feature_id: names[f.column],
          feature_index: j,
          flat_feature_index: f.column,
          has_nans: f.missing !== "AsIs",
          nan_value_treatment: f.missing,
        })),
      }),
      ...(categorical.length > 0 && {
        categorical_features: categorical.map((f, j) => ({
          feature_id: names[f.column],
          feature_index: j,
          flat_feature_index: f.column,
          ...(f.values.length > 0 && {
            values: [...f.values],
            string_values: [...f.values].map((v) => strings.get(v) ?? ""),
          }),
        })),
      }),
      ...(statistics.length > 0 && {ctrs: statistics.map(writeStatistic)}),
      ...(hashes.length > 0 && {cat_features_hash: hashes.map(([hash, value]) => ({hash: hash >>> 0, value}))}),
    },
    oblivious_trees: writeTrees(model),
    scale_and_bias: [model.scale, [model.bias]],
    ...(statistics.length > 0 && {ctr_data: Object.fromEntries(statistics.map((s) => [identifier(s), writeTable(s)]))}),
  };
}

function modelInfo({loss, link}: ObliviousModel): CatboostFile {
  const [type, ...rest] = loss.split(":");
  const params = Object.fromEntries(rest.flatMap((text) => text.split(";")).map((pair) => pair.split("=")));
  return {
    ...(loss !== "" && {params: {loss_function: {type, params}}}),
    ...(link === "logistic" && {
      class_params: {class_label_type: "Integer", class_names: [0, 1], class_to_label: [0, 1], classes_count: 0},
    }),
  };
}

function writeStatistic(s: Statistic): CatboostFile {
  return {
    borders: [...s.borders],
    ctr_type: s.kind,
    elements: s.elements.map(writeElement),
    identifier: identifier(s),
    prior_denomerator: s.priorDenominator,
    prior_numerator: s.priorNumerator,
    scale: s.scale,
    shift: s.shift,
    target_border_idx: s.targetBorder,
  };
}

function identifier({kind, elements}: Statistic): string {
  return JSON.stringify({identifier: elements.map(writeElement), type: kind});
}

function writeElement(e: Element): CatboostFile {
  if (e.kind === "level") return {cat_feature_index: e.categorical, combination_element: "cat_feature_value"};
  if (e.kind === "above")
    return {border: e.border, combination_element: "float_feature", float_feature_index: e.numeric};
  return {cat_feature_index: e.categorical, combination_element: "cat_feature_exact_value", value: e.value};
}

function writeTable({table}: Statistic): CatboostFile {
  return {
    counter_denominator: table.denominator,
    hash_map: [...table.rows].flatMap(([hash, counts]) => [String(hash), ...counts]),
    hash_stride: table.width + 1,
  };
}

function writeTrees(model: ObliviousModel): CatboostFile[] {
  const tests = testsOf(model);
  return model.trees.map(({tests: numbers, values, weights}) => ({
    leaf_values: [...values],
    ...(weights !== null && {leaf_weights: [...weights]}),
    splits: Array.from(numbers, (number) => {
      const {kind, feature, border} = tests[number];
      if (kind === "numeric")
        return {
          border: model.numeric[feature].borders[border],
          float_feature_index: feature,
          split_index: number,
          split_type: "FloatFeature",
        };
      if (kind === "oneHot")
        return {
          cat_feature_index: feature,
          split_index: number,
          split_type: "OneHotFeature",
          value: model.categorical[feature].values[border],
        };
      const statistic = model.statistics[feature];
      return {
        border: statistic.borders[border],
        ctr_target_border_idx: statistic.targetBorder,
        split_index: number,
        split_type: "OnlineCtr",
      };
    }),
  }));
}
