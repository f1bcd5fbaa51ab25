import {describe, expect, it} from "vitest";
import {stream} from "../../src/lib/numeric/index.ts";

const draws = (n: number, draw: () => number) => Array.from({length: n}, draw);

describe("stream", () => {
  it("depends on its names only, not on what else was drawn", () => {
    const alone = draws(5, stream(1, "a", 2).uniform);
    const other = stream(1, "b");
    other.uniform();
    expect(draws(5, stream(1, "a", 2).uniform)).toEqual(alone);
    expect(draws(5, stream(2, "a", 2).uniform)).not.toEqual(alone);
  });

  it("keeps names apart that would join to the same text", () => {
    expect(stream(1, "a", "bc").uint32()).not.toBe(stream(1, "ab", "c").uint32());
    expect(stream(1, "a", 1).uint32()).not.toBe(stream(1, "a", "1").uint32());
  });

  it("is uniform: mean, variance and a chi-square over 64 cells", () => {
    const {uniform} = stream(3, "uniform");
    const x = draws(64000, uniform);
    const mean = x.reduce((s, v) => s + v, 0) / x.length;
    expect(Math.abs(mean - 0.5)).toBeLessThan(5 * Math.sqrt(1 / 12 / x.length));
    const cells = new Array<number>(64).fill(0);
    for (const v of x) cells[Math.floor(v * 64)]++;
    const chi2 = cells.reduce((s, c) => s + (c - 1000) ** 2 / 1000, 0);
    expect(chi2).toBeLessThan(116); // 0.9999 quantile of chi-square with 63 degrees of freedom: 115.9
    expect(Math.min(...x)).toBeGreaterThanOrEqual(0);
    expect(Math.max(...x)).toBeLessThan(1);
  });

  it("draws integers without bias and refuses a bad range", () => {
    const random = stream(4, "integers");
    const counts = [0, 0, 0];
    for (let i = 0; i < 30000; i++) counts[random.integer(3)]++;
    for (const c of counts) expect(Math.abs(c - 10000)).toBeLessThan(5 * Math.sqrt(30000 * (1 / 3) * (2 / 3)));
    for (const bad of [0, -1, 1.5, Number.NaN]) expect(() => random.integer(bad)).toThrow(/invalid n/);
  });

  it("draws normals with the first four moments of the standard normal", () => {
    const {normal} = stream(5, "normal");
    const n = 100_000;
    const x = draws(n, normal);
    const moment = (k: number) => x.reduce((s, v) => s + [v, v * v, v * v * v, v * v * v * v][k - 1], 0) / n;
    // Standard errors of the raw moments: sqrt(var(x^k) / n) = sqrt(1, 2, 15, 96) / sqrt(n)
    for (const [k, expected, variance] of [
      [1, 0, 1],
      [2, 1, 2],
      [3, 0, 15],
      [4, 3, 96],
    ])
      expect(Math.abs(moment(k) - expected)).toBeLessThan(5 * Math.sqrt(variance / n));
  });

  it("gives a thousand streams a thousand different starts", () => {
    expect(new Set(draws(1000, () => 0).map((_, i) => stream(1, "fold", i).uint32())).size).toBe(1000);
  });
});
