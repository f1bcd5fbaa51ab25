import {describe, expect, it} from "vitest";
import {designRows, pick} from "../../src/lib/models/design.ts";
import {ensembleOf, type LearnerModule} from "../../src/lib/models/ensemble/index.ts";
import * as ensemble from "../../src/lib/models/ensemble.ts";
import * as forest from "../../src/lib/models/forest.ts";
import type {Design, FitOptions, Model, Task} from "../../src/lib/models/index.ts";
import {innerSplits} from "../../src/lib/models/inner-split.ts";
import * as ridge from "../../src/lib/models/ridge.ts";
import {tuned} from "../../src/lib/models/tuning/index.ts";
import {stream} from "../../src/lib/numeric/index.ts";

interface Seen {
  readonly days: Int32Array;
  readonly rows: number;
}

/** Predicts a fixed multiple of its first feature; a learner that nothing can teach, whose weight can be worked out. */
function multiple(name: string, factor: number, tasks: readonly Task["kind"][] = ["mean"]) {
  const seen: Seen[] = [];
  const modelOf = (): Model => ({
    predict: (x) => x.columns[0].map((v) => factor * v),
    toJSON: () => ({factor}),
    summary: () => ({rowsUsed: 1, chosen: {}, weights: {a: factor}}),
    explain: (x) => ({
      base: 0,
      columns: x.columns.map((c, j) => (j === 0 ? c.map((v) => factor * v) : new Float64Array(x.rows))),
    }),
  });
  const module: LearnerModule = {
    learner: {
      name,
      label: name,
      description: name,
      tasks,
      fit(x, _, {days}) {
        seen.push({days, rows: x.rows});
        return modelOf();
      },
    },
    fromJSON: modelOf,
  };
  return {module, seen};
}

function window(days: number, noise = 0.5, seed = 1) {
  const random = stream(seed, "ensemble test");
  const rows = 4 * days;
  const day = Int32Array.from({length: rows}, (_, i) => Math.floor(i / 4));
  const a = Float64Array.from({length: rows}, () => random.normal());
  const b = Float64Array.from({length: rows}, () => random.normal());
  const y = a.map((v) => v + noise * random.normal());
  const x: Design = {rows, names: ["a", "b"], columns: [a, b]};
  const options: FitOptions = {days: day, random: stream(5, "fit")};
  return {x, y, options};
}

const about = {name: "pair", label: "A pair"};

