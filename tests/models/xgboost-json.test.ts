import {describe, expect, it} from "vitest";
import {predictMargin} from "../../src/lib/models/trees/predict.ts";
import type {TreeEnsemble} from "../../src/lib/models/trees/tree.ts";
import {fromXgboost, parseXgboost, toXgboost, xgboostText} from "../../src/lib/models/trees/xgboost-json.ts";
import {stream} from "../../src/lib/numeric/index.ts";
import {categoricalLevels, ensembleOf, randomDesign, randomNode, treeOf} from "./random-trees.ts";
import {file, type Json, tree} from "./xgboost-file.ts";

const changed = (change: (json: Json) => void) => {
  const json = file();
  change(json);
  return () => fromXgboost(json);
};

describe("reading XGBoost's JSON", () => {
  it("takes over every part of a tree", () => {
    const {trees, ...head} = fromXgboost(file());
    expect(head).toEqual({
      names: ["a", "b"],
      levels: {b: ["0", "1", "2"]},
      base: 0.5,
      average: false,
      link: "identity",
    });
    expect(trees[0]).toEqual({
      left: Int32Array.of(1, 3, -1, -1, -1),
      right: Int32Array.of(2, 4, -1, -1, -1),
      feature: Int32Array.of(0, 1, -1, -1, -1),
      threshold: Float64Array.of(0.5, 0, 0, 0, 0),
      defaultLeft: Uint8Array.of(1, 0, 0, 0, 0),
      value: Float64Array.of(0, 0, 3, 1, 2),
      cover: Float64Array.of(10, 6, 4, 5, 1),
      gain: Float64Array.of(9, 4, 0, 0, 0),
      categories: new Map([[1, [0, 2]]]),
    });
    const x = {
      rows: 4,
      names: ["a", "b"],
      columns: [Float64Array.of(0.4, 0.4, 0.5, Number.NaN), Float64Array.of(1, 2, 1, Number.NaN)],
      levels: {b: ["0", "1", "2"]},
    };
    expect([...predictMargin(fromXgboost(file()), x)]).toEqual([1.5, 2.5, 3.5, 2.5]);
  });

  it("renumbers so that children come after their parent, and drops nodes that were pruned", () => {
    const json = file();
    Object.assign(tree(json), {
      categories: [],
      categories_nodes: [],
      categories_segments: [],
      categories_sizes: [],
      default_left: [true, false, false, false, false, false],
      left_children: [4, -1, -1, -1, 2, -1],
      right_children: [1, -1, -1, -1, 3, -1],
      parents: [2147483647, 0, 4, 4, 0, 1],
      split_conditions: [0.5, 30, 10, 20, -1, 99],
      split_indices: [0, 0, 0, 0, 0, 2147483647],
      split_type: [0, 0, 0, 0, 0, 0],
      sum_hessian: [6, 3, 1, 2, 3, 0],
      loss_changes: [9, 0, 0, 0, 4, 0],
      tree_param: {num_deleted: "1", num_feature: "2", num_nodes: "6"},
    });
    json.learner.feature_types = [];
    const read = fromXgboost(json).trees[0];
    expect([...read.left]).toEqual([1, 3, -1, -1, -1]);
    expect([...read.right]).toEqual([2, 4, -1, -1, -1]);
    expect([...read.value]).toEqual([0, 0, 30, 10, 20]);
    expect([...read.cover]).toEqual([6, 3, 3, 1, 2]);
  });

  it("names features as XGBoost does where the file does not, and keeps what the caller knows of levels", () => {
    expect(
      changed((json) => {
        json.learner.feature_names = [];
      })().names,
    ).toEqual(["f0", "f1"]);
    const levels = {b: ["buy", "hold", "sell", "wait"]};
    expect(fromXgboost(file(), {levels}).levels).toEqual(levels);
    expect(() => fromXgboost(file(), {levels: {b: ["one", "two"]}})).toThrow('"b" has category 2, there are 2 levels');
    expect(() => fromXgboost(file(), {levels: {a: ["x"]}})).toThrow('no categorical feature "a"');
  });

  it("computes a logistic base as XGBoost does, in 32-bit floats", () => {
    const base = (score: string) =>
      changed((json) => {
        json.learner.objective.name = "binary:logistic";
        json.learner.learner_model_param.base_score = score;
      })();
    expect(base("5E-1")).toMatchObject({base: 0, link: "logistic"});
    expect(base("2E-1").base).toBeCloseTo(Math.log(0.25), 6);
    for (const bad of ["0", "1", "-1", "x", ""])
      expect(() => base(bad)).toThrow(`base_score is not a probability between 0 and 1: ${bad}`);
  });

  it("reads XGBoost's NaN, and leaves a feature alone that is called so", () => {
    const json = file();
    json.learner.feature_names = ['NaN \\" NaN', "Infinity"];
    const text = JSON.stringify(json).replace("[0.5,null", "[0.5,NaN");
    expect(parseXgboost(text).names).toEqual(json.learner.feature_names);
    expect(parseXgboost(text).trees).toEqual(fromXgboost(file()).trees);
  });
});

