import fc from "fast-check";
import {describe, expect, it} from "vitest";
import {innerSplits} from "../../src/lib/models/inner-split.ts";
import {weightedQuantile} from "../../src/lib/models/linear/weighted-quantile.ts";
import {fromJSON, learner} from "../../src/lib/models/quantile.ts";
import {stream} from "../../src/lib/numeric/index.ts";
import {design, keepsTheContract, standardise, weighted} from "./linear-cases.ts";

const options = (level: number, days: Int32Array, weights?: Float64Array) => ({
  days,
  weights,
  task: {kind: "quantile", level} as const,
  random: stream(1, "unused"),
});
const rho = (level: number, r: number) => (r >= 0 ? level * r : (level - 1) * r);

function sample(rows: number, p: number, seed: number, round = false) {
  const random = stream(seed, "quantile test");
  const columns = Array.from({length: p}, () => Float64Array.from({length: rows}, () => random.normal()));
  const raw = columns[0].map((v) => 3 + v + random.normal() * (1 + (random.uniform() < 0.1 ? 10 : 0)));
  const y = round ? raw.map(Math.round) : raw;
  const w = Float64Array.from({length: rows}, () => 0.1 + random.uniform());
  const x = design(Object.fromEntries(columns.map((c, j) => [`x${j}`, c])));
  return {x, y, w, days: Int32Array.from({length: rows}, (_, i) => i >> 2)};
}

/**
 * How far 0 is from the subgradient: rows off the fit pull by τ or τ − 1; those on it can pull by anything between, so that
 * each condition must be within what they can make up for.
 */
function violation(
  {x, y, w}: Omit<ReturnType<typeof sample>, "days">,
  model: ReturnType<typeof learner.fit>,
  level: number,
) {
  const {weights, chosen} = model.summary();
  const constant = weightedQuantile(y, w, level);
  const unit = weighted(
    y.map((v) => rho(level, v - constant)),
    w,
  );
  const z = standardise(Object.fromEntries(x.names.map((name, j) => [name, [...x.columns[j]]])), w);
  const prediction = model.predict(x);
  const residual = y.map((v, i) => v - prediction[i]);
  const on = residual.map((r) => (Math.abs(r) < 1e-8 * unit ? 1 : 0));
  const total = w.reduce((s, v) => s + v, 0);
  const terms = [
    ...x.names.map((name) => ({column: z[name], pull: (chosen.penalty / unit) * weights[name]})),
    {column: y.map(() => 1), pull: 0},
  ];
  return Math.max(
    ...terms.map(({column, pull}) => {
      let [sum, low, high] = [-pull * total, 0, 0];
      residual.forEach((r, i) => {
        const v = w[i] * column[i];
        if (on[i] === 0) sum += v * (r > 0 ? level : level - 1);
        else {
          low += Math.min(v * level, v * (level - 1));
          high += Math.max(v * level, v * (level - 1));
        }
      });
      return Math.max(sum + low, -(sum + high), 0) / total;
    }),
  );
}

