import fc from "fast-check";
import {describe, expect, it} from "vitest";
import {fromJSON, learner} from "../../src/lib/models/huber.ts";
import {innerSplits} from "../../src/lib/models/inner-split.ts";
import {learner as ridge} from "../../src/lib/models/ridge.ts";
import {stream} from "../../src/lib/numeric/index.ts";
import {design, keepsTheContract, standardise, weighted} from "./linear-cases.ts";

const options = (days: Int32Array, weights?: Float64Array) => ({days, weights, random: stream(1, "unused")});

/** y = 3 + a − b / 2 and noise, of which a share is twenty times as large. */
function sample(rows: number, seed: number, share = 0.1) {
  const random = stream(seed, "huber test");
  const draw = () => Float64Array.from({length: rows}, () => random.normal());
  const [a, b, c] = [draw(), draw(), draw()];
  const y = a.map((v, i) => 3 + v - b[i] / 2 + random.normal() * (random.uniform() < share ? 20 : 1));
  const w = Float64Array.from({length: rows}, () => random.uniform() + 0.1);
  return {x: design({a, b, c}), y, w, days: Int32Array.from({length: rows}, (_, i) => i >> 2)};
}

/** Derivatives of Σ w [σ + σ H(r / σ)] / Σ w + λ |β|² / σ by β, α and σ, as they are written. */
function derivatives(
  {x, y, w}: Pick<ReturnType<typeof sample>, "x" | "y" | "w">,
  {summary, predict}: ReturnType<typeof learner.fit>,
) {
  const {weights, chosen} = summary();
  const {penalty, epsilon, scale} = chosen;
  const z = standardise(Object.fromEntries(x.names.map((name, j) => [name, [...x.columns[j]]])), w);
  const prediction = predict(x);
  const u = y.map((v, i) => (v - prediction[i]) / scale);
  const slope = u.map((v) => 2 * Math.max(-epsilon, Math.min(epsilon, v)));
  const square = Object.values(weights).reduce((s, b) => s + b * b, 0);
  return [
    ...x.names.map(
      (name) =>
        (2 * penalty * weights[name]) / scale -
        weighted(
          slope.map((s, i) => s * z[name][i]),
          w,
        ),
    ),
    weighted(slope, w),
    1 -
      weighted(
        u.map((v) => Math.min(v * v, epsilon * epsilon)),
        w,
      ) -
      (penalty * square) / (scale * scale),
  ];
}

describe("Huber regression", () => {
  it("meets the conditions of a minimum over weights, level and scale", () => {
    fc.assert(
      fc.property(
        fc.integer({min: 12, max: 150}),
        fc.constantFrom(1.05, 1.35, 3),
        fc.constantFrom(0, 0.01, 1, 50),
        fc.integer({min: 1, max: 99}),
        (rows, epsilon, penalty, seed) => {
          const all = sample(rows, seed);
          const model = learner.fit(all.x, all.y, {...options(all.days, all.w), settings: {epsilon, penalty}});
          const slopes = derivatives(all, model);
          if (model.summary().chosen.scale > 1e-6) for (const d of slopes) expect(Math.abs(d)).toBeLessThan(1e-8);
          else {
            // It passes through so many rows that the scale is at its floor, where its derivative may be positive.
            expect(slopes.pop()).toBeGreaterThan(-1e-6);
            for (const d of slopes) expect(Math.abs(d)).toBeLessThan(1e-6);
          }
        },
      ),
      {seed: 1, numRuns: 50},
    );
  });

  it("is ridge regression with the same penalty where no residual is large", () => {
    const {x, y, w, days} = sample(100, 2);
    const settings = {penalty: 0.3};
    const found = learner.fit(x, y, {...options(days, w), settings: {...settings, epsilon: 100}}).predict(x);
    ridge
      .fit(x, y, {...options(days, w), settings})
      .predict(x)
      .forEach((v, i) => {
        expect(found[i]).toBeCloseTo(v, 9);
      });
  });

  it("is not moved by how far an outlier is, while least squares is", () => {
    const {x, y, days} = sample(80, 3, 0);
    const fitted = (by: number, which = learner) =>
      which
        .fit(
          x,
          y.map((v, i) => (i === 7 ? v + by : v)),
          {...options(days), settings: {penalty: 0.01}},
        )
        .summary().weights.a;
    expect(fitted(1e6)).toBeCloseTo(fitted(1e3), 6);
    expect(Math.abs(fitted(1e3) - fitted(0))).toBeLessThan(0.1);
    expect(Math.abs(fitted(1e3, ridge) - fitted(0, ridge))).toBeGreaterThan(1);
  });

  it("recovers the truth under heavy tails with less error than ridge", () => {
    let [robust, plain] = [0, 0];
    for (let seed = 1; seed <= 20; seed++) {
      const {x, y, days} = sample(200, seed);
      const error = (which: typeof learner) => {
        const {a, b, c} = which.fit(x, y, {...options(days), settings: {penalty: 0}}).summary().weights;
        return (a - 1) ** 2 + (b + 0.5) ** 2 + c ** 2;
      };
      robust += error(learner);
      plain += error(ridge);
    }
    expect(robust).toBeLessThan(0.15 * plain);
    expect(robust / 20).toBeLessThan(3 * 2 * (1.6 / 200)); // three coefficients, variance about 1.6 / n each
  });

  it("scales with its target and does not depend on a feature's units", () => {
    const {x, y, w, days} = sample(90, 4);
    const fitted = (k: number, move: number, unit: number) =>
      learner
        .fit(
          {...x, columns: [x.columns[0].map((v) => unit * v + move), ...x.columns.slice(1)]},
          y.map((v) => k * v + move),
          options(days, w),
        )
        .summary();
    const [base, other] = [fitted(1, 0, 1), fitted(1e5, 3, 1e-3)];
    expect(other.chosen.penalty).toBe(base.chosen.penalty);
    expect(other.chosen.scale / base.chosen.scale).toBeCloseTo(1e5, 3);
    for (const name of x.names) expect(other.weights[name] / base.weights[name]).toBeCloseTo(1e5, 2);
  });

  it("fits exactly what is exactly linear, more than half of the rows or all of them", () => {
    const {x, w, days} = sample(60, 5);
    const line = x.columns[0].map((v, i) => 2 + 3 * v - x.columns[1][i]);
    for (const share of [0, 0.25]) {
      const y = line.map((v, i) => (i < share * 60 ? v + 10 + i : v));
      const model = learner.fit(x, y, {...options(days, w), settings: {penalty: 0}});
      const found = model.predict(x);
      line.forEach((v, i) => {
        expect(found[i]).toBeCloseTo(v, 6);
      });
      expect(model.summary().chosen.scale).toBeLessThan(1e-6);
    }
  });

  it("chooses the penalty that predicts later days best in absolute error: about the same as a literal loop of fits", () => {
    const {x, y, w, days} = sample(144, 6, 0.3);
    const grid = [0.001, 0.01, 0.1, 1, 10, 100, 1000];
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
        return sum + Array.from(test).reduce((s, i, k) => s + w[i] * Math.abs(y[i] - p[k]), 0);
      }, 0),
    );
    const {penalty} = learner.fit(x, y, options(days, w)).summary().chosen;
    expect(losses[grid.indexOf(penalty)]).toBeLessThan(Math.min(...losses) * 1.0005); // inner fits are to three digits
  });
});

describe("Huber regression: the contract", () => keepsTheContract({learner, fromJSON}));
