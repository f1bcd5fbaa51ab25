import {describe, expect, it} from "vitest";
import {levelHash} from "../../src/lib/models/catboost/city-hash.ts";
import {explainer, toEnsemble} from "../../src/lib/models/catboost/ensemble.ts";
import {predictMargin, predictOblivious} from "../../src/lib/models/catboost/evaluate.ts";
import {predictionValuesChange} from "../../src/lib/models/catboost/importance.ts";
import {type ObliviousModel, testsOf} from "../../src/lib/models/catboost/model.ts";
import {typescriptKernel} from "../../src/lib/models/kernel/twin.ts";
import type {Design} from "../../src/lib/models/learner.ts";
import {checkEnsemble} from "../../src/lib/models/trees/check-tree.ts";
import {predictTrees} from "../../src/lib/models/trees/predict.ts";
import {stream} from "../../src/lib/numeric/index.ts";

/** A model of random trees over numbers, some with a great many borders, and one-hot values. */
function randomModel(seed: number, depths: readonly number[], borderCount: number): ObliviousModel {
  const random = stream(seed, "model");
  const numeric = (["AsIs", "AsFalse", "AsTrue"] as const).map((missing, column) => ({
    column,
    missing,
    borders: Float32Array.from({length: borderCount}, () => random.normal()).sort(),
  }));
  const categorical = [{column: 3, levels: ["a", "b", "c"], values: Int32Array.of(...hashes)}];
  const tests = testsOf({numeric, categorical, statistics: []}).length;
  const trees = depths.map((depth) => ({
    tests: Int32Array.from({length: depth}, () => random.integer(tests)),
    values: Float64Array.from({length: 2 ** depth}, () => random.normal()),
    weights: Float64Array.from({length: 2 ** depth}, () => random.integer(5)),
  }));
  const names = ["x", "y", "z", "c"];
  return {names, numeric, categorical, statistics: [], trees, scale: 0.5, bias: 3, link: "identity", loss: "RMSE"};
}

/** Hashes that CatBoost has for the levels; catboost-city-hash.test.ts holds them against published ones. */
const hashes = ["a", "b"].map((level) => levelHash(level));

function randomDesign(rows: number): Design {
  const random = stream(9, "design");
  const columns = [0, 1, 2].map(() =>
    Float64Array.from({length: rows}, () => (random.uniform() < 0.1 ? Number.NaN : random.normal())),
  );
  return {
    rows,
    names: ["x", "y", "z", "c"],
    columns: [...columns, Float64Array.from({length: rows}, () => random.integer(3))],
    levels: {c: ["b", "c", "a"]},
  };
}

/** One row after the other, one tree after the other, one test after the other. */
function slowMargin(model: ObliviousModel, x: Design, row: number): number {
  const tests = testsOf(model);
  let sum = 0;
  for (const tree of model.trees) {
    let leaf = 0;
    tree.tests.forEach((number, i) => {
      const {kind, feature, border} = tests[number];
      const value = x.columns[kind === "oneHot" ? 3 : feature][row];
      const yes =
        kind === "oneHot"
          ? levelHash(x.levels!.c[value]) === model.categorical[0].values[border]
          : Number.isNaN(value)
            ? model.numeric[feature].missing === "AsTrue"
            : Math.fround(value) > model.numeric[feature].borders[border];
      if (yes) leaf += 2 ** i;
    });
    sum += tree.values[leaf];
  }
  return model.bias + model.scale * sum;
}

