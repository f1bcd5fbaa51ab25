import {describe, expect, it} from "vitest";
import {stream} from "../../src/lib/numeric/index.ts";
import {impactByMonth, impactOf} from "../../src/lib/policy/index.ts";

const days = ["2024-12-30", "2024-12-31", "2025-01-02", "2025-01-03", "2025-02-03"];

describe("impactByMonth", () => {
  it("counts by hand", () => {
    const rows = {
      trader: Int32Array.of(0, 0, 0, 0),
      day: Int32Array.of(0, 1, 2, 4),
      net: Float64Array.of(-10, 20, -40, 8),
      multiplier: Float64Array.of(0, 1, 0.5, 0.5), // mean 0.5
    };
    expect(impactByMonth(rows, days)).toEqual([
      {month: "2024-12", rows: 2, changed: 1, actual: 10, policy: 20, delta: 10, derisking: -5, timing: 15},
      {month: "2025-01", rows: 1, changed: 1, actual: -40, policy: -20, delta: 20, derisking: 20, timing: 0},
      {month: "2025-02", rows: 1, changed: 1, actual: 8, policy: 4, delta: -4, derisking: -4, timing: 0},
    ]);
  });

  it("adds up to the total, in any order of rows", () => {
    const random = stream(1, "by-month");
    const n = 60;
    const at = Array.from({length: n}, (_, i) => i);
    const rows = {
      trader: Int32Array.from(at, (i) => Math.floor(i / days.length)),
      day: Int32Array.from(at, (i) => i % days.length),
      net: Float64Array.from(at, () => 100 * random.normal()),
      multiplier: Float64Array.from(at, () => random.integer(3) / 2),
    };
    const months = impactByMonth(rows, days);
    const {total} = impactOf(rows, n);
    for (const part of ["rows", "changed", "actual", "policy", "delta", "derisking", "timing"] as const)
      expect(months.reduce((sum, m) => sum + m[part], 0)).toBeCloseTo(total[part], 9);
    const reversed = Object.fromEntries(
      Object.entries(rows).map(([name, values]) => [name, values.slice().reverse()]),
    ) as typeof rows;
    expect(impactByMonth(reversed, days)).toEqual(months);
  });

  it("has no month where there is no row", () => {
    const none = {
      trader: new Int32Array(),
      day: new Int32Array(),
      net: new Float64Array(),
      multiplier: new Float64Array(),
    };
    expect(impactByMonth(none, days)).toEqual([]);
  });
});