describe("quantile regression", () => {
  it("meets the conditions of a minimum at any level, penalty and number of rows, and says that it is exact", () => {
    fc.assert(
      fc.property(
        fc.integer({min: 5, max: 150}),
        fc.integer({min: 1, max: 6}),
        fc.constantFrom(0.01, 0.05, 0.5, 0.8),
        fc.constantFrom(0, 0.001, 0.1, 3),
        fc.integer({min: 1, max: 99}),
        (rows, p, level, penalty, seed) => {
          const all = sample(rows, p, seed);
          const model = learner.fit(all.x, all.y, {...options(level, all.days, all.w), settings: {penalty}});
          expect(model.summary().chosen.gap).toBe(0);
          expect(violation(all, model, level)).toBeLessThan(1e-9);
        },
      ),
      {seed: 1, numRuns: 80},
    );
  });

  it("with many equal targets is within a billionth of the bound that the dual gives", () => {
    for (const level of [0.05, 0.5])
      for (let seed = 1; seed <= 10; seed++) {
        const all = sample(120, 2, seed, true);
        const model = learner.fit(all.x, all.y, {...options(level, all.days, all.w), settings: {penalty: 0}});
        expect(model.summary().chosen.gap).toBeLessThan(1e-8);
        expect(violation(all, model, level)).toBeLessThan(1e-6);
      }
  });

  it("beats every line through two rows, which are all the candidates there are", () => {
    for (let seed = 1; seed <= 6; seed++)
      for (const level of [0.1, 0.5, 0.75]) {
        const {x, y, w, days} = sample(25, 1, seed);
        const [a] = x.columns;
        const value = (f: (v: number) => number) =>
          weighted(
            y.map((v, i) => rho(level, v - f(a[i]))),
            w,
          );
        let best = Number.POSITIVE_INFINITY;
        for (let i = 0; i < 25; i++)
          for (let k = 0; k < i; k++) {
            const slope = (y[i] - y[k]) / (a[i] - a[k]);
            best = Math.min(
              best,
              value((v) => y[i] + slope * (v - a[i])),
            );
          }
        const model = learner.fit(x, y, {...options(level, days, w), settings: {penalty: 0}});
        const prediction = model.predict(x);
        expect(
          weighted(
            y.map((v, i) => rho(level, v - prediction[i])),
            w,
          ),
        ).toBeCloseTo(best, 10);
      }
  });

  it("has about its level of targets below, and recovers how the spread grows", () => {
    const random = stream(4, "spread");
    const a = Float64Array.from({length: 4000}, () => random.uniform());
    const y = a.map((v) => (1 + v) * random.normal());
    const days = Int32Array.from(a, (_, i) => i >> 3);
    const model = learner.fit(design({a}), y, {...options(0.05, days), settings: {penalty: 0}});
    const [at0, at1] = model.predict(design({a: [0, 1]}));
    expect(at0).toBeGreaterThan(-1.645 - 0.25);
    expect(at0).toBeLessThan(-1.645 + 0.25);
    expect(at1).toBeGreaterThan(-3.29 - 0.35);
    expect(at1).toBeLessThan(-3.29 + 0.35);
    const below = y.filter((v, i) => v < model.predict(design({a}))[i]).length;
    expect(Math.abs(below - 200)).toBeLessThanOrEqual(2); // within the number of coefficients, by the intercept's condition
  });

  it("follows the units of the target and of features", () => {
    const {x, y, w, days} = sample(60, 2, 3);
    const settings = {penalty: 0.05};
    const base = learner.fit(x, y, {...options(0.1, days, w), settings}).predict(x);
    const other = {...x, columns: [x.columns[0].map((v) => 1e-3 * v + 7), x.columns[1]]};
    const scaled = learner
      .fit(
        other,
        y.map((v) => 1e4 * v - 5),
        {...options(0.1, days, w), settings},
      )
      .predict(other);
    base.forEach((v, i) => {
      expect((scaled[i] + 5) / 1e4).toBeCloseTo(v, 8);
    });
  });

  it("chooses the penalty that predicts later days best: about the same as a literal loop of exact fits", () => {
    const {x, y, w, days} = sample(144, 5, 8);
    const grid = [0.001, 0.01, 0.03, 0.1, 0.3, 1, 10];
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
            0.3,
            Int32Array.from(train, (i) => days[i]),
            at(w),
          ),
          settings: {penalty},
        });
        const q = model.predict(part(test));
        return sum + Array.from(test).reduce((s, i, k) => s + w[i] * rho(0.3, y[i] - q[k]), 0);
      }, 0),
    );
    const {penalty} = learner.fit(x, y, options(0.3, days, w)).summary().chosen;
    expect(losses[grid.indexOf(penalty)]).toBeLessThan(Math.min(...losses) * 1.005); // inner fits are to a hundredth of a loss
  });

  it("refuses a level that is none, and other tasks", () => {
    const {x, y, days} = sample(10, 1, 1);
    for (const level of [0, 1, -1, Number.NaN])
      expect(() => learner.fit(x, y, options(level, days))).toThrow(
        `invalid level of a quantile; not in (0, 1): ${level}`,
      );
    expect(() => learner.fit(x, y, {days, random: stream(1, "x")})).toThrow("it does quantile, not mean");
  });
});

describe("weightedQuantile", () => {
  it("is the smallest value that the share of weight does not exceed", () => {
    const y = Float64Array.of(5, 1, 3, 9);
    const equal = new Float64Array(4).fill(1);
    expect([0.01, 0.25, 0.26, 0.5, 0.75, 0.76, 0.99].map((q) => weightedQuantile(y, equal, q))).toEqual([
      1, 1, 3, 3, 5, 9, 9,
    ]);
    expect(weightedQuantile(y, Float64Array.of(1, 0, 0, 3), 0.25)).toBe(5);
    expect(weightedQuantile(y, Float64Array.of(1, 0, 0, 3), 0.26)).toBe(9);
    expect(weightedQuantile(y, new Float64Array(4).fill(0.1), 0.75)).toBe(5); // a share met but for rounding is met
  });
});

describe("quantile regression: the contract", () =>
  keepsTheContract({learner, fromJSON, task: {kind: "quantile", level: 0.3}}));