describe("evaluation by bit tests", () => {
  it.each([
    ["the usual depth", [6, 6, 6, 6], 20],
    ["every depth from 0 to 16", Array.from({length: 17}, (_, d) => d), 20],
    ["more borders than a column of bins has room for", Array(200).fill(6), 250],
    ["no trees", [], 3],
  ])("%s: what test after test gives", (_, depths, borders) => {
    const model = randomModel(1, depths, borders);
    const x = randomDesign(1030); // more than a block, and no multiple of four
    const found = predictMargin(model, x);
    for (let i = 0; i < x.rows; i++) expect(found[i]).toBeCloseTo(slowMargin(model, x, i), 10);
    expect(predictMargin(model, x, {kernel: typescriptKernel()})).toEqual(found); // bit for bit
    expect(predictMargin(model, {...x, rows: 0, columns: x.columns.map(() => new Float64Array(0))}).length).toBe(0);
  });

  it("gives the probability of a logistic model", () => {
    const model = {...randomModel(2, [3], 5), link: "logistic" as const};
    const x = randomDesign(3);
    predictOblivious(model, x).forEach((p, i) => {
      expect(p).toBeCloseTo(1 / (1 + Math.exp(-slowMargin(model, x, i))), 14);
    });
  });

  it("refuses a design of other features, or with a category for a number", () => {
    const model = randomModel(3, [2], 5);
    const x = randomDesign(2);
    expect(() => predictMargin(model, {...x, names: ["x", "y", "w", "c"]})).toThrow(/fitted on x, y, z, c/);
    expect(() => predictMargin(model, {...x, levels: {}})).toThrow(/"c" is a number.*categorical/);
    const all = {c: ["a"], x: ["a"]};
    expect(() => predictMargin(model, {...x, columns: x.columns.map((c) => c.map(() => 0)), levels: all})).toThrow(
      /"x" is categorical.*as a number/,
    );
  });
});

describe("as an ensemble of binary trees", () => {
  it("predicts the same, and is a proper ensemble", () => {
    const model = randomModel(4, [0, 1, 2, 6, 8], 30);
    const {ensemble, design} = toEnsemble(model)!;
    checkEnsemble(ensemble);
    const x = randomDesign(200);
    const found = predictTrees(ensemble, design(x));
    predictMargin(model, x).forEach((m, i) => {
      expect(found[i]).toBeCloseTo(m, 10);
    });
  });

  it("explains: contributions and base sum to the margin, one-hot values under their feature", () => {
    const model = {...randomModel(5, [3, 3, 4], 4), link: "logistic" as const};
    const x = randomDesign(50);
    const {base, columns} = explainer(model)!(x);
    expect(columns.length).toBe(4);
    predictMargin(model, x).forEach((m, i) => {
      expect(base + columns.reduce((sum, c) => sum + c[i], 0)).toBeCloseTo(m, 10);
    });
  });

  it("splits a tree of two features evenly where they act alike (by symmetry)", () => {
    const model: ObliviousModel = {
      ...randomModel(6, [], 1),
      numeric: [0, 1, 2].map((column) => ({column, borders: Float32Array.of(0), missing: "AsIs" as const})),
      trees: [{tests: Int32Array.of(0, 1), values: Float64Array.of(0, 1, 1, 4), weights: Float64Array.of(1, 1, 1, 1)}],
      scale: 1,
      bias: 0,
    };
    const x: Design = {
      rows: 1,
      names: model.names,
      columns: [Float64Array.of(1), Float64Array.of(1), Float64Array.of(1), Float64Array.of(0)],
      levels: {c: ["a"]},
    };
    const {base, columns} = explainer(model)!(x);
    expect(base).toBe(1.5);
    expect(columns.map((c) => c[0])).toEqual([1.25, 1.25, 0, 0]);
    // PredictionValuesChange by hand: each feature's pairs differ by 1 and by 3, weights 1 and 1: (1 + 9) / 2 = 5
    expect([...predictionValuesChange(model)]).toEqual([0.5, 0.5, 0, 0]);
    const uneven = {...model, trees: [{...model.trees[0], weights: Float64Array.of(3, 1, 0, 2)}]};
    // x: 1·3·1/4 + 9·0; y: 1·0 + 9·1·2/3
    expect([...predictionValuesChange(uneven)]).toEqual([0.75 / 6.75, 6 / 6.75, 0, 0]);
    const unknown = {...model, trees: [{...model.trees[0], weights: null}]};
    expect([...predictionValuesChange(unknown)]).toEqual([0.5, 0.5, 0, 0]);
    expect(toEnsemble(unknown)).toBeNull();
  });
});
