import {describe, expect, it} from "vitest";
import {floatAfter, floatBefore, quantileBorders, roundBorders} from "../../src/lib/models/catboost/borders.ts";
import {fromJSON, learner} from "../../src/lib/models/catboost.ts";
import type {Settings} from "../../src/lib/models/hyperparameters.ts";
import type {Design, FitOptions, Task} from "../../src/lib/models/learner.ts";
import {stream} from "../../src/lib/numeric/index.ts";

const lowest = -3.4028234663852886e38;

/** y = 2·1{a > 0} + b·1{c > 0} + noise; d is noise. */
function sample(n: number, seed: number, noise = 1) {
  const random = stream(seed, "sample");
  const columns = [0, 1, 2, 3].map(() => Float64Array.from({length: n}, () => random.normal()));
  const [a, b, c] = columns;
  const truth = Float64Array.from({length: n}, (_, i) => (a[i] > 0 ? 2 : 0) + (c[i] > 0 ? b[i] : 0));
  const y = truth.map((v) => v + noise * random.normal());
  const x: Design = {rows: n, names: ["a", "b", "c", "d"], columns};
  return {x, y, truth, days: Int32Array.from({length: n}, (_, i) => Math.floor(i / 10))};
}

const options = (days: Int32Array, settings?: Settings, more: Partial<FitOptions> = {}): FitOptions => ({
  days,
  settings,
  random: stream(1, "fit"),
  ...more,
});
const zeros = (n: number) => new Int32Array(n);
const mse = (a: Float64Array, b: Float64Array) => a.reduce((sum, v, i) => sum + (v - b[i]) ** 2, 0) / a.length;

const bordersOf = (column: Float64Array, most: number) => roundBorders(quantileBorders(column, most), column);

describe("borders", () => {
  it("lie half-way between distinct values where these are few, whatever number is asked for", () => {
    expect([...bordersOf(Float64Array.of(3, 1, 1, 2, 3), 255)]).toEqual([1.5, 2.5]);
    expect([...bordersOf(Float64Array.of(5, 5, 5), 10)]).toEqual([]);
    expect([...bordersOf(new Float64Array(0), 10)]).toEqual([]);
  });

  it("part missing values from the others first; a column of nothing else has none", () => {
    expect([...bordersOf(Float64Array.of(2, Number.NaN, 1), 10)]).toEqual([lowest, 1.5]);
    expect([...bordersOf(Float64Array.of(2, Number.NaN, 2), 1)]).toEqual([lowest]);
    expect([...bordersOf(Float64Array.of(Number.NaN, Number.NaN), 10)]).toEqual([]);
  });

  it("leave about as many rows between any two where values are many, and part them", () => {
    const values = Float64Array.from({length: 1000}, (_, i) => Math.fround(Math.exp(i / 100)));
    const borders = bordersOf(values, 9);
    expect(borders.length).toBe(9);
    borders.forEach((border, k) => {
      expect(values.filter((v) => v > border).length).toBe(1000 - 100 * (k + 1));
    });
  });

  it("part two neighbouring 32-bit floats", () => {
    const [a, b] = [1, 1 + 2 ** -23];
    const [border] = bordersOf(Float64Array.of(a, b), 5);
    expect([a > border, b > border]).toEqual([false, true]);
    expect([floatAfter(1), floatBefore(b), floatAfter(0), floatAfter(-1)]).toEqual([b, 1, 2 ** -149, -1 + 2 ** -24]);
  });
});

