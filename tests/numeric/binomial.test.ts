import {describe, expect, it} from "vitest";
import {binomialProbabilities} from "../../src/lib/numeric/index.ts";

describe("binomialProbabilities", () => {
  it("are the binomial formula", () => {
    const choose = (n: number, k: number): number => (k === 0 ? 1 : (choose(n - 1, k - 1) * n) / k);
    const found = binomialProbabilities(20, 0.3);
    found.forEach((p, x) => {
      expect(Math.abs(p / (choose(20, x) * 0.3 ** x * 0.7 ** (20 - x)) - 1)).toBeLessThan(1e-12);
    });
  });

  it("hold for many trials, and at the edges", () => {
    const many = binomialProbabilities(1_000_000, 0.01);
    expect(many.reduce((a, b) => a + b, 0)).toBeCloseTo(1, 12);
    expect(many.reduce((s, p, x) => s + p * x, 0)).toBeCloseTo(10_000, 4);
    expect([...binomialProbabilities(2, 0)]).toEqual([1, 0, 0]);
    expect([...binomialProbabilities(2, 1)]).toEqual([0, 0, 1]);
    expect([...binomialProbabilities(0, 0.5)]).toEqual([1]);
    expect(() => binomialProbabilities(1.5, 0.5)).toThrow("invalid n");
    expect(() => binomialProbabilities(5, 2)).toThrow("invalid p");
  });
});
