import {describe, expect, it} from "vitest";
import {levelHash} from "../../src/lib/models/catboost/city-hash.ts";
import {fromCatboostJson} from "../../src/lib/models/catboost/json-read.ts";
import {toCatboostJson} from "../../src/lib/models/catboost/json-write.ts";
import {fromJSON} from "../../src/lib/models/catboost.ts";
import type {Design} from "../../src/lib/models/learner.ts";

/** 64-bit hash of a lone level, as CatBoost makes it from the 32-bit one. */
function tableHash(level: string): string {
  const m = 0x4906ba494954cb65n;
  return String(BigInt.asUintN(64, m * BigInt.asUintN(64, m * BigInt.asUintN(64, BigInt(levelHash(level))))));
}

const level = {cat_feature_index: 1, combination_element: "cat_feature_value"};
const borders = JSON.stringify({identifier: [level], type: "Borders"}, null, 2); // CatBoost writes the key over several lines
const counter = JSON.stringify({identifier: [level], type: "Counter"});

/**
 * A model in the documented shape, written by hand. Tests: 0 and 1 borders of "size"; 2 of "age"; 3 whether "side" is buy;
 * 4 the share of "desk" above 0.5; 5 the frequency of "desk" above 0.3.
 */
function file() {
  return {
    model_info: {catboost_version_info: "any", params: {loss_function: {type: "RMSE", params: {}}}},
    features_info: {
      float_features: [
        {
          feature_index: 0,
          flat_feature_index: 0,
          feature_id: "size",
          has_nans: true,
          nan_value_treatment: "AsFalse",
          borders: [0.5, 2.5],
        },
        {
          feature_index: 1,
          flat_feature_index: 2,
          feature_id: "",
          has_nans: true,
          nan_value_treatment: "AsTrue",
          borders: [10],
        },
      ],
      categorical_features: [
        {feature_index: 0, flat_feature_index: 1, feature_id: "side", values: [levelHash("buy")]},
        {feature_index: 1, flat_feature_index: 3, feature_id: "desk"},
      ],
      ctrs: [
        {
          identifier: borders,
          elements: [level],
          ctr_type: "Borders",
          target_border_idx: 0,
          prior_numerator: 0.5,
          prior_denomerator: 1,
          shift: 0,
          scale: 1,
          borders: [0.5],
        },
        {
          identifier: counter,
          elements: [level],
          ctr_type: "Counter",
          target_border_idx: 0,
          prior_numerator: 0,
          prior_denomerator: 1,
          shift: -0.5,
          scale: 2,
          borders: [-0.4],
        },
      ],
    },
    oblivious_trees: [
      {
        leaf_values: [1, 2, 4, 8],
        leaf_weights: [4, 3, 2, 1],
        splits: [
          {border: 2.5, float_feature_index: 0, split_index: 1, split_type: "FloatFeature"},
          {cat_feature_index: 0, split_index: 3, split_type: "OneHotFeature", value: levelHash("buy")},
        ],
      },
      {
        leaf_values: [10, 20, 30, 40, 50, 60, 70, 80],
        leaf_weights: [1, 1, 1, 1, 1, 1, 1, 3],
        splits: [
          {border: 0.5, ctr_target_border_idx: 0, split_index: 4, split_type: "OnlineCtr"},
          {border: 10, float_feature_index: 1, split_index: 2, split_type: "FloatFeature"},
          {border: -0.4, ctr_target_border_idx: 0, split_index: 5, split_type: "OnlineCtr"},
        ],
      },
    ],
    scale_and_bias: [0.5, [100]] as unknown[],
    ctr_data: {
      // rates: 1 of 4 below the border and 3 above; rates 3 and 1
      [borders]: {hash_map: [tableHash("rates"), 1, 3, tableHash("fx"), 3, 1], hash_stride: 3, counter_denominator: 0},
      [counter]: {hash_map: [tableHash("rates"), 4, tableHash("fx"), 2], hash_stride: 2, counter_denominator: 9},
    },
  };
}

const design = (columns: (number | string)[][]): Design => ({
  rows: columns[0].length,
  names: ["size", "side", "2", "desk"],
  columns: columns.map((column) =>
    Float64Array.from(column, (v) => (typeof v === "number" ? v : ["buy", "sell", "fx", "rates", "new"].indexOf(v))),
  ),
  levels: {side: ["buy", "sell", "fx", "rates", "new"], desk: ["buy", "sell", "fx", "rates", "new"]},
});

