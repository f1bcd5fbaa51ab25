import {describe, expect, it} from "vitest";
import {innerSplits} from "../../src/lib/models/inner-split.ts";
import {logistic, logOdds, softplus} from "../../src/lib/models/linear/logistic-link.ts";
import {fromJSON, learner} from "../../src/lib/models/logistic.ts";
import {stream} from "../../src/lib/numeric/index.ts";
import {design, keepsTheContract, literalTerms, medianOf, mixedRows, standardise, weighted} from "./linear-cases.ts";

const task = {kind: "probability"} as const;
const options = (days: Int32Array, weights?: Float64Array) => ({days, weights, task, random: stream(1, "unused")});
const events = (y: Float64Array) => y.map((v) => (v > 1 ? 1 : 0));

function sample(rows: number, seed: number, strength = 1) {
  const random = stream(seed, "logistic test");
  const draw = () => Float64Array.from({length: rows}, () => random.normal());
  const [a, b, c] = [draw(), draw(), draw()];
  const y = a.map((v, i) => (random.uniform() < 1 / (1 + Math.exp(1 - strength * (v - b[i] / 2))) ? 1 : 0));
  const w = Float64Array.from({length: rows}, () => random.uniform() + 0.1);
  return {x: design({a, b, c}), y, w, days: Int32Array.from({length: rows}, (_, i) => i >> 2)};
}

