import {invalid} from "./json-error.ts";
import type {ModelJson, SplitJson} from "./json-schema.ts";
import type {ObliviousModel, ObliviousTree, Test} from "./model.ts";

type Features = Pick<ObliviousModel, "numeric" | "categorical" | "statistics">;

/** The k-th tree. @throws RangeError where what it says does not fit the features' tests. */
export function readTree(
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