describe("CatBoost's JSON model", () => {
  it("predicts what the file says, worked out by hand", () => {
    // share of rates (3 + .5) / (4 + 1) = .7 > .5; of fx 1.5 / 5 = .3; of a new one .5 / 1 = .5, not above
    // frequency, ((count + 0) / (9 + 1) − .5) · 2: rates −.2 > −.4; fx −.6; new −1
    const x = design([
      [3, 2.5, Number.NaN, 3],
      ["sell", "buy", "buy", "new"],
      [11, 10, Number.NaN, 9],
      ["rates", "fx", "new", Number.NaN],
    ]);
    // trees: row 0: leaf 1 → 2, leaf 1|2|4 → 80; row 1: leaf 2 → 4, leaf 0 → 10; row 2: missing size is no, missing age is
    // yes: leaf 2 → 4, leaf 2 → 30; row 3: leaf 1 → 2, leaf 0 → 10
    expect([...fromJSON(file()).predict(x)]).toEqual([100 + 41, 100 + 7, 100 + 17, 100 + 6]);
  });

  it("is what it was after writing and reading", () => {
    const model = fromCatboostJson(file());
    const written = JSON.parse(JSON.stringify(toCatboostJson(model)));
    expect(fromCatboostJson(written)).toEqual(model);
    expect(written.oblivious_trees).toEqual(
      file().oblivious_trees.map((tree) => ({
        ...tree,
        splits: tree.splits.map((s) => ({...s, ...("border" in s && {border: Math.fround(s.border!)})})),
      })),
    );
    expect(written.scale_and_bias).toEqual([0.5, [100]]);
  });

  it("reads a logistic model's probability, a loss's parameters, names of older versions, no bias and an empty tree", () => {
    const json = {
      model_info: {params: JSON.stringify({loss_function: {type: "Logloss", params: {a: "1"}}})},
      features_info: {
        float_features: [{feature_index: 0, flat_feature_index: 0, feature_name: "x", borders: null}],
      },
      oblivious_trees: [{leaf_values: [Math.log(3)], splits: null}],
    };
    const [p] = fromJSON(json).predict({rows: 1, names: ["x"], columns: [Float64Array.of(7)]});
    expect(p).toBeCloseTo(0.75, 15);
    const model = fromCatboostJson(json);
    expect([model.loss, model.link, model.names]).toEqual(["Logloss:a=1", "logistic", ["x"]]);
    expect(fromJSON(json).explain).toBeUndefined(); // no leaf weights
    expect(fromCatboostJson({...json, scale_and_bias: [1, 4]}).bias).toBe(4);
  });

  it("reads each kind of statistic, and combinations with numbers and values", () => {
    const pair = [
      {cat_feature_index: 0, combination_element: "cat_feature_value"},
      {border: 1.5, combination_element: "float_feature", float_feature_index: 0},
      {cat_feature_index: 0, combination_element: "cat_feature_exact_value", value: levelHash("b")},
    ];
    const m = 0x4906ba494954cb65n;
    const join = (hash: bigint, v: number) => BigInt.asUintN(64, m * (hash + m * BigInt.asUintN(64, BigInt(v))));
    const hash = String([levelHash("b"), 1, 1].reduce(join, 0n));
    const make = (ctr_type: string, counts: number[], target_border_idx = 0) => {
      const key = JSON.stringify({type: ctr_type, identifier: pair});
      return {
        features_info: {
          float_features: [{feature_index: 0, flat_feature_index: 0, feature_id: "x", borders: [1.5]}],
          categorical_features: [{feature_index: 0, flat_feature_index: 1, feature_id: "c", values: [levelHash("b")]}],
          ctrs: [
            {
              identifier: key,
              elements: pair,
              ctr_type,
              target_border_idx,
              prior_numerator: 1,
              prior_denomerator: 2,
              shift: 0,
              scale: 1,
              borders: [0.299, 0.301, 0.399, 0.401],
            },
          ],
        },
        oblivious_trees: [2, 3, 4, 5].map((split_index) => ({
          leaf_values: [0, 1],
          leaf_weights: [1, 1],
          splits: [{split_index, split_type: "OnlineCtr"}],
        })),
        ctr_data: {[key]: {hash_map: [hash, ...counts], hash_stride: 1 + counts.length, counter_denominator: 18}},
      };
    };
    const x: Design = {
      rows: 2,
      names: ["x", "c"],
      columns: [Float64Array.of(2, 1), Float64Array.of(1, 1)],
      levels: {c: ["a", "b"]},
    };
    // number of borders below the value: .3 is above 1, .4 above 3, .5 (the prior, for row 1's unknown combination) above all
    expect([...fromJSON(make("Borders", [3, 2, 3], 0)).predict(x)]).toEqual([4, 4]); // (5 + 1) / (8 + 2)
    expect([...fromJSON(make("Borders", [3, 2, 3], 1)).predict(x)]).toEqual([3, 4]); // (3 + 1) / (8 + 2)
    expect([...fromJSON(make("Buckets", [3, 2, 3], 1)).predict(x)]).toEqual([1, 4]); // (2 + 1) / (8 + 2)
    expect([...fromJSON(make("FloatTargetMeanValue", [2.2, 6])).predict(x)]).toEqual([3, 4]); // 3.2 / 8 = .4
    expect([...fromJSON(make("BinarizedTargetMeanValue", [1.4, 6])).predict(x)]).toEqual([1, 4]); // 2.4 / 8 = .3
    expect([...fromJSON(make("Counter", [5])).predict(x)]).toEqual([1, 0]); // 6 / 20, and 1 / 20 where it was not seen
    expect([...fromJSON(make("FeatureFreq", [7])).predict(x)]).toEqual([3, 0]); // 8 / 20
    const read = fromCatboostJson(make("Borders", [3, 2, 3], 1));
    expect(fromCatboostJson(JSON.parse(JSON.stringify(toCatboostJson(read))))).toEqual(read);
    expect(fromJSON(make("Counter", [5])).explain).toBeUndefined(); // of two features at once
    const shares = fromJSON(make("Counter", [5])).summary().weights;
    expect([shares.x, shares.c]).toEqual([expect.closeTo(1 / 3, 12), expect.closeTo(2 / 3, 12)]);
  });

  it("meets the probability that CatBoost gave for a row (published with the Rust crate catboost: 0.5245)", () => {
    const borders = [
      [0.059676628559827805, 0.80015146732330322],
      [0.1450345367193222, 0.90558648109436035],
      [0.0791434645652771],
      [0.089043214917182922],
    ];
    const leaf_values = new Array(64).fill(0);
    leaf_values[61] = 0.097949669004673431; // its only tree's leaf of that row; others are left out here
    const json = {
      features_info: {
        float_features: borders.map((b, j) => ({
          borders: b,
          feature_id: "",
          feature_index: j,
          flat_feature_index: j,
          has_nans: false,
          nan_value_treatment: "AsIs",
        })),
      },
      model_info: {params: {loss_function: {type: "Logloss"}}},
      oblivious_trees: [
        {leaf_values, splits: [3, 1, 2, 5, 0, 4].map((split_index) => ({split_index, split_type: "FloatFeature"}))},
      ],
      scale_and_bias: [1, [0]],
    };
    const row = [0.1276993, 0.9918129, 0.16597846, 0.98612934];
    const x = {rows: 1, names: ["0", "1", "2", "3"], columns: row.map((v) => Float64Array.of(v))};
    expect(fromJSON(json).predict(x)[0]).toBeCloseTo(0.5245, 4);
  });

  it("explains what a file says the leaves' weights of", () => {
    const model = fromJSON(file());
    const x = design([[3], ["sell"], [11], ["rates"]]);
    const {base, columns} = model.explain!(x);
    expect(base + columns.reduce((sum, c) => sum + c[0], 0)).toBeCloseTo(141, 10);
    // base: 100 + ½ (mean leaf value of each tree by weight)
    expect(base).toBeCloseTo(100 + 0.5 * ((4 + 6 + 8 + 8) / 10 + (10 + 20 + 30 + 40 + 50 + 60 + 70 + 240) / 10), 10);
  });

  type Json = ReturnType<typeof file>;
  it.each<[string, (json: Json) => unknown, RegExp]>([
    ["nothing", () => null, /not a JSON object/],
    ["a list", () => [], /not a JSON object/],
    ["another program's", () => ({learner: {}}), /of XGBoost/],
    ["non-symmetric trees", ({features_info}) => ({features_info, trees: []}), /not symmetric.*SymmetricTree/],
    ["cut off before the trees", ({features_info}) => ({features_info}), /oblivious_trees.*complete/],
    [
      "text features",
      (j) => edited(j, (c) => Object.assign(c.features_info, {text_features: [{}]})),
      /text or embedding/,
    ],
    [
      "a leaf lost",
      (j) => edited(j, (c) => c.oblivious_trees[1].leaf_values.pop()),
      /tree 1 has 7 leaf values and 3 splits/,
    ],
    [
      "a weight lost",
      (j) => edited(j, (c) => c.oblivious_trees[0].leaf_weights.pop()),
      /tree 0 has 3 leaf weights for 4/,
    ],
    [
      "two dimensions of leaves",
      (j) => edited(j, (c) => c.oblivious_trees[0].leaf_values.push(1, 2, 3, 4)),
      /2 values a leaf/,
    ],
    ["two biases", (j) => edited(j, (c) => Object.assign(c, {scale_and_bias: [1, [0, 1]]})), /2 dimensions/],
    [
      "a split out of range",
      (j) => edited(j, (c) => Object.assign(c.oblivious_trees[0].splits[0], {split_index: 6})),
      /split_index 6.*6 tests/,
    ],
    [
      "a split that says another",
      (j) => edited(j, (c) => Object.assign(c.oblivious_trees[0].splits[0], {border: 9})),
      /split 0 what is not test 1/,
    ],
    [
      "another kind of split",
      (j) => edited(j, (c) => Object.assign(c.oblivious_trees[0].splits[1], {split_type: "OnlineCtr"})),
      /not test 3/,
    ],
    [
      "17 splits",
      (j) =>
        edited(j, (c) =>
          Object.assign(c.oblivious_trees[0], {splits: Array(17).fill({split_index: 0, split_type: "FloatFeature"})}),
        ),
      /splits/,
    ],
    [
      "a null leaf",
      (j) => edited(j, (c) => Object.assign(c.oblivious_trees[0].leaf_values, {0: null})),
      /oblivious_trees.0.leaf_values.0/,
    ],
    [
      "borders that fall",
      (j) => edited(j, (c) => c.features_info.float_features[0].borders.reverse()),
      /borders of float feature 0.*ascending/,
    ],
    [
      "a wrong index",
      (j) => edited(j, (c) => Object.assign(c.features_info.float_features[0], {feature_index: 5})),
      /float feature 0 has the index 5/,
    ],
    [
      "a wrong category index",
      (j) => edited(j, (c) => Object.assign(c.features_info.categorical_features[0], {feature_index: 5})),
      /categorical feature 0/,
    ],
    [
      "one flat index twice",
      (j) => edited(j, (c) => Object.assign(c.features_info.float_features[0], {flat_feature_index: 3})),
      /flat index 3/,
    ],
    [
      "one name twice",
      (j) => edited(j, (c) => Object.assign(c.features_info.float_features[0], {feature_id: "desk"})),
      /name "desk"/,
    ],
    ["no table", (j) => edited(j, (c) => Object.assign(c, {ctr_data: {}})), /ctr 0 has no table/],
    ["a table cut off", (j) => edited(j, (c) => c.ctr_data[borders].hash_map.pop()), /5 entries, not a multiple of 3/],
    [
      "a count for a hash",
      (j) => edited(j, (c) => c.ctr_data[borders].hash_map.splice(0, 1, 7)),
      /not hashes and counts at 0/,
    ],
    [
      "a stride of another kind",
      (j) => edited(j, (c) => Object.assign(c.ctr_data[counter], {hash_stride: 3})),
      /hash_stride .* not that of Counter/,
    ],
    [
      "a key that is none",
      (j) => edited(j, (c) => Object.assign(c.ctr_data, {"{": c.ctr_data[counter]})),
      /key of ctr_data/,
    ],
    [
      "a target border out of range",
      (j) => edited(j, (c) => Object.assign(c.features_info.ctrs[0], {target_border_idx: 1})),
      /target border 1.*2 classes/,
    ],
    [
      "a statistic of no feature",
      (j) => edited(j, (c) => Object.assign(c.features_info.ctrs[0], {elements: [{...level, cat_feature_index: 9}]})),
      /feature 9, there are 2/,
    ],
    [
      "several classes",
      (j) => edited(j, (c) => Object.assign(c.model_info.params.loss_function, {type: "MultiClass"})),
      /MultiClass/,
    ],
    ["a later kind of state", () => ({kind: "catboost@2"}), /not "catboost@1": catboost@2/],
    ["levels lost", (j) => ({kind: "catboost@1", levels: [[]], catboost: j}), /levels/],
  ])("refuses %s", (_, change, message) => {
    expect(() => fromJSON(change(file()))).toThrow(RangeError);
    expect(() => fromJSON(change(file()))).toThrow(message);
  });
});

function edited<T>(json: T, edit: (copy: T) => unknown): T {
  const copy = structuredClone(json);
  edit(copy);
  return copy;
}
