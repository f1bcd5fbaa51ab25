import {describe, expect, it} from "vitest";
import {ranked, spearman} from "../../src/lib/numeric/index.ts";

describe("ranked", () => {
  it("gives mid-ranks less their mean, and the missing the median rank", () => {
    // ranks of 10, 20, 20, 40: 1, 2.5, 2.5, 4; mean 2.5
    expect([...ranked(Float64Array.of(20, Number.NaN, 10, 40, 20))]).toEqual([0, 0, -1.5, 1.5, 0]);
  });
});

describe("spearman", () => {
  it("is 1 for a rising function, −1 for a falling one, and the textbook value where ranks differ", () => {
    const x = Float64Array.of(1, 2, 3, 4, 5);
    expect(spearman(x, x.map(Math.exp))).toBeCloseTo(1, 14);
    expect(
      spearman(
        x,
        x.map((v) => -v * v),
      ),
    ).toBeCloseTo(-1, 14);
    expect(spearman(x, Float64Array.of(2, 1, 4, 3, 5))).toBeCloseTo(1 - (6 * 4) / (5 * 24), 14); // 1 − 6 Σd² / (n (n² − 1))
  });

  it("looks only at rows where both are there, and has NaN where there is nothing to say", () => {
    const gone = Number.NaN;
    expect(spearman(Float64Array.of(1, gone, 2, 3, 9), Float64Array.of(1, 5, 2, 3, gone))).toBeCloseTo(1, 14);
    expect(spearman(Float64Array.of(1, 2), Float64Array.of(1, 2))).toBeNaN();
    expect(spearman(Float64Array.of(1, 1, 1), Float64Array.of(1, 2, 3))).toBeNaN();
  });
});
