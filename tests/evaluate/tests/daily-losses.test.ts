import {describe, expect, it} from "vitest";
import {dayMeans, daySums, longRunCovariance, longRunVariance} from "../../../src/lib/evaluate/index.ts";
import {stream} from "../../../src/lib/numeric/index.ts";

describe("the day as the observation", () => {
  const day = Int32Array.of(7, 3, 7, 3, 3);

  it("means and sums by day, days ascending, each counting once", () => {
    const x = Float64Array.of(1, 10, 2, 20, 60);
    expect(dayMeans(day, [x])).toEqual({days: Int32Array.of(3, 7), means: [Float64Array.of(30, 1.5)]});
    expect(daySums(day, [x])).toEqual({
      days: Int32Array.of(3, 7),
      sums: [Float64Array.of(90, 3)],
      rows: Int32Array.of(3, 2),
    });
    expect(() => dayMeans(day, [new Float64Array(4)])).toThrow("4 values for 5 rows");
  });
});

describe("longRunCovariance", () => {
  it("is the double sum over days with Bartlett weights", () => {
    const random = stream(1, "long run");
    const [x, y] = [0, 1].map(() => Float64Array.from({length: 40}, () => random.normal()));
    const mean = (v: Float64Array) => v.reduce((a, b) => a + b, 0) / 40;
    const slow = (a: Float64Array, b: Float64Array) => {
      let sum = 0;
      for (let s = 0; s < 40; s++)
        for (let t = 0; t < 40; t++) {
          const weight = 1 - Math.abs(s - t) / 4;
          if (weight > 0) sum += weight * (a[s] - mean(a)) * (b[t] - mean(b));
        }
      return sum / 40;
    };
    const found = longRunCovariance([x, y], 3);
    expect(found[0][0]).toBeCloseTo(slow(x, x), 12);
    expect(found[0][1]).toBeCloseTo(slow(x, y), 12);
    expect(found[1][0]).toBe(found[0][1]);
    expect(longRunVariance(x, 3)).toBeCloseTo(slow(x, x), 12);
    // of an AR(1) with coefficient 0.5 and unit shocks: 1 / (1 − 0.5)² = 4
    let state = 0;
    const ar = Float64Array.from({length: 100_000}, () => {
      state = 0.5 * state + random.normal();
      return state;
    });
    expect(Math.abs(longRunVariance(ar) - 4)).toBeLessThan(0.3);
  });
});