describe("CatBoost learner", () => {
  it("recovers a known function better than its noise", () => {
    const {x, y, days} = sample(4000, 1);
    const test = sample(4000, 2);
    for (const boostingType of ["plain", "ordered"]) {
      const predicted = learner.fit(x, y, options(days, {boostingType})).predict(test.x);
      expect(mse(predicted, test.truth)).toBeLessThan(0.06); // the function varies by 1.6, the noise by 1
    }
  });

  it("keeps no more trees than the last fifth of the days asks for: none for noise", () => {
    const random = stream(3, "noise");
    const {x, days} = sample(1000, 3);
    const y = Float64Array.from({length: 1000}, () => random.normal());
    const model = learner.fit(x, y, options(days));
    expect(model.summary().chosen.trees).toBeLessThan(10);
    expect(model.summary().chosen.heldOutDays).toBe(20);
    const all = learner.fit(x, y, options(days, {earlyStoppingRounds: 0, iterations: 50}));
    expect([all.summary().chosen.trees, all.summary().chosen.heldOutDays]).toEqual([50, 0]);
  });

  it("gives calibrated probabilities", () => {
    const {x, truth, days} = sample(5000, 4);
    const random = stream(4, "coin");
    const chance = truth.map((v) => 1 / (1 + Math.exp(1 - v)));
    const y = chance.map((p) => (random.uniform() < p ? 1 : 0));
    const p = learner.fit(x, y, options(days, {}, {task: {kind: "probability"}})).predict(x);
    for (const [low, high] of [
      [0.2, 0.4],
      [0.4, 0.6],
      [0.6, 0.9],
    ]) {
      const rows = [...p.keys()].filter((i) => p[i] >= low && p[i] < high);
      const mean = (v: Float64Array) => rows.reduce((sum, i) => sum + v[i], 0) / rows.length;
      expect(rows.length).toBeGreaterThan(300);
      expect(Math.abs(mean(p) - mean(chance))).toBeLessThan(0.03);
    }
  });

  it.each(["newton", "gradient"])("estimates a quantile, in any unit (%s leaves)", (leafEstimation) => {
    const random = stream(5, "quantile");
    const {x, days} = sample(4000, 5);
    const spread = x.columns[0].map((v) => (v > 0 ? 3 : 1));
    const y = spread.map((s) => 1000 * s * random.normal());
    const task: Task = {kind: "quantile", level: 0.1};
    const settings: Settings =
      leafEstimation === "newton" ? {leafEstimation, learningRate: 0.2} : {leafEstimation, learningRate: 1};
    const unit = leafEstimation === "newton" ? 1 : 1000; // a gradient step is in the target's unit
    const q = learner
      .fit(
        x,
        y.map((v) => v / unit),
        options(days, settings, {task}),
      )
      .predict(x)
      .map((v) => v * unit);
    for (const s of [1, 3]) {
      const rows = [...y.keys()].filter((i) => spread[i] === s);
      const below = rows.filter((i) => y[i] < q[i]).length / rows.length;
      expect(Math.abs(below - 0.1), String(below)).toBeLessThan(0.035);
    }
  });

  it("takes missing values for lower than all others", () => {
    const random = stream(6, "missing");
    const n = 1000;
    const column = Float64Array.from({length: n}, () => (random.uniform() < 0.3 ? Number.NaN : random.normal()));
    const y = column.map((v) => (Number.isNaN(v) ? 5 : 0) + 0.1 * random.normal());
    const x: Design = {rows: n, names: ["a"], columns: [column]};
    const model = learner.fit(x, y, options(zeros(n)));
    const [missing, low] = model.predict({rows: 2, names: ["a"], columns: [Float64Array.of(Number.NaN, -9)]});
    expect(missing).toBeCloseTo(5, 1);
    expect(low).toBeCloseTo(0, 1);
    const whole = learner.fit({...x, columns: [column.map((v) => (Number.isNaN(v) ? 0.3 : v))]}, y, options(zeros(n)));
    const same = whole.predict({rows: 2, names: ["a"], columns: [Float64Array.of(Number.NaN, -9)]});
    expect(same[0]).toBe(same[1]); // none missing in training: as the lowest
  });

  it("one-hot: a level of its own, new levels with the missing ones", () => {
    const n = 300;
    const codes = Float64Array.from({length: n}, (_, i) => (i % 4 === 3 ? Number.NaN : i % 4));
    const y = codes.map((c) => (Number.isNaN(c) ? 7 : [1, 5, 3][c]));
    const x: Design = {rows: n, names: ["day"], columns: [codes], levels: {day: ["mon", "tue", "wed"]}};
    const settings = {learningRate: 1, l2LeafReg: 0, iterations: 10, earlyStoppingRounds: 0, subsample: 1};
    const model = learner.fit(x, y, options(zeros(n), settings));
    const other: Design = {
      rows: 5,
      names: ["day"],
      columns: [Float64Array.of(0, 1, 2, 3, Number.NaN)],
      levels: {day: ["tue", "wed", "mon", "sun"]},
    };
    [5, 3, 1, 7, 7].forEach((wanted, i) => {
      expect(model.predict(other)[i]).toBeCloseTo(wanted, 6);
    });
    expect([...fromJSON(JSON.parse(JSON.stringify(model.toJSON()))).predict(other)]).toEqual([...model.predict(other)]);
  });

  it("says what was fitted: rows, settings, shares that sum to 1; its JSON gives the same model, bit for bit", () => {
    const {x, y, days} = sample(1500, 7);
    const model = learner.fit(x, y, options(days, {depth: 3, learningRate: 0.1}));
    const {rowsUsed, chosen, weights} = model.summary();
    expect(rowsUsed).toBe(1500);
    expect(chosen).toMatchObject({depth: 3, learningRate: 0.1, l2LeafReg: 3});
    expect(Object.values(weights).reduce((a, b) => a + b, 0)).toBeCloseTo(1, 12);
    expect(weights.a).toBeGreaterThan(weights.b);
    expect(weights.b).toBeGreaterThan(10 * weights.d);
    const again = fromJSON(JSON.parse(JSON.stringify(model.toJSON())));
    expect([...again.predict(x)]).toEqual([...model.predict(x)]);
    expect(again.summary()).toEqual(model.summary());
    expect(again.explain!(x)).toEqual(model.explain!(x));
    const {base, columns} = model.explain!(x);
    model.predict(x).forEach((p, i) => {
      expect(base + columns.reduce((sum, c) => sum + c[i], 0)).toBeCloseTo(p, 9);
    });
  });

  it("gives the same model for the same random stream, another for another", () => {
    const {x, y, days} = sample(500, 8);
    const [a, b] = [0, 0].map(() => learner.fit(x, y, options(days)).predict(x));
    expect([...a]).toEqual([...b]);
    const c = learner.fit(x, y, options(days, {}, {random: stream(2, "fit")})).predict(x);
    expect([...c]).not.toEqual([...a]);
  });
});

