import {Matrix, solve} from "ml-matrix";
import {describe, expect, it} from "vitest";
import {giacominiWhite} from "../../../src/lib/evaluate/index.ts";
import {chiSquareUpper, stream} from "../../../src/lib/numeric/index.ts";

const noise = (n: number, seed: number) => {
  const random = stream(seed, "gw");
  return Float64Array.from({length: n}, () => random.normal());
};

describe("giacominiWhite", () => {
  it("for one step is n times the uncentred R² of ones on instruments × differential (2006, section 3.2)", () => {
    const d = noise(120, 1).map((v, t, all) => v + (t > 0 ? 0.4 * all[t - 1] : 0) + 0.1);
    const z = Array.from({length: 119}, (_, k) => [d[k + 1], d[k] * d[k + 1]]);
    const ones = Matrix.ones(119, 1);
    const b = solve(new Matrix(z), ones, true);
    const left = Matrix.sub(ones, new Matrix(z).mmul(b));
    const wanted = 119 - left.to1DArray().reduce((s, v) => s + v * v, 0);
    const found = giacominiWhite(d)!;
    expect(found.statistic).toBeCloseTo(wanted, 9);
    expect([found.df, found.n]).toEqual([2, 119]);
    expect(found.p).toBeCloseTo(chiSquareUpper(wanted, 2), 12);
    const line = solve(new Matrix(z.map((_, k) => [1, d[k]])), Matrix.columnVector(Array.from(d.subarray(1))), true);
    expect(found.coefficients[0]).toBeCloseTo(line.get(0, 0), 10);
    expect(found.coefficients[1]).toBeCloseTo(line.get(1, 0), 10);
    // in other units nothing changes
    expect(giacominiWhite(d.map((v) => 1e8 * v))!.statistic).toBeCloseTo(wanted, 7);
  });

  it("for several steps divides by the long-run covariance, written out", () => {
    const d = noise(100, 2).map((v) => v + 0.2);
    const h = 3;
    const z = Array.from({length: 97}, (_, k) => [d[k + h], d[k] * d[k + h]]);
    const omega = Matrix.zeros(2, 2);
    for (let s = 0; s < 97; s++)
      for (let t = 0; t < 97; t++) {
        const weight = 1 - Math.abs(s - t) / h;
        if (weight > 0)
          for (const i of [0, 1])
            for (const j of [0, 1]) omega.set(i, j, omega.get(i, j) + (weight * z[s][i] * z[t][j]) / 97);
      }
    const mean = Matrix.columnVector([0, 1].map((j) => z.reduce((sum, row) => sum + row[j], 0) / 97));
    const wanted = 97 * mean.transpose().mmul(solve(omega, mean)).get(0, 0);
    expect(giacominiWhite(d, {horizon: h})!.statistic).toBeCloseTo(wanted, 9);
  });

  it("sees a difference that comes and goes, which has mean zero", () => {
    const known = noise(300, 3);
    const d = noise(300, 4).map((v, t) => v + 0.5 * known[t]);
    const found = giacominiWhite(d, {instruments: [known]})!;
    expect(found.p).toBeLessThan(1e-4);
    expect(found.coefficients[1]).toBeGreaterThan(0.3);
    expect(Math.abs(found.expectedAbove - 0.5)).toBeLessThan(0.15);
    expect(found.n).toBe(300);
  });

  it("has nothing to say of constants, few days and collinear instruments", () => {
    expect(giacominiWhite(new Float64Array(100))).toBeNull();
    expect(giacominiWhite(new Float64Array(100).fill(2))).toBeNull();
    expect(giacominiWhite(noise(15, 5))).toBeNull();
    const x = noise(50, 6);
    expect(giacominiWhite(noise(50, 7), {instruments: [x, x]})).toBeNull();
    expect(() => giacominiWhite(noise(50, 7), {horizon: 0})).toThrow("invalid horizon");
    expect(() => giacominiWhite(noise(50, 7), {instruments: [noise(3, 1)]})).toThrow("3 values for 50 days");
  });

  it("rejects a true null about as often as it says", () => {
    const random = stream(8, "size");
    let rejected = 0;
    for (let k = 0; k < 1000; k++) {
      const d = Float64Array.from({length: 250}, () => random.normal());
      if (giacominiWhite(d)!.p <= 0.05) rejected++;
    }
    expect(rejected / 1000).toBeGreaterThan(0.025);
    expect(rejected / 1000).toBeLessThan(0.075);
  });
});
