import {describe, expect, it} from "vitest";
import {fittedForm, forScoring, type LinearForm, nodeSpread, type TreeForm} from "../../src/lib/models/form/index.ts";
import {loadModelInBrowser} from "../../src/lib/models/in-browser.ts";
import {type Design, learnerCards, learnerNames, loadLearner, loadModel, tuned} from "../../src/lib/models/index.ts";
import {predictTrees} from "../../src/lib/models/trees/index.ts";
import {stream} from "../../src/lib/numeric/index.ts";

const rows = 240;
const random = stream(11, "fitted form");
const noise = () => Float64Array.from({length: rows}, () => random.normal());
const [a, b, c] = [noise(), noise(), noise()];
const days = Int32Array.from(a, (_, i) => i >> 1);
const plain: Design = {rows, names: ["a", "b", "c"], columns: [a, b, c]};
const levels = ["x", "y", "z", "u", "v", "w", "s"];
const who = Float64Array.from(a, (_, i) => i % levels.length);
const withLevels: Design = {rows, names: ["a", "who"], columns: [a, who], levels: {who: levels}};
const y = a.map((v, i) => 0.8 * v - 0.3 * b[i] + (who[i] === 2 ? 1 : 0) + 0.5 * random.normal());

/** A model's state as the store gives it back. */
async function saved(name: string, x: Design, target = y, task: "mean" | "probability" | "quantile" = "mean") {
  const learner = await loadLearner(name);
  const of = task === "quantile" ? ({kind: "quantile", level: 0.1} as const) : ({kind: task} as const);
  const model = learner.fit(x, target, {days, random: stream(2, name), task: of});
  return {model, state: JSON.parse(JSON.stringify(model.toJSON())) as unknown};
}

const valueAt = (x: Design, feature: string, level: string | null, i: number) => {
  const value = x.columns[x.names.indexOf(feature)][i];
  return level === null ? value : Number(x.levels![feature][value] === level);
};

/** intercept + Σ weight (value − mean) / sd, written out. */
function byHand({intercept, terms}: LinearForm, x: Design, i: number): number {
  return terms.reduce(
    (sum, t) => (t.weight === 0 ? sum : sum + (t.weight * (valueAt(x, t.feature, t.level, i) - t.mean)) / t.sd),
    intercept,
  );
}

describe("fittedForm", () => {
  it.each([["ridge"], ["elastic-net"], ["huber"]])("%s: weights that make its predictions", async (name) => {
    for (const x of [plain, withLevels]) {
      const {model, state} = await saved(name, x);
      const form = fittedForm(state) as LinearForm;
      expect(form.kind).toBe("linear");
      const predicted = model.predict(x);
      for (let i = 0; i < rows; i += 17) expect(byHand(form, x, i)).toBeCloseTo(predicted[i], 10);
    }
  });

  it("logistic: weights of the log-odds; quantile: of the quantile", async () => {
    const event = y.map((v) => Number(v > 0));
    const logistic = await saved("logistic", plain, event, "probability");
    const odds = byHand(fittedForm(logistic.state) as LinearForm, plain, 5);
    expect(1 / (1 + Math.exp(-odds))).toBeCloseTo(logistic.model.predict(plain)[5], 12);
    const quantile = await saved("quantile", plain, y, "quantile");
    expect(byHand(fittedForm(quantile.state) as LinearForm, plain, 5)).toBeCloseTo(
      quantile.model.predict(plain)[5],
      10,
    );
  });

  it("an elastic net has its path, whose weights at the penalty chosen are the model's", async () => {
    const {state} = await saved("elastic-net", plain);
    const {path, terms} = fittedForm(state) as LinearForm;
    const at = path!.penalties.indexOf(path!.chosen);
    expect(path!.weights[at]).toEqual(terms.map((t) => t.weight));
    expect(path!.weights[0].every((w) => w === 0)).toBe(true);
    expect((fittedForm((await saved("ridge", plain)).state) as LinearForm).path).toBeNull();
  });

  it.each([["forest"], ["boosting"], ["catboost"]])("%s: trees that make its predictions", async (name) => {
    for (const x of [plain, withLevels]) {
      const {model, state} = await saved(name, x);
      const form = fittedForm(state) as TreeForm;
      expect(form.kind).toBe("trees");
      expect(form.symmetric).toBe(name === "catboost");
      const trees = predictTrees(form.ensemble, form.design(x));
      const predicted = model.predict(x);
      for (let i = 0; i < rows; i += 13) expect(trees[i]).toBeCloseTo(predicted[i], 5);
      for (const column of form.ensemble.names) expect(x.names).toContain(form.featureOf(column));
    }
  });

  it("all nodes of one depth of a symmetric tree ask the same", async () => {
    const {ensemble} = fittedForm((await saved("catboost", plain)).state) as TreeForm;
    const {left, right, feature, threshold} = ensemble.trees[0];
    const asked = (nodes: number[]) => new Set(nodes.map((n) => `${feature[n]} ${threshold[n]}`)).size;
    for (let level = [0]; left[level[0]] >= 0; level = level.flatMap((n) => [left[n], right[n]]))
      expect(asked(level)).toBe(1);
  });

  it("an ensemble: weights of the members that make its predictions", async () => {
    const {model, state} = await saved("ensemble", plain);
    const form = fittedForm(state);
    if (form.kind !== "members") throw new Error(form.kind);
    const sum = new Float64Array(rows);
    for (const {learner, weight, state: own} of form.members) {
      if (own === null) continue;
      const predicted = (await loadModel(learner, own)).predict(plain);
      for (let i = 0; i < rows; i++) sum[i] += weight * predicted[i];
    }
    expect([...sum]).toEqual([...model.predict(plain)]);
  });

  it("what was tuned is what it was tuned to, and a rule has no form", async () => {
    const model = tuned(await loadLearner("boosting"), {trials: 2}).fit(plain, y, {days, random: stream(5, "t")});
    const form = fittedForm(JSON.parse(JSON.stringify(model.toJSON()))) as TreeForm;
    expect(predictTrees(form.ensemble, plain)[0]).toBeCloseTo(model.predict(plain)[0], 5);
    expect(fittedForm({kind: "mean@1"})).toEqual({kind: "other"});
    expect(fittedForm(null)).toEqual({kind: "other"});
  });
});