describe("CatBoost learner, bad input", () => {
  const {x, y, days} = sample(200, 9);

  it("a constant target, one row, no column that varies, depth 0, no iterations: the constant of least loss", () => {
    const same = (design: Design, target: Float64Array, wanted: number, settings: Settings = {}) => {
      const model = learner.fit(design, target, options(zeros(design.rows), settings));
      for (const p of model.predict(design)) expect(p).toBeCloseTo(wanted, 12);
      expect(model.summary().chosen.trees).toBe(0);
      expect(model.toJSON()).toEqual(JSON.parse(JSON.stringify(model.toJSON())));
    };
    const mean = y.reduce((a, b) => a + b, 0) / y.length;
    same(
      x,
      y.map(() => 4),
      4,
    );
    same(
      x,
      y.map(() => 4),
      4,
      {boostingType: "ordered", hasTime: "no"},
    );
    same({rows: 1, names: ["a"], columns: [Float64Array.of(3)]}, Float64Array.of(7), 7);
    same({rows: 200, names: ["a"], columns: [new Float64Array(200).fill(1)]}, y, mean);
    same({rows: 200, names: ["a"], columns: [new Float64Array(200).fill(Number.NaN)]}, y, mean);
    same({rows: 200, names: [], columns: []}, y, mean);
    same(x, y, mean, {depth: 0});
    same(x, y, mean, {iterations: 0});
  });

  it("one class only: a probability near it", () => {
    const model = learner.fit(
      x,
      y.map(() => 1),
      options(days, {}, {task: {kind: "probability"}}),
    );
    for (const p of model.predict(x)) expect(p).toBeGreaterThan(0.99);
  });

  it("a level that all rows have, and more borders than values, change nothing", () => {
    const levels = {side: ["only"]};
    const wide = {...x, names: [...x.names, "side"], columns: [...x.columns, new Float64Array(200)], levels};
    for (const oneHotMaxSize of [0, 5]) {
      const model = learner.fit(wide, y, options(days, {oneHotMaxSize, randomStrength: 0}));
      expect(model.summary().weights.side).toBe(0);
    }
    const binary = {...x, columns: x.columns.map((c) => c.map((v) => (v > 0 ? 1 : 0)))};
    const [few, many] = [1, 255].map((borderCount) =>
      learner.fit(binary, y, options(days, {borderCount})).predict(binary),
    );
    expect([...few]).toEqual([...many]);
  });

  it("rows of weight 0 are as if not there; weights scale out", () => {
    const weights = Float64Array.from({length: 200}, (_, i) => (i % 3 === 0 ? 0 : 1));
    const kept = [...weights.keys()].filter((i) => weights[i] > 0);
    const part: Design = {
      rows: kept.length,
      names: x.names,
      columns: x.columns.map((c) => Float64Array.from(kept, (i) => c[i])),
    };
    const without = learner.fit(
      part,
      Float64Array.from(kept, (i) => y[i]),
      options(Int32Array.from(kept, (i) => days[i])),
    );
    const wild = y.map((v, i) => (weights[i] > 0 ? v : 1e6));
    const with0 = learner.fit(x, wild, options(days, {}, {weights}));
    expect([...with0.predict(x)]).toEqual([...without.predict(x)]);
    const doubled = learner.fit(x, wild, options(days, {}, {weights: weights.map((w) => 2 * w)})).predict(x);
    with0.predict(x).forEach((p, i) => {
      expect(doubled[i]).toBeCloseTo(p, 9);
    });
  });

  it("refuses infinities, negative or all-zero weights, no rows, and a probability's target that is not 0 or 1", () => {
    const put = (v: number) => x.columns.map((c, j) => (j === 1 ? c.map((old, i) => (i === 5 ? v : old)) : c));
    expect(() => learner.fit({...x, columns: put(Number.POSITIVE_INFINITY)}, y, options(days))).toThrow(
      /"b" is Infinity in row 5/,
    );
    expect(() =>
      learner.fit(
        x,
        y.map((v, i) => (i === 3 ? Number.NaN : v)),
        options(days),
      ),
    ).toThrow(/target.*row 3/);
    const weights = (v: number) => options(days, {}, {weights: new Float64Array(200).fill(v)});
    expect(() => learner.fit(x, y, weights(-1))).toThrow(/weight.*row 0/);
    expect(() => learner.fit(x, y, weights(0))).toThrow(/all are 0/);
    expect(() => learner.fit({rows: 0, names: [], columns: []}, new Float64Array(0), options(zeros(0)))).toThrow(
      /no rows/,
    );
    expect(() => learner.fit(x, y, options(days, {}, {task: {kind: "probability"}}))).toThrow(/not 0 or 1/);
    const level: Task = {kind: "quantile", level: 1};
    expect(() => learner.fit(x, y, options(days, {}, {task: level}))).toThrow(/\(0, 1\)/);
    const codes = {...x, levels: {a: ["p"]}};
    expect(() => learner.fit(codes, y, options(days))).toThrow(/not the index of one of its 1 levels/);
  });

  it("refuses settings out of range, saying the range", () => {
    expect(() => learner.fit(x, y, options(days, {depth: 9}))).toThrow(
      /depth of catboost; not a whole number from 0 to 8: 9/,
    );
    expect(() => learner.fit(x, y, options(days, {boostingType: "random"}))).toThrow(/plain, ordered/);
    expect(() => learner.fit(x, y, options(days, {border: 3}))).toThrow(/there is no "border"/);
  });

  it("every setting that tuning may draw is in its range, and changes the model", () => {
    const {x, y, days} = sample(600, 10);
    const codes = Float64Array.from(y, (_, i) => i % 9);
    const wide: Design = {
      ...x,
      names: [...x.names, "side"],
      columns: [...x.columns, codes],
      levels: {side: [..."abcdefghi"]},
    };
    const base = {iterations: 10, earlyStoppingRounds: 0};
    const plain = JSON.stringify(learner.fit(wide, y, options(days, base)).toJSON());
    const other: Settings = {
      iterations: 11,
      depth: 3,
      learningRate: 0.2,
      l2LeafReg: 10,
      randomStrength: 5,
      subsample: 0.6,
      rsm: 0.5,
      borderCount: 10,
      boostingType: "ordered",
      hasTime: "no",
      oneHotMaxSize: 20,
      priorStrength: 1,
    };
    for (const [name, value] of Object.entries(other))
      expect(JSON.stringify(learner.fit(wide, y, options(days, {...base, [name]: value})).toJSON()), name).not.toBe(
        plain,
      );
    const permuted = [2, 5].map((permutationCount) =>
      JSON.stringify(learner.fit(wide, y, options(days, {...base, hasTime: "no", permutationCount})).toJSON()),
    );
    expect(permuted[0]).not.toBe(permuted[1]);
    for (const p of learner.hyperparameters!)
      if (p.kind !== "choice" && p.search !== undefined) {
        expect(p.search.low).toBeGreaterThanOrEqual(p.low);
        expect(p.search.high).toBeLessThanOrEqual(p.high);
      }
  });
});