describe("an ensemble", () => {
  it("finds the weights that its inner blocks ask for, worked out here by hand", () => {
    const {x, y, options} = window(60);
    const [low, high] = [multiple("low", 0.5), multiple("high", 2)];
    const {learner} = ensembleOf([low.module, high.module], about);
    const later = innerSplits(options.days, 3).flatMap(({test}) => [...test]);
    const [a, v] = [pick(x.columns[0], later), pick(y, later)];
    const cross = (p: Float64Array, q: Float64Array) => p.reduce((sum, value, i) => sum + value * q[i], 0);
    const fitted = (weights: string) =>
      learner.fit(x, y, {...options, random: stream(5, "fit"), settings: {weights, blocks: 3}}).summary().chosen;

    // The sum w · 0.5 a + (1 − w) · 2 a = s a is best at the slope s of y on a.
    const slope = cross(a, v) / cross(a, a);
    const stacked = fitted("stacking");
    expect(stacked["weight.low"]).toBeCloseTo((2 - slope) / 1.5, 9);
    expect(stacked["weight.high"]).toBeCloseTo((slope - 0.5) / 1.5, 9);
    expect(stacked.blocks).toBe(3);
    // Without the sum, either alone can reach the slope: the first to enter does, which is the one with the steeper loss.
    const free = fitted("stacking-free");
    expect(0.5 * free["weight.low"] + 2 * free["weight.high"]).toBeCloseTo(slope, 9);
    const loss = (factor: number) => v.reduce((sum, value, i) => sum + (value - factor * a[i]) ** 2, 0);
    const inverse = fitted("inverse-error");
    expect(inverse["weight.low"] / inverse["weight.high"]).toBeCloseTo(loss(2) / loss(0.5), 9);
    const equal = fitted("average");
    expect([equal["weight.low"], equal["weight.high"], equal.blocks]).toEqual([0.5, 0.5, 0]);
  });

  it("never fits a base on a day that it judges, or a later one; then on the whole window", () => {
    const {x, y, options} = window(60);
    const [low, high] = [multiple("low", 0.5), multiple("high", 2)];
    ensembleOf([low.module, high.module], about).learner.fit(x, y, {...options, settings: {blocks: 2}});
    for (const {seen} of [low, high]) {
      expect(seen.map(({days}) => Math.max(...days))).toEqual([19, 39, 59]); // 20 days a run
      expect(seen.map(({rows}) => rows)).toEqual([80, 160, 240]);
    }
  });

  it("is the weighted sum of its members, in predictions, contributions and shares; survives saving", () => {
    const {x, y, options} = window(60);
    const made = ensembleOf([multiple("low", 0.5).module, multiple("high", 2).module], about);
    const model = made.learner.fit(x, y, options);
    const {chosen, weights, rowsUsed} = model.summary();
    const factor = 0.5 * chosen["weight.low"] + 2 * chosen["weight.high"];
    const prediction = model.predict(x);
    prediction.forEach((v, i) => {
      expect(v).toBeCloseTo(factor * x.columns[0][i], 10);
    });
    const {base, columns} = model.explain!(x);
    prediction.forEach((v, i) => {
      expect(base + columns[0][i] + columns[1][i]).toBeCloseTo(v, 10);
    });
    expect(weights).toEqual({a: 1, b: 0});
    expect(rowsUsed).toBe(240);
    const loaded = made.fromJSON(JSON.parse(JSON.stringify(model.toJSON())));
    expect(loaded.predict(x)).toEqual(prediction);
    expect(loaded.summary()).toEqual(model.summary());
    expect(() => model.predict({...x, names: ["b", "a"]})).toThrow("the model was fitted on a, b, not on b, a");
    expect(() => made.fromJSON({kind: "ridge@1"})).toThrow('invalid model; not "ensemble@1": ridge@1');
    const other = ensembleOf([multiple("else", 1).module], about);
    expect(() => other.fromJSON(model.toJSON())).toThrow("an ensemble of else knows no learner low");
  });

  it("does not fit again, nor save, a member without weight", () => {
    const {x, y, options} = window(60);
    const useless = multiple("useless", -5);
    const {learner, fromJSON} = ensembleOf([multiple("right", 0.9).module, useless.module], about);
    const model = learner.fit(x, y, {...options, settings: {blocks: 2}});
    expect(model.summary().chosen["weight.useless"]).toBe(0);
    expect(useless.seen).toHaveLength(2);
    expect(fromJSON(JSON.parse(JSON.stringify(model.toJSON()))).predict(x)).toEqual(model.predict(x));
  });

  it("takes equal weights where there is nothing to judge by", () => {
    const short = window(7);
    const bases = () => [multiple("low", 0.5).module, multiple("high", 2).module];
    const {chosen} = ensembleOf(bases(), about).learner.fit(short.x, short.y, short.options).summary();
    expect(chosen).toEqual({blocks: 0, "weight.low": 0.5, "weight.high": 0.5});
    const {x, y, options} = window(60);
    const weights = y.map((_, i) => Number(options.days[i] < 10)); // none in the later runs
    const early = ensembleOf(bases(), about).learner.fit(x, y, {...options, weights});
    expect(early.summary().chosen.blocks).toBe(0);
    const broken = multiple("broken", Number.NaN);
    const judged = ensembleOf([...bases(), broken.module], about)
      .learner.fit(x, y, options)
      .summary().chosen;
    expect([judged.blocks, judged["weight.broken"]]).toEqual([0, 1 / 3]);
  });

  it("lets bases that do not do the task stand aside, and refuses a task that none does", () => {
    const {x, y, options} = window(60);
    const {learner} = ensembleOf([multiple("a", 1).module, multiple("b", 1, ["mean", "quantile"]).module], about);
    expect(learner.tasks).toEqual(["mean", "quantile"]);
    const task = {kind: "quantile", level: 0.5} as const;
    expect(learner.fit(x, y, {...options, task}).summary().chosen).toEqual({blocks: 0, "weight.b": 1});
    expect(() => learner.fit(x, y, {...options, task: {kind: "probability"}})).toThrow(
      "invalid task of pair; it does mean, quantile, not probability",
    );
  });

  it("refuses to be made of nothing, or of two of one name", () => {
    expect(() => ensembleOf([], about)).toThrow("invalid ensemble; it has no learners");
    expect(() => ensembleOf([ridge, ridge], about)).toThrow("a learner is there twice: ridge, ridge");
  });
});

