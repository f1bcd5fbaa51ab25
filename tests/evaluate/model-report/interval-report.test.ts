import {describe, expect, it} from "vitest";
import {intervalReport} from "../../../src/lib/evaluate/index.ts";
import {stream} from "../../../src/lib/numeric/index.ts";

const dates = Array.from({length: 300}, (_, k) =>
  new Date(Date.UTC(2024, 0, 1) + k * 86_400_000).toISOString().slice(0, 10),
);

/** Predictions of zero for `traders` of very different size, whose spread doubles after day `change`. */
function desk(traders: number, days: number, change = Number.POSITIVE_INFINITY) {
  const random = stream(8, "intervals", traders, days);
  const rows = Array.from({length: traders * days}, (_, k) => ({trader: k % traders, day: Math.floor(k / traders)}));
  const scale = Float64Array.from(rows, ({trader}) => [1, 100, 10_000][trader % 3]);
  return {
    signal: {name: "ridge", label: "Ridge"},
    day: Int32Array.from(rows, ({day}) => day),
    value: new Float64Array(rows.length),
    outcome: Float64Array.from(rows, ({day}, i) => scale[i] * (day >= change ? 2 : 1) * random.normal()),
    scale,
    dates,
    level: 0.9,
  };
}

describe("intervalReport", () => {
  it("holds what it promises where days are alike, at a width of the error's own quantile", () => {
    const report = intervalReport(desk(12, 300))!;
    expect(report).toMatchObject({level: 0.9, rows: 3600, days: 300, calibrationDays: 100, judgedFrom: dates[100]});
    for (const {coverage, interval, rows} of [report.split, report.adaptive]) {
      expect(rows).toBe(2400);
      expect(Math.abs(coverage - 0.9)).toBeLessThan(0.025);
      expect(interval![0] < coverage && coverage < interval![1]).toBe(true);
    }
    expect(report.over.splitWidth.every((w) => Math.abs(w! - 1.645) < 0.12)).toBe(true); // Φ⁻¹(0.95)
    // Half the rows of a third each: 1.645 × (1 + 100 + 10,000) / 3, in currency.
    expect(report.split.width! / ((1.645 * 10_101) / 3)).toBeCloseTo(1, 1);
  });

  it("the fixed width is the ⌈(n + 1) level⌉-th smallest error of the first third of the days", () => {
    const made = desk(3, 90);
    const errors = [...made.outcome.keys()]
      .filter((i) => made.day[i] < 30)
      .map((i) => Math.abs(made.outcome[i]) / made.scale[i])
      .sort((a, b) => a - b);
    const width = errors[Math.ceil((errors.length + 1) * 0.9) - 1];
    const report = intervalReport(made)!;
    expect(report.over.splitWidth[0]).toBeCloseTo(width, 3);
    const judged = [...made.outcome.keys()].filter((i) => made.day[i] >= 30);
    const inside = judged.filter((i) => Math.abs(made.outcome[i]) <= width * made.scale[i]).length;
    expect(report.split.coverage).toBeCloseTo(inside / judged.length, 12);
  });

  it("where the spread doubles the fixed width fails, and the adaptive one comes back", () => {
    const report = intervalReport(desk(12, 300, 150))!;
    expect(report.split.coverage).toBeLessThan(0.75);
    expect(report.adaptive.coverage).toBeGreaterThan(report.split.coverage + 0.1);
    expect(report.over.adaptive.at(-1)!).toBeGreaterThan(report.over.split.at(-1)! + 0.1);
    expect(report.over.adaptiveWidth.at(-1)!).toBeGreaterThan(1.5 * report.over.splitWidth[0]!);
  });

  it("leaves out rows without a prediction or volatility, and says nothing of too few days", () => {
    const made = desk(12, 300);
    const value = made.value.slice();
    const scale = made.scale.slice();
    value[0] = Number.NaN;
    scale[1] = Number.NaN;
    scale[2] = 0;
    expect(intervalReport({...made, value, scale})!.rows).toBe(3597);
    expect(intervalReport(desk(12, 59))).toBeNull();
    expect(intervalReport(desk(12, 60))).not.toBeNull();
  });

  it("does not depend on the order of the rows", () => {
    const made = desk(6, 80);
    const order = [...made.day.keys()].reverse();
    const pick = (values: Float64Array) => Float64Array.from(order, (i) => values[i]);
    const turned = {
      ...made,
      day: Int32Array.from(order, (i) => made.day[i]),
      value: pick(made.value),
      outcome: pick(made.outcome),
      scale: pick(made.scale),
    };
    const [a, b] = [intervalReport(made)!, intervalReport(turned)!];
    expect(b.over).toEqual(a.over);
    expect(b.split.coverage).toBe(a.split.coverage);
  });
});
