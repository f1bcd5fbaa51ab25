import fc from "fast-check";
import {describe, expect, it} from "vitest";
import type {Design} from "../../src/lib/models/index.ts";
import {type InnerSplit, innerSplits} from "../../src/lib/models/inner-split.ts";
import {ridgeLoo} from "../../src/lib/models/linear/index.ts";
import {fromJSON, learner} from "../../src/lib/models/ridge.ts";
import {stream} from "../../src/lib/numeric/index.ts";
import {design, keepsTheContract, literalTerms, medianOf, mixedRows, weighted} from "./linear-cases.ts";

function linear(rows: number, noise: number, seed = 1) {
  const random = stream(seed, "ridge test");
  const draw = () => Float64Array.from({length: rows}, () => random.normal());
  const [a, b, c] = [draw(), draw(), draw()];
  const y = a.map((v, i) => 3 + 2 * v - b[i] + noise * random.normal());
  return {x: design({a, b, c}), y, days: Int32Array.from({length: rows}, (_, i) => Math.floor(i / 4))};
}
const options = (days: Int32Array, weights?: Float64Array) => ({days, weights, random: stream(1, "unused")});
const penaltyOf = (model: {summary(): {chosen: Readonly<Record<string, number>>}}) => model.summary().chosen.penalty;

/** Ridge by the textbook's normal equations, Gauss-Jordan, on plain arrays: slow, and nothing of the code under test. */
function oracle(columns: number[][], y: number[], w: number[], penalty: number) {
  const n = y.length;
  const total = w.reduce((s, v) => s + v, 0);
  const average = (v: number[]) => v.reduce((s, u, i) => s + w[i] * u, 0) / total;
  const means = columns.map(average);
  const sds = columns.map((c, j) => Math.sqrt(average(c.map((v) => (v - means[j]) ** 2))));
  const z = columns.map((c, j) => c.map((v) => (v - means[j]) / sds[j]));
  const alpha = average(y);
  const p = columns.length;
  const m = z.map((zj, j) => [
    ...z.map((zk, k) => {
      let s = 0;
      for (let i = 0; i < n; i++) s += w[i] * zj[i] * zk[i];
      return s / total + (j === k ? penalty : 0);
    }),
    y.reduce((s, v, i) => s + w[i] * zj[i] * (v - alpha), 0) / total,
  ]);
  for (let j = 0; j < p; j++) {
    m[j] = m[j].map((v) => v / m[j][j]);
    for (let k = 0; k < p; k++) if (k !== j) m[k] = m[k].map((v, c) => v - m[k][j] * m[j][c]);
  }
  const beta = m.map((row) => row[p]);
  return {
    beta,
    predict: (row: number[]) => alpha + row.reduce((s, v, j) => s + (beta[j] * (v - means[j])) / sds[j], 0),
  };
}

