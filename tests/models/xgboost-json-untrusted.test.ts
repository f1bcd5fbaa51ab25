import {describe, expect, it} from "vitest";
import {fromXgboost, parseXgboost} from "../../src/lib/models/trees/xgboost-json.ts";
import {file, type Json} from "./xgboost-file.ts";

/** The file with one value changed; "tree." stands for the way to its tree. Undefined takes the key away. */
function changed(path: string, value: unknown): Json {
  const json = file();
  const keys = path.replace("tree.", "gradient_booster.model.trees.0.").split(".");
  const last = keys.pop()!;
  const holder = keys.reduce((at, key) => at[key], path === "version" ? json : json.learner);
  if (value === undefined) delete holder[last];
  else holder[last] = value;
  return json;
}

describe("reading a file that is no model of XGBoost's", () => {
  const wrong: [what: string, path: string, value: unknown, message: string][] = [
    ["a missing key", "tree.sum_hessian", undefined, "trees[0].sum_hessian: "],
    ["another kind of value", "tree.left_children", "1", "trees[0].left_children: "],
    ["another version", "version", [3, 1, 0], "saved by version 3.1.0, read here are 1.0 to 2.x"],
    ["another booster", "gradient_booster.name", "dart", "its booster is not gbtree: dart"],
    ["another objective", "objective.name", "count:poisson", "objective count:poisson is not one of those read: reg:"],
    ["an objective by a method's name", "objective.name", "constructor", "objective constructor is not one"],
    ["several classes", "learner_model_param.num_class", "3", "num_class is 3: only models of one output are read"],
    ["several targets", "learner_model_param.num_target", "2", "num_target is 2: only models of one output are read"],
    ["leaves that are vectors", "tree.tree_param.size_leaf_vector", "2", "its leaves are vectors"],
    ["names that do not fit", "feature_names", ["a"], "num_feature is 2 but feature_names has 1"],
    ["names twice", "feature_names", ["a", "a"], "two features have the same name"],
    ["types that do not fit", "feature_types", ["float"], "2 features but 1 feature_types"],
    ["a count that is none", "learner_model_param.num_feature", "many", "num_feature is not a whole number: many"],
    ["a cycle to the root", "tree.left_children.1", 0, "trees[0]: node 0 is reached twice: a cycle"],
    ["a node that is its own child", "tree.right_children.1", 1, "node 1 is reached twice"],
    ["a child of two parents", "tree.right_children.1", 2, "node 2 is reached twice"],
    ["a child out of range", "tree.right_children.0", 5, "the right child of node 0 is 5, not one of 5 nodes"],
    ["a child that is no whole number", "tree.left_children.0", 1.5, "the left child of node 0 is 1.5"],
    ["one child only", "tree.right_children.1", -1, "the right child of node 1 is -1"],
    ["nodes out of reach", "tree.tree_param.num_deleted", "2", "the root reaches 5 of 5 nodes, 2 of which are deleted"],
    ["no node", "tree.tree_param.num_nodes", "0", "num_nodes is not a whole number above 0: 0"],
    ["too few entries", "tree.split_conditions", [1, 2, 3, 4], "split_conditions has 4 entries, num_nodes is 5"],
    ["a feature out of range", "tree.split_indices.0", 2, "split_indices[0] is 2, there are 2 features"],
    ["no threshold", "tree.split_conditions.0", null, "the threshold of node 0 is not a finite number"],
    ["a threshold beyond 32 bits", "tree.split_conditions.0", 1e300, "threshold of node 0 is not a finite number"],
    ["no value", "tree.split_conditions.2", null, "the value of leaf 2 is not a finite number"],
    ["a negative cover", "tree.sum_hessian.2", -1, "cover of node 2 is negative: -1"],
    ["a flag that is none", "tree.default_left.0", 7, "default_left of node 0 is neither 0 nor 1: 7"],
    ["categories of a number", "tree.split_indices.1", 0, 'node 1 splits feature 0 by category; its type is not "c"'],
    ["a threshold of categories", "tree.split_indices.0", 1, 'node 0 splits feature 1 by threshold; its type is "c"'],
    [
      "a split without its categories",
      "tree.split_type.0",
      1,
      "split_type[0] is 1, but categories_nodes says otherwise",
    ],
    ["categories without end", "tree.categories_sizes.0", 3, "categories_nodes[0] is node 1, categories 0 to 3 of 2"],
    ["lists that differ", "tree.categories_sizes", [], "categories_segments and categories_sizes differ in length"],
    ["a category beyond reason", "tree.categories.1", 1e15, "is not a code from 0 to 1000000: 1000000000000000"],
    ["levels that are none", "attributes.proofbook_levels", "[1]", "does not list the levels of 2 features"],
    ["levels that are no JSON", "attributes.proofbook_levels", "[", "does not list the levels of 2 features"],
  ];
  it.each(wrong)("refuses %s, and says where", (_, path, value, message) => {
    const read = () => fromXgboost(changed(path, value));
    expect(read).toThrow(RangeError);
    expect(read).toThrow(message);
    expect(read).toThrow(/^invalid XGBoost model; /);
  });

  it("reads the file that these are changes of", () => {
    expect(fromXgboost(changed("attributes", {})).trees).toHaveLength(1);
  });

  it("asks for no more memory than the file warrants", () => {
    const json = changed("feature_names", []);
    json.learner.learner_model_param.num_feature = "2000000000";
    expect(() => fromXgboost(json)).toThrow("num_feature is 2000000000 but feature_names has 0");
  });

  it.each([null, 3, "model", [], {}, {version: [1, 7, 4], learner: null}])("refuses %j", (json) => {
    expect(() => fromXgboost(json)).toThrow(/^invalid XGBoost model; /);
  });

  it("says where a file was cut, whatever the place, and does not hang on quotes without end", () => {
    const text = JSON.stringify(file());
    for (let length = 0; length < text.length; length += 7)
      expect(() => parseXgboost(text.slice(0, length))).toThrow(`perhaps cut short (it has ${length} characters)`);
    expect(() => parseXgboost(`{"${'\\"'.repeat(200_000)}`)).toThrow("perhaps cut short");
  });
});
