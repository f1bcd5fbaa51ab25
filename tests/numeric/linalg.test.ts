import fc from "fast-check";
import {describe, expect, it} from "vitest";
import {crossProducts, dot, solvePositiveDefinite} from "../../src/lib/numeric/index.ts";

describe("solvePositiveDefinite", () => {
  it("solves a system whose solution is known", () => {
    const a = [Float64Array.of(4, 2), Float64Array.of(2, 3)];
    const x = solvePositiveDefinite(a, Float64Array.of(8, 8));
    expect(x[0]).toBeCloseTo(1, 14);
    expect(x[1]).toBeCloseTo(2, 14);
    expect([...solvePositiveDefinite([], new Float64Array(0))]).toEqual([]);
  });

  it("refuses what has no unique solution, or disagrees in shape", () => {
    const flat = [Float64Array.of(1, 1), Float64Array.of(1, 1)];
    expect(() => solvePositiveDefinite(flat, Float64Array.of(1, 1))).toThrow("not positive definite");
    expect(() => solvePositiveDefinite(flat, Float64Array.of(1))).toThrow("A is not 1 × 1, as b asks: 2 × 2");
  });
});

describe("crossProducts", () => {
  it("is X'WX", () => {
    const value = fc.integer({min: -9, max: 9});
    fc.assert(
      fc.property(fc.array(fc.tuple(value, value, value), {maxLength: 20}), (rows) => {
        const [a, b, w] = [0, 1, 2].map((j) => Float64Array.from(rows, (r) => r[j]));
        const sum = (f: (r: [number, number, number]) => number) => rows.reduce((s, r) => s + f(r), 0);
        expect(crossProducts([a, b], w).map((r) => [...r].map((v) => v + 0))).toEqual([
          [sum((r) => r[2] * r[0] * r[0]), sum((r) => r[2] * r[0] * r[1])],
          [sum((r) => r[2] * r[0] * r[1]), sum((r) => r[2] * r[1] * r[1])],
        ]);
        expect(dot(a, b)).toBe(sum((r) => r[0] * r[1]));
      }),
      {seed: 1},
    );
  });
});