describe("ridge", () => {
  it("is the algebraic solution for one feature: slope shrunk by 1 / (1 + penalty)", () => {
    // x = −1, 1 repeated: mean 0, variance 1; y = 5 + 2 x exactly.
    const x = Array.from({length: 8}, (_, i) => (i % 2 ? 1 : -1));
    const model = learner.fit(
      design({x}),
      Float64Array.from(x, (v) => 5 + 2 * v),
      options(new Int32Array(8)),
    );
    expect(penaltyOf(model)).toBe(1); // one day: nothing to choose it on
    expect(model.summary().weights.x).toBeCloseTo(1, 14);
    expect([...model.predict(design({x: [0, 3]}))]).toEqual([5, 8]);
  });

  it("agrees with a literal oracle at the penalty it chose, weighted", () => {
    const {x, y, days} = linear(160, 1);
    const random = stream(5, "weights");
    const weights = Float64Array.from(y, () => random.uniform() * 3);
    const model = learner.fit(x, y, options(days, weights));
    const {beta, predict} = oracle(
      x.columns.map((c) => [...c]),
      [...y],
      [...weights],
      penaltyOf(model),
    );
    const found = model.summary().weights;
    ["a", "b", "c"].forEach((name, j) => {
      expect(found[name]).toBeCloseTo(beta[j], 10);
    });
    expect(model.predict(x)[7]).toBeCloseTo(predict(x.columns.map((c) => c[7])), 10);
  });

  it("chooses the penalty that predicts later days best: the same as a literal loop over days", () => {
    const {x, y, days} = linear(96, 6, 9); // 24 days: six runs of four
    const model = learner.fit(x, y, options(days));
    const grid = [0.001, 0.003, 0.01, 0.03, 0.1, 0.3, 1, 3, 10, 30, 100, 300, 1000];
    const losses = grid.map((penalty) => {
      let loss = 0;
      for (let run = 1; run <= 5; run++) {
        const train = [...days.keys()].filter((i) => days[i] < run * 4);
        const test = [...days.keys()].filter((i) => days[i] >= run * 4 && days[i] < run * 4 + 4);
        const at = (rows: number[]) => x.columns.map((c) => rows.map((i) => c[i]));
        const fit = oracle(
          at(train),
          train.map((i) => y[i]),
          train.map(() => 1),
          penalty,
        );
        for (const i of test) loss += (y[i] - fit.predict(x.columns.map((c) => c[i]))) ** 2;
      }
      return loss;
    });
    expect(penaltyOf(model)).toBe(grid[losses.indexOf(Math.min(...losses))]);
  });

  it("shrinks noise to next to nothing and leaves a strong signal alone", () => {
    const strong = linear(400, 0.5);
    expect(penaltyOf(learner.fit(strong.x, strong.y, options(strong.days)))).toBeLessThanOrEqual(0.01);
    const random = stream(2, "noise");
    const noise = strong.y.map(() => random.normal());
    expect(penaltyOf(learner.fit(strong.x, noise, options(strong.days)))).toBeGreaterThanOrEqual(3);
  });

  it("follows the units: scaling or moving a feature changes no prediction, scaling the target scales them", () => {
    fc.assert(
      fc.property(
        fc.integer({min: 1, max: 1000}),
        fc.double({min: -50, max: 50, noNaN: true}),
        fc.integer({min: 1, max: 99}),
        (k, move, seed) => {
          const {x, y, days} = linear(100, 2, seed);
          const model = learner.fit(x, y, options(days));
          const other: Design = {
            ...x,
            columns: [x.columns[0].map((v) => v * k + move), x.columns[1], x.columns[2].map((v) => -v)],
          };
          const prediction = model.predict(x);
          const moved = learner.fit(other, y, options(days)).predict(other);
          const scaled = learner
            .fit(
              x,
              y.map((v) => v * k),
              options(days),
            )
            .predict(x);
          for (let i = 0; i < prediction.length; i++) {
            expect(moved[i]).toBeCloseTo(prediction[i], 7);
            expect(scaled[i] / k).toBeCloseTo(prediction[i], 7);
          }
        },
      ),
      {numRuns: 20, seed: 1},
    );
  });

  it("does not depend on the order of rows beyond rounding, nor on rows of weight 0", () => {
    const {x, y, days} = linear(120, 2);
    const model = learner.fit(x, y, options(days));
    const back = [...y.keys()].reverse();
    const reversed: Design = {...x, columns: x.columns.map((c) => Float64Array.from(back, (i) => c[i]))};
    const turned = learner.fit(
      reversed,
      Float64Array.from(back, (i) => y[i]),
      options(Int32Array.from(back, (i) => days[i])),
    );
    expect(turned.summary().weights.a).toBeCloseTo(model.summary().weights.a, 10);
    const spoilt = y.map((v, i) => (i % 10 === 0 ? 1e6 : v));
    const weights = Float64Array.from(y, (_, i) => (i % 10 === 0 ? 0 : 1));
    expect(learner.fit(x, spoilt, options(days, weights)).summary().weights.a).toBeCloseTo(2, 0);
  });

  it("imputes the training median, and gives no weight to what is constant or missing throughout", () => {
    const {x, y, days} = linear(100, 1);
    const median =
      [...x.columns[0]]
        .sort((p, q) => p - q)
        .slice(49, 51)
        .reduce((p, q) => p + q, 0) / 2;
    const wide = design({a: x.columns[0], b: x.columns[1], flat: y.map(() => 0.1), gone: y.map(() => Number.NaN)});
    const model = learner.fit(wide, y, options(days));
    const {weights, chosen} = model.summary();
    expect([weights.flat, weights.gone, chosen.features]).toEqual([0, 0, 2]);
    const row = (a: number) => model.predict(design({a: [a], b: [1], flat: [7], gone: [7]}))[0];
    expect(row(Number.NaN)).toBe(row(median));
    expect(row(Number.NaN)).not.toBe(row(median + 1));
  });

  it("predicts the mean from one row, a constant target, or no feature", () => {
    const one = learner.fit(design({a: [4], b: [5]}), Float64Array.of(7), options(Int32Array.of(3)));
    expect([...one.predict(design({a: [100], b: [-100]}))]).toEqual([7]);
    const {x, days} = linear(50, 1);
    const constant = learner.fit(x, new Float64Array(50).fill(-2), options(days));
    expect(new Set(constant.predict(x))).toEqual(new Set([-2]));
    const none = learner.fit({rows: 2, names: [], columns: []}, Float64Array.of(1, 3), options(Int32Array.of(0, 1)));
    expect([...none.predict({rows: 1, names: [], columns: []})]).toEqual([2]);
  });

  it("copes with more features than rows and with copies of a feature", () => {
    const random = stream(1, "wide");
    const a = Float64Array.from({length: 8}, () => random.normal());
    const columns = Object.fromEntries(
      Array.from({length: 12}, (_, j) => [`f${j}`, j < 6 ? a : a.map(() => random.normal())]),
    );
    const model = learner.fit(design(columns), a, options(Int32Array.from(a, (_, i) => i)));
    expect(model.predict(design(columns)).every(Number.isFinite)).toBe(true);
    expect(model.summary().weights.f0).toBeCloseTo(model.summary().weights.f5, 12);
  });

  it("survives saving: the same predictions, bit for bit", () => {
    const {x, y, days} = linear(100, 1);
    const model = learner.fit(x, y, options(days));
    const saved = JSON.stringify(model.toJSON());
    expect(saved).not.toContain("null");
    const loaded = fromJSON(JSON.parse(saved));
    expect(loaded.predict(x)).toEqual(model.predict(x));
    expect(loaded.summary()).toEqual(model.summary());
    expect(() => fromJSON(null)).toThrow('invalid model; not "ridge@2": undefined');
  });

  it("refuses what it cannot use, saying where", () => {
    const x = design({a: [1, 2], b: [3, 4]});
    const y = Float64Array.of(1, 2);
    const days = Int32Array.of(0, 1);
    const attempt = (d: Design, target: Float64Array, weights?: Float64Array) => () =>
      learner.fit(d, target, options(days, weights));
    expect(attempt(design({a: [1, Number.NEGATIVE_INFINITY]}), y)).toThrow(
      '"a" is -Infinity in row 1: use NaN for a missing value',
    );
    expect(attempt(x, Float64Array.of(1, Number.POSITIVE_INFINITY))).toThrow(
      "invalid target; not finite in row 1: Infinity",
    );
    expect(attempt(x, Float64Array.of(1))).toThrow("invalid target; the design has 2 rows, not 1");
    expect(attempt(x, y, Float64Array.of(1, -1))).toThrow("invalid weight; not finite and ≥ 0 in row 1: -1");
    expect(attempt(x, y, Float64Array.of(0, 0))).toThrow("all are 0");
    expect(attempt({...x, names: ["a"]}, y)).toThrow("2 columns but 1 names");
    expect(attempt({...x, rows: 3}, y)).toThrow('"a" has 2 rows, not 3');
    expect(attempt(design({a: []}), new Float64Array(0))).toThrow("it has no rows");
    expect(() => attempt(x, y)().predict(design({b: [1], a: [1]}))).toThrow("fitted on a, b, not on b, a");
  });

  it("with holes, levels and weights: the penalty and predictions of a literal loop over blocks, each with its own fills", () => {
    const {x, y, weights, days} = mixedRows(240, 3);
    const at = (rows: ArrayLike<number>) => x.columns.map((c) => Float64Array.from(rows, (i) => c[i]));
    const fitOn = (rows: Int32Array, penalty: number) => {
      const part = {...x, rows: rows.length, columns: at(rows)};
      const w = Array.from(rows, (i) => weights[i]);
      const {levels, fills} = literalFills(part, w);
      const columns = literalTerms(part, levels, fills);
      const names = Object.keys(columns).filter((name) => new Set(columns[name].filter((_, i) => w[i] > 0)).size > 1);
      const fitted = oracle(
        names.map((name) => columns[name]),
        Array.from(rows, (i) => y[i]),
        w,
        penalty,
      );
      return (others: Int32Array) => {
        const theirs = literalTerms({...x, rows: others.length, columns: at(others)}, levels, fills);
        return Array.from(others, (_, i) => fitted.predict(names.map((name) => theirs[name][i])));
      };
    };
    const loss = (penalty: number) =>
      innerSplits(days, 5).reduce((sum, {train, test}: InnerSplit) => {
        const found = fitOn(train, penalty)(test);
        return sum + Array.from(test).reduce((s, i, k) => s + weights[i] * (y[i] - found[k]) ** 2, 0);
      }, 0);
    const grid = [0.001, 0.003, 0.01, 0.03, 0.1, 0.3, 1, 3, 10, 30, 100, 300, 1000];
    const losses = grid.map(loss);
    const model = learner.fit(x, y, options(days, weights));
    expect(penaltyOf(model)).toBe(grid[losses.indexOf(Math.min(...losses))]);
    const all = Int32Array.from(y.keys());
    const found = model.predict(x);
    fitOn(
      all,
      penaltyOf(model),
    )(all).forEach((value, i) => {
      expect(found[i]).toBeCloseTo(value, 9);
    });
  });

  it("takes a given penalty as it is, and chooses by leaving rows out where it is asked to", () => {
    const {x, y, days} = linear(96, 6, 9);
    const fitted = (settings: Record<string, number | string>) => learner.fit(x, y, {...options(days), settings});
    expect(penaltyOf(fitted({penalty: 0.37}))).toBe(0.37);
    const errors = ridgeLoo(x.columns, y, new Float64Array(96).fill(1));
    const grid = [0.001, 0.003, 0.01, 0.03, 0.1, 0.3, 1, 3, 10, 30, 100, 300, 1000];
    const losses = grid.map((penalty) => errors(penalty).reduce((s, e) => s + e * e, 0));
    expect(penaltyOf(fitted({criterion: "leave-one-out"}))).toBe(grid[losses.indexOf(Math.min(...losses))]);
    expect(() => fitted({criterion: "hope"})).toThrow("not one of blocks, leave-one-out: hope");
    const copies = design({a: x.columns[0], b: x.columns[0]});
    expect(() => learner.fit(copies, y, {...options(days), settings: {penalty: 0}})).toThrow(
      "column 1 is a combination of those before it: set a penalty above 0",
    );
  });
});

describe("ridge: the contract", () => keepsTheContract({learner, fromJSON}));

/** Levels seen with weight, medians of numbers and shares of levels. */
function literalFills(x: Design, w: number[]) {
  const levels: Record<string, string[]> = {};
  const fills: Record<string, number> = {};
  x.names.forEach((name, j) => {
    const own = x.levels?.[name];
    if (own === undefined) {
      fills[name] = medianOf(x.columns[j]);
      return;
    }
    const texts = [...x.columns[j]].map((v) => (Number.isNaN(v) ? null : own[v]));
    levels[name] = [...new Set(texts.filter((t, i): t is string => t !== null && w[i] > 0))].sort();
    const present = w.map((v, i) => (texts[i] === null ? 0 : v));
    for (const level of levels[name])
      fills[`${name}=${level}`] = weighted(
        texts.map((t) => (t === level ? 1 : 0)),
        present,
      );
  });
  return {levels, fills};
}