describe("nodeSpread", () => {
  it("is the standard deviation of the leaves' values by cover", () => {
    const tree = {
      left: Int32Array.of(1, -1, -1),
      right: Int32Array.of(2, -1, -1),
      feature: Int32Array.of(0, -1, -1),
      threshold: Float64Array.of(0.5, 0, 0),
      defaultLeft: Uint8Array.of(1, 0, 0),
      value: Float64Array.of(0, 2, -1),
      cover: Float64Array.of(4, 1, 3),
      gain: Float64Array.of(1, 0, 0),
      categories: new Map(),
    };
    const {means, sd} = nodeSpread(tree);
    expect(means[0]).toBe(-0.25); // (1 · 2 + 3 · −1) / 4
    expect(sd).toBeCloseTo(Math.sqrt((1 * 2.25 ** 2 + 3 * 0.75 ** 2) / 4), 14);
  });
});

describe("forScoring", () => {
  it.each([["ridge"], ["elastic-net"], ["forest"], ["boosting"], ["catboost"], ["ensemble"]])(
    "%s predicts and explains the same bits, from no more text",
    async (name) => {
      const {model, state} = await saved(name, plain);
      const slim = forScoring(state);
      expect(JSON.stringify(slim).length).toBeLessThanOrEqual(JSON.stringify(state).length);
      const again = await loadModel(name, JSON.parse(JSON.stringify(slim)));
      expect(again.predict(plain)).toEqual(model.predict(plain));
      expect(again.explain?.(plain)).toEqual(model.explain?.(plain));
    },
  );
  it("leaves out an elastic net's path and a forest's gains, also where they were tuned", async () => {
    const {state} = await saved("elastic-net", plain);
    expect(JSON.stringify(forScoring(state)).length).toBeLessThan(JSON.stringify(state).length / 3);
    const forest = (await saved("forest", plain)).state;
    const tunedForest = {kind: "tuned@1", search: {trials: []}, model: forest};
    expect(JSON.stringify(forScoring(tunedForest)).length).toBeLessThan(0.9 * JSON.stringify(tunedForest).length);
    expect(forScoring(null)).toBeNull();
  });
});

describe("loadModelInBrowser", () => {
  it.each(learnerNames.map((name) => [name]))("%s says the same bits as the model that Node loads", async (name) => {
    const needs = ["net_lag1", "net_ewma_3", "net_ewma_10", "net_ewma_20"];
    const x: Design = {
      rows,
      names: ["a", ...needs, "trader"],
      columns: [a, ...needs.map(() => b), who],
      levels: {trader: levels},
    };
    const [task] = learnerCards[name].tasks;
    const target = task === "probability" ? y.map((v) => Number(v > 0)) : y;
    const {state} = await saved(name, x, target, task);
    const [here, there] = await Promise.all([loadModelInBrowser(name, state), loadModel(name, state)]);
    expect(here.predict(x)).toEqual(there.predict(x));
  });
  it("refuses a learner that is not there, and a state of another", async () => {
    await expect(loadModelInBrowser("rigde", {})).rejects.toThrow(/^invalid learner; not one of ridge, .*: rigde$/);
    await expect(loadModelInBrowser("ridge", {kind: "forest@2"})).rejects.toThrow("invalid model");
  });
});
