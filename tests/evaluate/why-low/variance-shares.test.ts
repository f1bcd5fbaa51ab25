import {describe, expect, it} from "vitest";
import {type PanelRows, varianceComponents, varianceShares} from "../../../src/lib/evaluate/index.ts";
import {stream} from "../../../src/lib/numeric/index.ts";

function panel(
  seed: number,
  {traders = 8, days = 100, a = 1, b = 1, e = 1, missing = 0, regimes = 0}: Record<string, number> = {},
): PanelRows & {regime: Int32Array} {
  const random = stream(seed, "panel");
  const ofTrader = Array.from({length: traders}, () => Math.sqrt(a) * random.normal());
  const regimeOf = Array.from({length: days}, (_, d) => Math.floor(d / 10) % 2);
  const ofDay = Array.from(
    {length: days},
    (_, d) => Math.sqrt(b) * random.normal() + (regimeOf[d] ? regimes : -regimes),
  );
  const trader: number[] = [];
  const day: number[] = [];
  const target: number[] = [];
  for (let i = 0; i < traders; i++)
    for (let d = 0; d < days; d++) {
      if (random.uniform() < missing) continue;
      trader.push(i);
      day.push(d);
      target.push(3 + ofTrader[i] + ofDay[d] + Math.sqrt(e) * random.normal());
    }
  return {
    trader: Int32Array.from(trader),
    day: Int32Array.from(day),
    target: Float64Array.from(target),
    regime: Int32Array.from(day, (d) => regimeOf[d]),
  };
}

describe("varianceComponents", () => {
  it("of a full table are those of the two-way analysis of variance", () => {
    const rows = panel(1, {traders: 5, days: 12});
    const y = (i: number, d: number) => rows.target[i * 12 + d];
    const all = rows.target.reduce((s, v) => s + v, 0) / 60;
    const ofTrader = Array.from(
      {length: 5},
      (_, i) => Array.from({length: 12}, (_, d) => y(i, d)).reduce((s, v) => s + v) / 12,
    );
    const ofDay = Array.from(
      {length: 12},
      (_, d) => Array.from({length: 5}, (_, i) => y(i, d)).reduce((s, v) => s + v) / 5,
    );
    let [msA, msB, msE] = [0, 0, 0];
    for (const m of ofTrader) msA += (12 * (m - all) ** 2) / 4;
    for (const m of ofDay) msB += (5 * (m - all) ** 2) / 11;
    for (let i = 0; i < 5; i++) for (let d = 0; d < 12; d++) msE += (y(i, d) - ofTrader[i] - ofDay[d] + all) ** 2 / 44;
    const found = varianceComponents(rows)!;
    expect(found.trader).toBeCloseTo((msA - msE) / 12, 10);
    expect(found.day).toBeCloseTo((msB - msE) / 5, 10);
    expect(found.rest).toBeCloseTo(msE, 10);
  });

  it("recovers what a table with holes was made from, on average", () => {
    const sums = [0, 0, 0];
    const desks = 300;
    for (let seed = 0; seed < desks; seed++) {
      const found = varianceComponents(panel(seed, {a: 0.5, b: 2, e: 4, missing: 0.4, days: 40}))!;
      [found.trader, found.day, found.rest].forEach((v, k) => {
        sums[k] += v / desks;
      });
    }
    expect(Math.abs(sums[0] - 0.5)).toBeLessThan(0.08);
    expect(Math.abs(sums[1] - 2)).toBeLessThan(0.12);
    expect(Math.abs(sums[2] - 4)).toBeLessThan(0.08);
  });

  it("the regime's part is the variance between its days", () => {
    let sum = 0;
    for (let seed = 0; seed < 200; seed++) sum += varianceComponents(panel(seed, {regimes: 1, b: 0.5}))!.regime / 200;
    // two regimes at ±1 are a sample of a distribution with variance 2
    expect(Math.abs(sum - 2)).toBeLessThan(0.1);
    expect(varianceComponents(panel(1, {days: 10}))!.regime).toBeNaN(); // one regime only
  });

  it("has nothing to say of one trader or one day", () => {
    expect(varianceComponents(panel(1, {traders: 1}))).toBeNull();
    expect(varianceComponents(panel(1, {days: 1}))).toBeNull();
  });
});

describe("varianceShares", () => {
  it("add up, and their intervals hold the truth in most desks", () => {
    const held = [0, 0, 0];
    const desks = 60;
    const truth = [1 / 6, 2 / 6, 3 / 6];
    for (let seed = 0; seed < desks; seed++) {
      const {shares} = varianceShares(panel(seed, {a: 1, b: 2, e: 3, traders: 12, days: 80}))!;
      expect(shares.slice(0, 3).reduce((s, {share}) => s + share, 0)).toBeCloseTo(1, 12);
      shares.slice(0, 3).forEach(({interval}, k) => {
        if (interval![0] <= truth[k] && truth[k] <= interval![1]) held[k]++;
      });
    }
    for (const count of held) expect(count / desks).toBeGreaterThan(0.88);
  });

  it("regime is part of the day; few traders or days have no interval", () => {
    const {shares} = varianceShares(panel(3, {regimes: 1, b: 0.3}))!;
    const of = (part: string) => shares.find((s) => s.part === part)!;
    expect(of("regime").share).toBeLessThanOrEqual(of("day").share);
    expect(of("regime").share).toBeGreaterThan(0.2);
    expect(of("regime").interval![0]).toBeGreaterThan(0);
    expect(of("regime").interval![1]).toBeGreaterThan(of("regime").share);
    expect(varianceShares(panel(3, {traders: 2}))!.shares[0].interval).toBeNull();
    expect(varianceShares(panel(3, {days: 15}))!.shares[0].interval).toBeNull();
    expect(varianceShares(panel(3, {traders: 1}))).toBeNull();
  });

  it("says what is wrong", () => {
    const rows = panel(4, {traders: 2, days: 3});
    expect(() => varianceShares({...rows, day: new Int32Array(6)})).toThrow("trader 0 has two rows on day 0");
    expect(() => varianceShares({...rows, target: rows.target.map(() => Number.NaN)})).toThrow(
      "invalid target of row 0",
    );
    expect(() => varianceShares({...rows, trader: rows.trader.map((t) => t - 1)})).toThrow("numbers from 0");
    expect(() => varianceShares({...rows, regime: Int32Array.of(0, 0, 0, 1, 0, 0)})).toThrow("day 0 is of 0 and of 1");
  });
});
