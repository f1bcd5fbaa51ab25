import {describe, expect, it} from "vitest";
import type {Design} from "../../src/lib/models/index.ts";
import {fromJSON, learner} from "../../src/lib/models/library-forest.ts";
import {stream} from "../../src/lib/numeric/index.ts";

const design = (columns: Record<string, ArrayLike<number>>): Design => ({
  rows: Object.values(columns)[0].length,
  names: Object.keys(columns),
  columns: Object.values(columns).map((c) => Float64Array.from(c)),
});

/** A step in `signal`, which no straight line fits, and noise. */
function step(rows: number, seed = 1) {
  const random = stream(seed, "forest test");
  const signal = Float64Array.from({length: rows}, () => random.normal());
  const draw = () => Float64Array.from({length: rows}, () => random.normal());
  const y = signal.map((s) => (Math.abs(s) > 0.7 ? 10 : 0) + random.normal());
  return {x: design({noise: draw(), more: draw(), signal}), y, days: Int32Array.from({length: rows}, (_, i) => i)};
}

const options = (days: Int32Array, weights?: Float64Array) => ({days, weights, random: stream(3, "fit")});

describe("library forest", () => {
  it("finds what no line can, and says which feature did it", () => {
    const {x, y, days} = step(400);
    const fresh = step(300, 2);
    const model = learner.fit(x, y, options(days));
    const prediction = model.predict(fresh.x);
    const mean = y.reduce((a, b) => a + b, 0) / y.length;
    let loss = 0;
    let naive = 0;
    fresh.y.forEach((v, i) => {
      loss += (v - prediction[i]) ** 2;
      naive += (v - mean) ** 2;
    });
    expect(loss).toBeLessThan(0.6 * naive);
    const {weights, rowsUsed, chosen} = model.summary();
    expect(weights.signal).toBeGreaterThan(1.5 * Math.max(weights.noise, weights.more)); // a third of the trees lack it
    expect(weights.signal + weights.noise + weights.more).toBeCloseTo(1, 12);
    expect(rowsUsed).toBe(400);
    expect(chosen).toEqual({trees: 40, rowsPerTree: 128});
  });

  it("is the same forest from the same stream, and another from another", () => {
    const {x, y, days} = step(200);
    const a = learner.fit(x, y, options(days)).predict(x);
    expect(learner.fit(x, y, options(days)).predict(x)).toEqual(a);
    expect(learner.fit(x, y, {days, random: stream(4, "fit")}).predict(x)).not.toEqual(a);
  });

  it("predicts within the range of the target, with what it leaves as the mean of 16 rows or fewer", () => {
    const {x, y, days} = step(200);
    const prediction = learner.fit(x, y, options(days)).predict(x);
    expect(Math.min(...prediction)).toBeGreaterThan(Math.min(...y));
    expect(Math.max(...prediction)).toBeLessThan(Math.max(...y));
  });

  it("survives saving: the same predictions, bit for bit", () => {
    const {x, y, days} = step(200);
    const model = learner.fit(x, y, options(days));
    const saved = JSON.stringify(model.toJSON());
    expect(saved).not.toMatch(/NaN|Infinity/);
    const loaded = fromJSON(JSON.parse(saved));
    expect(loaded.predict(x)).toEqual(model.predict(x));
    expect(loaded.summary()).toEqual(model.summary());
    expect(() => fromJSON({kind: "ridge@1"})).toThrow('invalid model; not "library-forest@1": ridge@1');
  });

  it("draws rows in proportion to their weights: rows of weight 0 leave no trace", () => {
    const {x, y, days} = step(200);
    const weights = Float64Array.from(y, (_, i) => (i < 100 ? i % 2 : 0)); // half of the first hundred rows
    const spoilt = y.map((v, i) => (weights[i] === 0 ? 1e9 : v));
    const model = learner.fit(x, spoilt, options(days, weights));
    expect(Math.max(...model.predict(x))).toBeLessThan(20);
  });

  it("predicts the weighted mean where there is nothing to split", () => {
    const one = design({a: [1]});
    expect(learner.fit(one, Float64Array.of(5), options(Int32Array.of(0))).predict(design({a: [9, -9]}))).toEqual(
      Float64Array.of(5, 5),
    );
    const {x, days} = step(100);
    const constant = learner.fit(x, new Float64Array(100).fill(2.5), options(days));
    expect(new Set(constant.predict(x))).toEqual(new Set([2.5]));
    expect(constant.summary().weights).toEqual({noise: 0, more: 0, signal: 0});
    const flat = design({a: new Float64Array(40).fill(1), b: new Float64Array(40).fill(Number.NaN)});
    const y = Float64Array.from({length: 40}, (_, i) => i);
    const weights = Float64Array.from({length: 40}, (_, i) => (i < 2 ? 1 : 0));
    const model = learner.fit(flat, y, options(Int32Array.from(y), weights));
    expect(model.predict(flat)[0]).toBe(0.5);
  });

  it("takes missing values, one feature, ties, and no rows to predict", () => {
    const {x, y, days} = step(100);
    const holes = {
      ...x,
      columns: [x.columns[0].map(() => Number.NaN), x.columns[1], x.columns[2].map((v, i) => (i % 5 ? v : Number.NaN))],
    };
    const model = learner.fit(holes, y, options(days));
    expect(model.predict(holes).every(Number.isFinite)).toBe(true);
    expect(model.summary().weights.noise).toBe(0);
    expect(model.predict(design({noise: [], more: [], signal: []}))).toHaveLength(0);
    const tied = design({a: Array.from({length: 64}, (_, i) => i % 2)});
    const binary = Float64Array.from({length: 64}, (_, i) => (i % 2) + (i % 3) / 100);
    const split = learner.fit(tied, binary, options(new Int32Array(64)));
    expect(split.predict(design({a: [0, 1]}))[1]).toBeGreaterThan(0.9);
  });

  it("refuses what it cannot use, saying where", () => {
    const days = Int32Array.of(0, 1);
    const attempt = (x: Design, y: number[]) => () => learner.fit(x, Float64Array.from(y), options(days));
    expect(attempt(design({a: [1, Number.POSITIVE_INFINITY]}), [1, 2])).toThrow('"a" is Infinity in row 1');
    expect(attempt(design({a: [1, 2]}), [1, Number.NaN])).toThrow("invalid target; not finite in row 1: NaN");
    const model = attempt(design({a: [1, 2]}), [1, 2])();
    expect(() => model.predict(design({b: [1]}))).toThrow("the model was fitted on a, not on b");
  });

  it("takes levels by their text; one that training has not seen is missing", () => {
    const random = stream(8, "levels");
    const code = Float64Array.from({length: 300}, () => random.integer(3));
    const x = {
      ...design({trader: code, noise: code.map(() => random.normal())}),
      levels: {trader: ["ada", "bob", "cy"]},
    };
    const y = code.map((c) => (c === 1 ? 5 : 0) + 0.1 * random.normal());
    const model = learner.fit(x, y, options(Int32Array.from(code.keys())));
    const asked = {
      ...design({trader: [0, 1, 2, Number.NaN], noise: [0, 0, 0, 0]}),
      levels: {trader: ["bob", "dan", "ada"]},
    };
    const [bob, dan, ada, missing] = model.predict(asked);
    expect(bob).toBeGreaterThan(3); // some trees lack the column
    expect(ada).toBeLessThan(1);
    expect(dan).toBe(missing);
    expect(model.summary().weights.trader).toBeGreaterThan(0.25); // over its three columns
    expect(fromJSON(JSON.parse(JSON.stringify(model.toJSON()))).predict(asked)).toEqual(model.predict(asked));
    expect(() => model.predict({...asked, levels: undefined})).toThrow('"trader" is a number');
  });

  it("does the mean only", () => {
    const {x, y, days} = step(40);
    expect(() => learner.fit(x, y, {...options(days), task: {kind: "probability"}})).toThrow(
      "invalid task of library-forest; it does mean, not probability",
    );
  });

  it("takes about as long however long the window is", () => {
    const time = (rows: number) => {
      const random = stream(1, "time");
      const draw = () => Float64Array.from({length: rows}, () => random.normal());
      const x = design(Object.fromEntries(Array.from({length: 20}, (_, j) => [`x${j}`, draw()])));
      const days = Int32Array.from({length: rows}, (_, i) => i);
      const start = process.cpuUsage(); // not the clock: other work may share the machine
      learner.fit(x, draw(), options(days));
      return process.cpuUsage(start).user / 1000;
    };
    time(300); // warm
    const [short, long] = [time(300), time(9000)];
    console.info(`library forest × 20 features: 300 rows ${Math.round(short)} ms, 9000 rows ${Math.round(long)} ms`);
    expect(long).toBeLessThan(4 * short); // the library alone: 900 times
  });
});