describe("writing XGBoost's JSON", () => {
  const random = stream(3, "xgboost json");
  const ensemble: TreeEnsemble = ensembleOf(
    Array.from({length: 6}, () => treeOf(randomNode(random, 5, 4, 1))),
    4,
    {base: -1.5, levels: categoricalLevels(4, 1)},
  );
  const x = randomDesign(random, 300, 4, 1);

  it("is read back as the same model, to the 32 bits that XGBoost has", () => {
    const again = fromXgboost(JSON.parse(JSON.stringify(toXgboost(ensemble))));
    expect(parseXgboost(xgboostText(ensemble))).toEqual(again);
    const [found, wanted] = [predictMargin(again, x), predictMargin(ensemble, x)];
    found.forEach((value, i) => {
      expect(Math.abs(value - wanted[i])).toBeLessThan(2e-6);
    });
    expect(again.names).toEqual(ensemble.names);
    expect(again.levels).toEqual(ensemble.levels);
    expect(again.trees[0].cover.reduce((s, v) => s + v, 0)).toBe(ensemble.trees[0].cover.reduce((s, v) => s + v, 0));
    expect(parseXgboost(xgboostText(again))).toEqual(again); // nothing is lost a second time
  });

  it("puts a right child next to its left one, where XGBoost looks for it", () => {
    for (const written of toXgboost(ensemble).learner.gradient_booster.model.trees as Json[])
      written.left_children.forEach((left: number, node: number) => {
        expect(written.right_children[node]).toBe(left < 0 ? -1 : left + 1);
        if (left >= 0) expect([written.parents[left], written.parents[left + 1]]).toEqual([node, node]);
      });
  });

  it("writes an average as a sum, and a base that a 32-bit probability cannot hold as one more leaf", () => {
    const forest: TreeEnsemble = {...ensemble, average: true};
    const apart = (a: Float64Array, b: Float64Array) => a.reduce((most, v, i) => Math.max(most, Math.abs(v - b[i])), 0);
    expect(apart(predictMargin(fromXgboost(toXgboost(forest)), x), predictMargin(forest, x))).toBeLessThan(1e-6);
    for (const base of [-200, -30, -3, 0, 3, 12, 30, 200]) {
      const logistic: TreeEnsemble = {...ensemble, base, link: "logistic"};
      const again = fromXgboost(toXgboost(logistic));
      expect(apart(predictMargin(again, x), predictMargin(logistic, x))).toBeLessThan(1e-5);
    }
  });

  it("names the objective and its settings", () => {
    const objective = (e: TreeEnsemble, options: Parameters<typeof toXgboost>[1] = {}) =>
      toXgboost(e, options).learner.objective;
    expect(objective(ensemble)).toEqual({name: "reg:squarederror", reg_loss_param: {scale_pos_weight: "1"}});
    expect(objective(ensemble, {objective: "reg:pseudohubererror", huberSlope: 2.5})).toEqual({
      name: "reg:pseudohubererror",
      pseudo_huber_param: {huber_slope: "2.5"},
    });
    expect(objective(ensemble, {objective: "reg:absoluteerror"})).toEqual({name: "reg:absoluteerror"});
    expect(objective({...ensemble, link: "logistic"}, {scalePosWeight: 3})).toEqual({
      name: "binary:logistic",
      reg_loss_param: {scale_pos_weight: "3"},
    });
    expect(() => objective(ensemble, {objective: "binary:logistic"})).toThrow(
      "does not have the model's link, identity",
    );
    expect(() => objective(ensemble, {huberSlope: 0})).toThrow("invalid huberSlope; not above 0: 0");
    const weights = (toXgboost(ensemble, {learningRate: 0.5}).learner.gradient_booster.model.trees as Json[])[0];
    weights.left_children.forEach((left: number, node: number) => {
      if (left < 0) expect(weights.base_weights[node]).toBeCloseTo(2 * weights.split_conditions[node], 6);
    });
  });

  it("gives floats a point, as XGBoost asks, and whole numbers none", () => {
    const text = xgboostText(ensembleOf([treeOf({value: 3, cover: 300})], 1));
    expect(text).toContain('"split_conditions":[3.0]');
    expect(text).toContain('"sum_hessian":[300.0]');
    expect(text).toContain('"left_children":[-1]');
    expect(text).toContain('"version":[1,7,4]');
    expect(text).not.toContain("NaN");
  });
});
