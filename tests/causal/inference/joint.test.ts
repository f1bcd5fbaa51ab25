import {describe, expect, it} from "vitest";
import {covariance, jointInference} from "../../../src/lib/causal/index.ts";
import {normalQuantile, stream} from "../../../src/lib/numeric/index.ts";

const of = (matrix: number[][], degreesOfFreedom = Number.POSITIVE_INFINITY) => ({
  matrix: matrix.map((row) => Float64Array.from(row)),
  oneWay: null,
  degreesOfFreedom,
  counts: [],
  method: "given",
});

describe("jointInference", () => {
  it("has the critical value of independent, of equal, and of t estimates", () => {
    const options = {seed: 1, draws: 100_000};
    const identity = Array.from({length: 5}, (_, j) => Array.from({length: 5}, (_, k) => (j === k ? 4 : 0)));
    const independent = jointInference([0, 0, 0, 0, 0], of(identity), options);
    // Šidák: P(|Z| ≤ c)⁵ = 0.95
    expect(independent.critical).toBeCloseTo(normalQuantile(0.5 + Math.exp(Math.log(0.95) / 5) / 2), 1);
    expect(independent.upper[0]).toBeCloseTo(2 * independent.critical, 12);
    const same = jointInference(
      [1, 1],
      of([
        [9, 9],
        [9, 9],
      ]),
      options,
    );
    expect(same.critical).toBeCloseTo(1.96, 1);
    const few = jointInference([1], of([[1]], 4), options);
    expect(Math.abs(few.critical - 2.776)).toBeLessThan(0.04); // t(4), 97.5 %
    const many = jointInference([1], of([[1]], 80), options);
    expect(Math.abs(many.critical - 1.99)).toBeLessThan(0.02); // t(80)
  });

  it("is the multiplier bootstrap, written out: multipliers of whole clusters on the influence functions", () => {
    const random = stream(3, "joint");
    const [n, clusters, k] = [300, 30, 4];
    const label = Int32Array.from({length: n}, (_, i) => i % clusters);
    const shock = Array.from({length: clusters}, () => random.normal());
    const influences = Array.from({length: k}, (_, j) =>
      Float64Array.from({length: n}, (_, i) => shock[label[i]] * (1 + j) + random.normal()),
    );
    const theta = [0.9, 0.2, 1.4, -0.5];
    const found = jointInference(theta, covariance(influences, {cluster: [label]}, {smallSample: "none"}), {
      seed: 1,
      draws: 50_000,
    });
    const totals = influences.map((f) =>
      Array.from({length: clusters}, (_, g) => f.reduce((s, v, i) => s + (label[i] === g ? v : 0), 0)),
    );
    const se = totals.map((t) => Math.sqrt(t.reduce((s, v) => s + v * v, 0)) / n);
    const draws = Array.from({length: 50_000}, () => {
      const xi = Array.from({length: clusters}, () => random.normal());
      return totals.map((t, j) => Math.abs(t.reduce((s, v, g) => s + v * xi[g], 0)) / n / se[j]);
    });
    const maxima = draws.map((t) => Math.max(...t)).sort((a, b) => a - b);
    expect(Math.abs(found.critical - maxima[47_499])).toBeLessThan(0.05);
    // Romano and Wolf's step-down, from the largest |t|
    const t = theta.map((v, j) => Math.abs(v) / se[j]);
    const order = [0, 1, 2, 3].sort((a, b) => t[b] - t[a]);
    let before = 0;
    order.forEach((j, r) => {
      const left = order.slice(r);
      const p = draws.filter((b) => Math.max(...left.map((l) => b[l])) >= t[j]).length / draws.length;
      before = Math.max(before, p);
      expect(Math.abs(found.adjustedP[j] - before)).toBeLessThan(0.012);
    });
    for (const j of order) expect(found.adjustedP[j]).toBeGreaterThanOrEqual(found.p[j] - 0.01);
  });

  it("is the same for a seed, and refuses what has no standard error", () => {
    const matrix = [
      [1, 0.5],
      [0.5, 2],
    ];
    const a = jointInference([1, 2], of(matrix), {seed: 7, draws: 1000});
    expect(jointInference([1, 2], of(matrix), {seed: 7, draws: 1000})).toEqual(a);
    expect(jointInference([1, 2], of(matrix), {seed: 8, draws: 1000}).critical).not.toBe(a.critical);
    expect(() =>
      jointInference(
        [1, 2],
        of([
          [1, 0],
          [0, 0],
        ]),
        {seed: 1},
      ),
    ).toThrow(/estimate 1 has 0/);
    expect(() => jointInference([1], of([[1]]), {seed: 1, draws: 10})).toThrow(/invalid draws/);
    expect(() => jointInference([1], of([[1]]), {seed: 1, level: 1})).toThrow(/invalid level/);
  });

  it("two-way covariances that are not positive semi-definite are mended, not NaN", () => {
    const found = jointInference(
      [1, 2],
      {
        ...of([
          [1, 1.4],
          [1.4, 1],
        ]),
        oneWay: Float64Array.of(1.2, 1),
      },
      {seed: 1, draws: 2000},
    );
    expect(found.standardErrors[0]).toBeCloseTo(Math.sqrt(1.2), 12);
    expect(found.critical).toBeGreaterThan(1.8);
    expect(found.critical).toBeLessThan(2.5);
  });
});
