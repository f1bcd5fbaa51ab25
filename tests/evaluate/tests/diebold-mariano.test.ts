import {describe, expect, it} from "vitest";
import {dieboldMariano} from "../../../src/lib/evaluate/index.ts";
import {stream, tTwoSided} from "../../../src/lib/numeric/index.ts";

describe("dieboldMariano", () => {
  it("with horizon 1 is the one-sample t-test", () => {
    const d = [0.3, -0.1, 0.7, 0.2, 0.5, -0.4, 0.9, 0.1];
    const n = d.length;
    const mean = d.reduce((a, b) => a + b, 0) / n;
    const t = mean / Math.sqrt(d.reduce((s, x) => s + (x - mean) ** 2, 0) / (n - 1) / n);
    const test = dieboldMariano(d)!;
    expect(test.statistic).toBeCloseTo(t, 12);
    expect(test.p).toBeCloseTo(tTwoSided(t, n - 1), 12);
    expect(test.pLess + test.pGreater).toBeCloseTo(1, 12);
  });

  it("its interval excludes zero exactly when p is below 1 − level", () => {
    const random = stream(1, "dm");
    for (let rep = 0; rep < 100; rep++) {
      const d = Array.from({length: 30}, () => random.normal() + 0.3);
      const test = dieboldMariano(d, {horizon: 4, variance: "bartlett", level: 0.9})!;
      expect(test.interval[0] > 0 || test.interval[1] < 0).toBe(test.p < 0.1);
    }
  });

  it("has nothing to say of constants and of too few periods", () => {
    expect(dieboldMariano([0.1, 0.1, 0.1, 0.1])).toBeNull();
    expect(dieboldMariano(new Float64Array(50).fill(1 / 3))).toBeNull();
    expect(dieboldMariano([1])).toBeNull();
    expect(dieboldMariano([1, 2, 3], {horizon: 3})).toBeNull();
    expect(() => dieboldMariano([1, 2, 3], {horizon: 0})).toThrow(/invalid horizon/);
    expect(() => dieboldMariano([1, 2, 3], {level: 95})).toThrow(/invalid level/);
  });

  it("falls back to horizon 1 where the plain variance would be negative, as R does", () => {
    const d = Float64Array.from({length: 20}, (_, t) => (t % 2 === 0 ? 1.1 : -1));
    expect(dieboldMariano(d, {horizon: 2})!.statistic).toBe(dieboldMariano(d)!.statistic);
    expect(dieboldMariano(d, {horizon: 2})!.horizon).toBe(1);
  });

  it("rejects a true null about as often as it says, with the settings of the skill test (autocorrelated differences)", () => {
    const random = stream(2, "size");
    const days = 100;
    let rejected = 0;
    for (let rep = 0; rep < 2000; rep++) {
      let state = 0;
      const d = Array.from({length: days}, () => {
        state = 0.3 * state + random.normal();
        return state;
      });
      const horizon = 1 + Math.floor(Math.cbrt(days));
      if (dieboldMariano(d, {horizon, variance: "bartlett"})!.p <= 0.05) rejected++;
    }
    // the Bartlett kernel leaves some of the autocorrelation out: horizon 1 would reject about 15 %
    expect(rejected / 2000).toBeLessThan(0.095);
    expect(rejected / 2000).toBeGreaterThan(0.035);
  });
});
