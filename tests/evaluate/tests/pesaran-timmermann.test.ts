import {describe, expect, it} from "vitest";
import {directionByDay, pesaranTimmermann, pesaranTimmermannDynamic} from "../../../src/lib/evaluate/index.ts";
import {normalCdf, stream} from "../../../src/lib/numeric/index.ts";

const pair = (n: number, seed: number, skill = 0, drift = 0) => {
  const random = stream(seed, "pt");
  const predicted = Float64Array.from({length: n}, () => random.normal() + drift);
  return {predicted, actual: predicted.map((f) => skill * f + random.normal() + drift)};
};

describe("pesaranTimmermann", () => {
  it("by hand: 20 days, 12 ups, 12 foretold up, 9 of them both, so 14 hits", () => {
    const actual = [...Array(9).fill(1), ...Array(3).fill(1), ...Array(3).fill(-1), ...Array(5).fill(-1)];
    const predicted = [...Array(9).fill(2), ...Array(3).fill(-2), ...Array(3).fill(2), ...Array(5).fill(-2)];
    const [n, py, px, hits] = [20, 12 / 20, 12 / 20, 14 / 20];
    const star = py * px + (1 - py) * (1 - px);
    const v = (star * (1 - star)) / n;
    const w =
      ((2 * py - 1) ** 2 * px * (1 - px)) / n +
      ((2 * px - 1) ** 2 * py * (1 - py)) / n +
      (4 * py * px * (1 - py) * (1 - px)) / n ** 2;
    const found = pesaranTimmermann(actual, predicted)!;
    expect(found.hitRate).toBeCloseTo(hits, 14);
    expect(found.expected).toBeCloseTo(star, 14);
    expect(found.statistic).toBeCloseTo((hits - star) / Math.sqrt(v - w), 12);
    expect(found.p).toBeCloseTo(normalCdf(-found.statistic), 14);
    // days without P&L have no direction
    expect(pesaranTimmermann([0, ...actual, 0], [1, ...predicted, -1])).toEqual(found);
  });

  it("is not impressed by two series that mostly rise", () => {
    const {actual, predicted} = pair(400, 1, 0, 1.2);
    const found = pesaranTimmermann(actual, predicted)!;
    expect(found.hitRate).toBeGreaterThan(0.7);
    expect(found.p).toBeGreaterThan(0.01);
    expect(pesaranTimmermann(pair(400, 2, 0.5).actual, pair(400, 2, 0.5).predicted)!.p).toBeLessThan(1e-4);
  });

  it("has nothing to say where a direction never changes", () => {
    expect(pesaranTimmermann([1, 2, 3], [1, -1, 1])).toBeNull();
    expect(pesaranTimmermann([1, -2, 3], [1, 1, 1])).toBeNull();
    expect(() => pesaranTimmermann([1], [1, 2])).toThrow("2 for 1 rows");
    expect(() => pesaranTimmermann([1, Number.NaN], [1, 2])).toThrow("invalid row 1");
  });
});

describe("pesaranTimmermannDynamic", () => {
  it("without lags is the square root of n times the squared correlation of the indicators", () => {
    const {actual, predicted} = pair(100, 3, 0.3);
    const [y, x] = [actual, predicted].map((s) => s.map((v) => (v > 0 ? 1 : 0)));
    const mean = (v: Float64Array) => v.reduce((a, b) => a + b, 0) / v.length;
    const c = (a: Float64Array, b: Float64Array) => a.reduce((s, v, i) => s + (v - mean(a)) * (b[i] - mean(b)), 0);
    const r = c(x, y) / Math.sqrt(c(x, x) * c(y, y));
    expect(pesaranTimmermannDynamic(actual, predicted, {lags: 0})!.statistic).toBeCloseTo(Math.sqrt(100) * r, 10);
  });

  it("holds its level where both series persist, and the plain test does not", () => {
    const random = stream(4, "persist");
    let [plain, robust] = [0, 0];
    const series = 600;
    for (let k = 0; k < series; k++) {
      let [a, b] = [0, 0];
      const actual = new Float64Array(300);
      const predicted = new Float64Array(300);
      for (let t = 0; t < 300; t++) {
        actual[t] = a = 0.8 * a + random.normal();
        predicted[t] = b = 0.8 * b + random.normal();
      }
      if (pesaranTimmermann(actual, predicted)!.p <= 0.05) plain++;
      if (pesaranTimmermannDynamic(actual, predicted)!.p <= 0.05) robust++;
    }
    expect(plain / series).toBeGreaterThan(0.09);
    expect(robust / series).toBeLessThan(0.08);
    expect(robust / series).toBeGreaterThan(0.02);
  });

  it("sees skill, and needs days", () => {
    const {actual, predicted} = pair(300, 5, 0.5);
    expect(pesaranTimmermannDynamic(actual, predicted)!.p).toBeLessThan(1e-3);
    expect(pesaranTimmermannDynamic(actual.slice(0, 20), predicted.slice(0, 20))).toBeNull();
    expect(() => pesaranTimmermannDynamic(actual, predicted, {lags: 0.5})).toThrow("invalid lags");
  });
});

describe("directionByDay", () => {
  const desk = (seed: number, shared: number, skill: number) => {
    const random = stream(seed, "panel");
    const [traders, days] = [10, 120];
    const n = traders * days;
    const day = Int32Array.from({length: n}, (_, i) => Math.floor(i / traders));
    const common = Array.from({length: days}, () => [random.normal(), random.normal()]);
    const predicted = Float64Array.from(day, (d) => shared * common[d][0] + random.normal());
    const actual = Float64Array.from(day, (d, i) => shared * common[d][1] + random.normal() + skill * predicted[i]);
    return {day, trader: Int32Array.from({length: n}, (_, i) => i % traders), actual, predicted};
  };

  it("rejects a true null about as often as it says where a day's rows move together; the plain test does not", () => {
    let [byRow, byDay] = [0, 0];
    const desks = 300;
    for (let k = 0; k < desks; k++) {
      const {day, actual, predicted} = desk(k, 3, 0);
      if (pesaranTimmermann(actual, predicted)!.p <= 0.05) byRow++;
      if (directionByDay(day, actual, predicted)!.p <= 0.05) byDay++;
    }
    expect(byRow / desks).toBeGreaterThan(0.2);
    expect(byDay / desks).toBeLessThan(0.09);
  });

  it("sees skill; who mostly wins is none of it where shares are taken within traders", () => {
    const skilled = desk(1, 0, 0.3);
    expect(directionByDay(skilled.day, skilled.actual, skilled.predicted)!.p).toBeLessThan(1e-3);
    const {day, trader, actual, predicted} = desk(2, 0, 0);
    const better = trader.map((k) => (k < 5 ? 1 : -1));
    const tilted = {actual: actual.map((v, i) => v + better[i]), predicted: predicted.map((v, i) => v + better[i])};
    expect(directionByDay(day, tilted.actual, tilted.predicted)!.p).toBeLessThan(1e-6);
    expect(directionByDay(day, tilted.actual, tilted.predicted, {within: trader})!.p).toBeGreaterThan(0.01);
    const plain = directionByDay(day, actual, predicted)!;
    expect(plain.hitRate - plain.expected).toBeCloseTo(
      pesaranTimmermann(actual, predicted)!.hitRate - pesaranTimmermann(actual, predicted)!.expected,
      12,
    );
    expect(directionByDay(day, actual.map(Math.abs), predicted)).toBeNull();
  });
});