describe("logistic regression", () => {
  it("without a penalty gives each cell of a two-by-two table its share", () => {
    // 10 rows with x = 0, of them 3 events; 20 with x = 1, of them 13.
    const x = Array.from({length: 30}, (_, i) => (i < 10 ? 0 : 1));
    const y = Float64Array.from(x, (v, i) => (v === 0 ? (i < 3 ? 1 : 0) : i < 23 ? 1 : 0));
    const model = learner.fit(design({x}), y, {...options(new Int32Array(30)), settings: {penalty: 0}});
    const [zero, one] = model.predict(design({x: [0, 1]}));
    expect(zero).toBeCloseTo(0.3, 10);
    expect(one).toBeCloseTo(0.65, 10);
    expect(logOdds(one) - logOdds(zero)).toBeCloseTo(Math.log(13 / 7 / (3 / 7)), 9);
  });

  it("meets the conditions of the minimum: residuals balanced, and against each term in proportion to its weight", () => {
    const {x, y: raw, weights: w, days} = mixedRows(200, 4);
    const y = events(raw);
    for (const penalty of [0.001, 0.05, 2]) {
      const model = learner.fit(x, y, {...options(days, w), settings: {penalty}});
      const found = model.summary().weights;
      const levels = {trader: ["T0", "T1", "T2", "T3"], symbol: ["CL", "ES", "NQ"]};
      const fills: Record<string, number> = {b: medianOf(x.columns[2]), gone: 0};
      const present = w.map((v, i) => (Number.isNaN(x.columns[3][i]) ? 0 : v));
      for (const level of levels.symbol)
        fills[`symbol=${level}`] = weighted(
          x.columns[3].map((v) => (x.levels!.symbol[v] === level ? 1 : 0)),
          present,
        );
      const z = standardise(literalTerms(x, levels, fills), w);
      const p = model.predict(x);
      const residual = y.map((v, i) => v - p[i]);
      expect(Math.abs(weighted(residual, w))).toBeLessThan(1e-10);
      for (const [name, column] of Object.entries(z))
        expect(
          weighted(
            residual.map((r, i) => r * column[i]),
            w,
          ),
          name,
        ).toBeCloseTo(penalty * found[name], 9);
      expect(Object.keys(z)).toHaveLength(9);
    }
  });

  it("has a finite fit where the features separate the outcomes, if there is a penalty; and says so if there is none", () => {
    const x = Float64Array.from({length: 40}, (_, i) => (i - 19.5) / 10);
    const y = x.map((v) => (v > 0 ? 1 : 0));
    const fitted = (penalty: number) =>
      learner.fit(design({x}), y, {...options(new Int32Array(40)), settings: {penalty}});
    const weights = [1, 0.01, 0.0001, 1e-6].map((penalty) => fitted(penalty).summary().weights.x);
    expect([...weights].sort((p, q) => p - q)).toEqual(weights);
    expect(weights.every(Number.isFinite)).toBe(true);
    expect(fitted(1e-6).predict(design({x: [-2, 2]}))[1]).toBeGreaterThan(0.999);
    expect(() => fitted(0)).toThrow("logistic regression with penalty 0 has no finite fit: the features separate");
  });

  it("chooses the penalty that predicts later days best: the same as a literal loop of fits", () => {
    const {x, y, w, days} = sample(144, 3, 0.5);
    const grid = [0.0001, 0.001, 0.01, 0.03, 0.1, 0.3, 1, 3, 10, 100];
    const part = (rows: Int32Array) => ({
      ...x,
      rows: rows.length,
      columns: x.columns.map((c) => Float64Array.from(rows, (i) => c[i])),
    });
    const losses = grid.map((penalty) =>
      innerSplits(days, 5).reduce((sum, {train, test}) => {
        const at = (values: Float64Array) => Float64Array.from(train, (i) => values[i]);
        const model = learner.fit(part(train), at(y), {
          ...options(
            Int32Array.from(train, (i) => days[i]),
            at(w),
          ),
          settings: {penalty},
        });
        const p = model.predict(part(test));
        return sum - Array.from(test).reduce((s, i, k) => s + w[i] * Math.log(y[i] === 1 ? p[k] : 1 - p[k]), 0);
      }, 0),
    );
    expect(learner.fit(x, y, options(days, w)).summary().chosen.penalty).toBe(
      grid[losses.indexOf(Math.min(...losses))],
    );
    const short = learner.fit(x, y, options(new Int32Array(144), w));
    expect(short.summary().chosen.penalty).toBe(0.1); // one day: nothing to choose on
  });

  it("finds the truth as rows grow", () => {
    const {x, y, days} = sample(8000, 7);
    const {weights} = learner.fit(x, y, {...options(days), settings: {penalty: 0}}).summary();
    expect(weights.a).toBeGreaterThan(0.92); // standard error 0.03
    expect(weights.a).toBeLessThan(1.08);
    expect(weights.b).toBeLessThan(-0.42);
    expect(Math.abs(weights.c)).toBeLessThan(0.08);
  });

  it("refuses a target that is no outcome, and a task that it does not do", () => {
    const x = design({a: [1, 2]});
    const attempt =
      (y: number[], given = {}) =>
      () =>
        learner.fit(x, Float64Array.from(y), {...options(Int32Array.of(0, 1)), ...given});
    expect(attempt([0, 0.5])).toThrow("invalid target of a probability; not 0 or 1 in row 1: 0.5");
    expect(attempt([0, 1], {task: undefined})).toThrow("invalid task of logistic; it does probability, not mean");
  });
});

describe("the logistic link", () => {
  it("neither overflows nor loses small probabilities", () => {
    expect(logistic(800)).toBe(1);
    expect(logistic(-800)).toBe(0);
    expect(logistic(-50)).toBeCloseTo(Math.exp(-50), 35);
    expect(softplus(800)).toBe(800);
    expect(softplus(-50)).toBeCloseTo(Math.exp(-50), 35);
    for (const p of [1e-9, 0.2, 0.5, 0.999]) expect(logistic(logOdds(p))).toBeCloseTo(p, 14);
    expect(logOdds(0)).toBeCloseTo(Math.log(1e-12), 9);
    expect(logOdds(1)).toBeCloseTo(-Math.log(1e-12), 3);
  });
});

describe("logistic regression: the contract", () =>
  keepsTheContract({learner, fromJSON, task, target: events, constant: (v, n) => (v * n + 0.5) / (n + 1)}));
