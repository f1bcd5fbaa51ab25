import {describe, expect, it} from "vitest";
import {
  eValue,
  eValues,
  eValuesOfDifference,
  eValuesOfRiskDifference,
} from "../../src/lib/robustness/sensitivity/index.ts";

describe("E-values", () => {
  it("satisfy what defines them: the bias factor e² / (2e − 1) is the ratio", () => {
    for (const ratio of [1, 1.01, 2, 3.9, 50]) {
      const e = eValue(ratio);
      expect((e * e) / (2 * e - 1)).toBeCloseTo(ratio, 10);
      expect(eValue(1 / ratio)).toBeCloseTo(e, 10);
    }
    expect(eValue(1.2, 1.5)).toBeCloseTo(eValue(1.25), 12);
  });

  it("an interval that holds the truth needs nothing", () => {
    expect(eValues({estimate: 1.2, lower: 0.9, upper: 1.6}).interval).toBe(1);
    expect(eValues({estimate: 0.8, lower: 0.6, upper: 1.1}).interval).toBe(1);
    expect(eValues({estimate: 1, lower: 0.6, upper: 1.1})).toMatchObject({point: 1, interval: 1});
    expect(eValuesOfDifference(0.1, 0.2).interval).toBe(1);
    const table = {treated: {events: 55, others: 108778}, control: {events: 51, others: 108778}};
    expect(eValuesOfRiskDifference(table).interval).toBe(1);
  });

  it("rare outcomes need no conversion", () => {
    const ratio = {estimate: 2, lower: 1.5, upper: 3};
    expect(eValues(ratio, {scale: "odds", rare: true})).toEqual(eValues(ratio));
    expect(eValues(ratio, {scale: "hazard", rare: true})).toEqual(eValues(ratio));
  });

  it("to take away a risk difference is to take away the risk ratio (Ding and VanderWeele 2016, p. 376)", () => {
    const table = {treated: {events: 100, others: 200}, control: {events: 50, others: 200}};
    expect(eValuesOfRiskDifference(table).point).toBeCloseTo(eValue(100 / 300 / (50 / 250)), 10);
  });

  it("says what is wrong", () => {
    expect(() => eValue(0)).toThrow(/invalid risk ratio/);
    expect(() => eValue(1, Number.NaN)).toThrow(/invalid risk ratio/);
    expect(() => eValues({estimate: -1, lower: 1, upper: 2})).toThrow(/invalid ratio/);
    expect(() => eValues({estimate: 3, lower: 1, upper: 2})).toThrow(/does not hold the estimate/);
    expect(() => eValuesOfDifference(Number.NaN, 1)).toThrow(/invalid difference/);
    expect(() => eValuesOfDifference(1, -1)).toThrow(/invalid standard error/);
    const table = {treated: {events: 5, others: 5}, control: {events: 6, others: 4}};
    expect(() => eValuesOfRiskDifference(table)).toThrow(/exchange the groups/);
    expect(() => eValuesOfRiskDifference({...table, control: {events: 0, others: 4}})).toThrow(/needs all above 0/);
    expect(() => eValuesOfRiskDifference({...table, control: {events: -1, others: 4}})).toThrow(/invalid count/);
    expect(() => eValuesOfRiskDifference(table, {level: 0})).toThrow(/invalid level/);
  });
});
