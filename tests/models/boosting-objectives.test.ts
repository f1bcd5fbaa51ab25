import fc from "fast-check";
import {describe, expect, it} from "vitest";
import {
  logistic,
  type Objective,
  pseudoHuber,
  quantileLoss,
  squaredError,
} from "../../src/lib/models/boosting/index.ts";
import {weightedQuantile} from "../../src/lib/models/boosting/quantile-loss.ts";

const objectives: readonly [string, Objective, (y: number) => number][] = [
  ["squared error", squaredError, (y) => y],
  ["log loss", logistic, (y) => (y > 0 ? 1 : 0)],
  ["pseudo-Huber", pseudoHuber(0.7), (y) => y],
  ["pinball, 0.1", quantileLoss(0.1), (y) => y],
  ["pinball, 0.5", quantileLoss(0.5), (y) => y],
];
const real = fc.double({min: -5, max: 5, noNaN: true});
const total = ({loss}: Objective, margin: number, y: Float64Array, weights: Float64Array | null) =>
  y.reduce((sum, v, i) => sum + (weights?.[i] ?? 1) * loss(margin, v), 0);

describe.each(objectives)("%s", (name, objective, target) => {
  it("has the derivatives of its loss", () => {
    fc.assert(
      fc.property(real, real, fc.constantFrom(null, 0.5, 3), (margin, drawn, weight) => {
        const y = target(drawn);
        fc.pre(!name.startsWith("pinball") || Math.abs(margin - y) > 1e-3);
        const rows = {y: Float64Array.of(y), weights: weight === null ? null : Float64Array.of(weight)};
        const [gradient, hessian] = [new Float64Array(1), new Float64Array(1).fill(1)];
        const written = objective.gradients(Float64Array.of(margin), rows, gradient, hessian);
        expect(written || weight === null).toBe(true);
        const e = 1e-4;
        const at = (d: number) => (weight ?? 1) * objective.loss(margin + d, y);
        expect(gradient[0]).toBeCloseTo((at(e) - at(-e)) / (2 * e), 5);
        // The pinball loss has no second derivative: a weight of 1 serves.
        const second = name.startsWith("pinball") ? (weight ?? 1) : (at(e) - 2 * at(0) + at(-e)) / e ** 2;
        expect(hessian[0]).toBeCloseTo(second, 4);
      }),
    );
  });

  it("starts from the constant of least loss", () => {
    fc.assert(
      fc.property(
        fc.array(fc.tuple(real, fc.integer({min: 1, max: 4})), {minLength: 2, maxLength: 12}),
        fc.boolean(),
        (drawn, weighted) => {
          const y = Float64Array.from(drawn, ([v]) => target(v));
          fc.pre(new Set(y).size > 1);
          const weights = weighted ? Float64Array.from(drawn, ([, w]) => w) : null;
          const base = objective.base({y, weights});
          const least = total(objective, base, y, weights);
          for (const d of [-0.5, -0.01, 0.01, 0.5])
            expect(total(objective, base + d, y, weights)).toBeGreaterThanOrEqual(least - 1e-9);
        },
      ),
    );
  });
});

describe("a base", () => {
  it("is finite where a probability's target is all one", () => {
    const y = new Float64Array(9).fill(1);
    expect(logistic.base({y, weights: null})).toBe(Math.log(9.5 / 0.5));
    expect(logistic.base({y: y.map(() => 0), weights: y.map(() => 2)})).toBe(Math.log(0.5 / 18.5));
  });

  it("of a quantile is the smallest value that enough weight does not exceed", () => {
    const values = Float64Array.of(5, 1, 3, 2, 4);
    expect([0.01, 0.2, 0.21, 0.5, 0.8, 0.99].map((p) => weightedQuantile(values, null, p))).toEqual([1, 1, 2, 3, 4, 5]);
    const ones = new Float64Array(5).fill(2);
    expect([0.01, 0.2, 0.21, 0.5, 0.8, 0.99].map((p) => weightedQuantile(values, ones, p))).toEqual([1, 1, 2, 3, 4, 5]);
    const heavy = Float64Array.of(1, 1, 6, 1, 1);
    expect([0.1, 0.2, 0.3, 0.8, 0.81, 0.95].map((p) => weightedQuantile(values, heavy, p))).toEqual([1, 2, 3, 3, 4, 5]);
  });
});
