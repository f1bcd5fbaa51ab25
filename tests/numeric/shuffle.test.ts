import {describe, expect, it} from "vitest";
import {chiSquareUpper, shuffled, stream} from "../../src/lib/numeric/index.ts";

describe("shuffled", () => {
  it("keeps the values, leaves the array alone, and has all orders equally likely", () => {
    const random = stream(1, "shuffle");
    const values = Int32Array.of(1, 2, 3);
    const counts = new Map<string, number>();
    for (let k = 0; k < 6000; k++) {
      const order = shuffled(values, random).join("");
      counts.set(order, (counts.get(order) ?? 0) + 1);
    }
    expect([...values]).toEqual([1, 2, 3]);
    expect([...counts.keys()].sort()).toEqual(["123", "132", "213", "231", "312", "321"]);
    const statistic = [...counts.values()].reduce((sum, n) => sum + (n - 1000) ** 2 / 1000, 0);
    expect(chiSquareUpper(statistic, 5)).toBeGreaterThan(0.001);
  });

  it("is the same for the same stream, and copes with one value and none", () => {
    const values = Float64Array.from({length: 50}, (_, i) => i);
    expect(shuffled(values, stream(2, "s"))).toEqual(shuffled(values, stream(2, "s")));
    expect(shuffled(values, stream(2, "s"))).not.toEqual(values);
    expect([...shuffled(Float64Array.of(7), stream(1, "s"))]).toEqual([7]);
    expect(shuffled(new Float64Array(0), stream(1, "s"))).toHaveLength(0);
  });
});
