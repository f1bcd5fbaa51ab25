import {describe, expect, it} from "vitest";
import {chiSquareUpper, normalCdf, normalQuantile, tCdf, tQuantile, tTwoSided} from "../../src/lib/numeric/index.ts";

describe("distributions: printed tables", () => {
  it("normal", () => {
    expect(normalQuantile(0.975)).toBeCloseTo(1.959963984540054, 12);
    expect(normalCdf(1.959963984540054)).toBeCloseTo(0.975, 12);
  });

  it("Student's t", () => {
    expect(tQuantile(0.975, 10)).toBeCloseTo(2.228138851964939, 9);
    expect(tCdf(2.228138851964939, 10)).toBeCloseTo(0.975, 9);
    expect(tCdf(1, 1)).toBeCloseTo(0.75, 12); // Cauchy
    expect(tQuantile(0.975, Number.POSITIVE_INFINITY)).toBe(normalQuantile(0.975));
    expect(tTwoSided(-1, 1)).toBeCloseTo(0.5, 12);
  });

  it("chi-squared", () => {
    expect(chiSquareUpper(3.841458820694124, 1)).toBeCloseTo(0.05, 12);
    expect(chiSquareUpper(5.991464547107979, 2)).toBeCloseTo(0.05, 12);
    expect(chiSquareUpper(0, 1)).toBe(1);
    expect(chiSquareUpper(100, 1) / 1.523970604832094e-23).toBeCloseTo(1, 6);
  });
});
