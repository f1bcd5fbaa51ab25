import fc from "fast-check";
import {describe, expect, it} from "vitest";
import {domainWithZero, moneyLabels, spread} from "../../../src/lib/view/charts/common.ts";
import {histogram} from "../../../src/lib/view/charts/shift-null.ts";

describe("spread", () => {
  it("leaves labels alone that do not touch, and parts those that do", () => {
    expect(spread([10, 50], 15, 0, 100)).toEqual([10, 50]);
    expect(spread([50, 52], 15, 0, 100)).toEqual([50, 65]);
    expect(spread([98, 97], 15, 0, 100)).toEqual([100, 85]);
  });
  it("keeps the order, the distance and the bounds wherever there is room", () => {
    fc.assert(
      fc.property(fc.array(fc.double({min: -50, max: 150, noNaN: true}), {maxLength: 6}), (positions) => {
        const placed = spread(positions, 15, 0, 100);
        const order = positions.map((_, i) => i).sort((a, b) => positions[a] - positions[b] || a - b);
        for (const v of placed) expect(v >= -1e-9 && v <= 100 + 1e-9).toBe(true);
        for (let k = 1; k < order.length; k++)
          expect(placed[order[k]] - placed[order[k - 1]]).toBeGreaterThanOrEqual(15 - 1e-9);
      }),
    );
  });
});

describe("histogram", () => {
  it("counts every value once, and no bin straddles the observed one", () => {
    fc.assert(
      fc.property(
        fc.array(fc.integer({min: -1000, max: 1000}), {minLength: 1, maxLength: 60}),
        fc.integer({min: -1200, max: 1200}),
        (values, edge) => {
          const bins = histogram(values, edge, 20);
          expect(bins.reduce((sum, b) => sum + b.count, 0)).toBe(values.length);
          const beyond = bins.filter((b) => b.from >= edge - 1e-6).reduce((sum, b) => sum + b.count, 0);
          expect(beyond).toBe(values.filter((v) => v >= edge).length);
        },
      ),
    );
  });
});

describe("scales", () => {
  it("always show zero", () => {
    expect(domainWithZero([5, 10], 0.1)).toEqual([0, 11]);
    expect(domainWithZero([-10, -5], 0.1)).toEqual([-11, 0]);
    expect(domainWithZero([])).toEqual([0, 1]);
    expect(domainWithZero([0, 0])).toEqual([0, 1]);
  });
  it("write money with its own symbol", () => {
    expect(moneyLabels("GBP")).toContain("'£'");
    expect(moneyLabels("CHF")).toContain("'CHF '");
  });
});