describe("the ensemble of a line, a forest and boosting", () => {
  /** Half a line, half a step. */
  function mixed(days: number, seed: number) {
    const {x, options} = window(days, 0, seed);
    const random = stream(seed, "mixed");
    const y = x.columns[0].map((v, i) => v + 2 * Number(Math.abs(x.columns[1][i]) > 0.7) + random.normal());
    return {x, y, options};
  }

  it("is as good as the best of its members, nearly, and better than the others, on later days", () => {
    const train = mixed(250, 1);
    const test = mixed(500, 2);
    const loss = (model: Model) => {
      const prediction = model.predict(test.x);
      return test.y.reduce((sum, v, i) => sum + (v - prediction[i]) ** 2, 0) / test.y.length;
    };
    const model = ensemble.learner.fit(train.x, train.y, train.options);
    const alone = [ridge, forest].map(({learner}) => loss(learner.fit(train.x, train.y, train.options)));
    expect(loss(model)).toBeLessThan(1.02 * Math.min(...alone));
    expect(loss(model)).toBeLessThan(0.95 * Math.max(...alone));
    const {chosen} = model.summary();
    expect(chosen["weight.ridge"] + chosen["weight.forest"] + chosen["weight.boosting"]).toBeCloseTo(1, 9);
  });

  it("does every task, and saves", () => {
    const {x, y, options} = mixed(60, 1);
    for (const task of [{kind: "mean"}, {kind: "probability"}, {kind: "quantile", level: 0.1}] as Task[]) {
      const target = task.kind === "probability" ? y.map((v) => Number(v > 1)) : y;
      const model = ensemble.learner.fit(x, target, {...options, random: stream(1, "task"), task});
      const prediction = model.predict(x);
      expect(prediction.every(Number.isFinite)).toBe(true);
      if (task.kind === "probability") expect(prediction.every((p) => p >= 0 && p <= 1)).toBe(true);
      const below = y.filter((v, i) => v <= prediction[i]).length / y.length;
      if (task.kind === "quantile") expect(below).toBeLessThan(0.25);
      expect(ensemble.fromJSON(JSON.parse(JSON.stringify(model.toJSON()))).predict(x)).toEqual(prediction);
      const again = ensemble.learner.fit(x, target, {...options, random: stream(1, "task"), task});
      expect(again.predict(x)).toEqual(prediction);
    }
  });

  it("can be tuned, and be made of tuned learners", () => {
    const {x, y, options} = mixed(40, 1);
    const model = tuned(ensemble.learner, {trials: 3, method: "random", blocks: 1}).fit(x, y, options);
    expect(model.search.tried).toBe(3);
    const {learner} = ensembleOf(
      [ridge, {learner: tuned(forest.learner, {trials: 3, blocks: 1}), fromJSON: forest.fromJSON}],
      about,
    );
    expect(learner.fit(x, y, options).summary().chosen).toHaveProperty("weight.tuned-forest");
  });

  it("keeps levels on the way to its members' inner blocks", () => {
    const {x, options} = window(60);
    const code = x.columns[0].map((_, i) => i % 4);
    const levels = {trader: ["ada", "bob", "cy", "di"]};
    const design: Design = {rows: x.rows, names: ["trader"], columns: [code], levels};
    const y = code.map((c) => (c === 2 ? 3 : c));
    const model = ensemble.learner.fit(design, y, options);
    const one = designRows(design, [2, 3]);
    expect(model.predict(one)[0]).toBeGreaterThan(2);
  });
});
