import {describe, expect, it} from "vitest";
import {breachesOf, christoffersenTest, dynamicQuantileTest, kupiecTest} from "../../../src/lib/evaluate/index.ts";
import {chiSquareUpper, solvePositiveDefinite, stream} from "../../../src/lib/numeric/index.ts";

const series = (n: number, share: number, seed = 1) => {
  const random = stream(seed, "breaches");
  return Uint8Array.from({length: n}, () => (random.uniform() < share ? 1 : 0));
};

describe("christoffersenTest", () => {
  it("is the ratio of the likelihoods, multiplied out day by day", () => {
    const breach = series(80, 0.2);
    const found = christoffersenTest(breach, 0.1);
    const {from0to0, from0to1, from1to0, from1to1} = found.transitions;
    expect(from0to0 + from0to1 + from1to0 + from1to1).toBe(79);
    const rate = [from0to1 / (from0to0 + from0to1), from1to1 / (from1to0 + from1to1)];
    const pooled = (from0to1 + from1to1) / 79;
    let [chain, one] = [1, 1];
    for (let t = 1; t < 80; t++) {
      const p = rate[breach[t - 1]];
      chain *= breach[t] === 1 ? p : 1 - p;
      one *= breach[t] === 1 ? pooled : 1 - pooled;
    }
    expect(found.independence.statistic).toBeCloseTo(-2 * Math.log(one / chain), 9);
    expect(found.independence.p).toBeCloseTo(chiSquareUpper(found.independence.statistic, 1), 14);
    const count = breach.reduce((a, b) => a + b, 0);
    expect(found.conditional.statistic).toBeCloseTo(
      kupiecTest(80, count, 0.1).statistic + found.independence.statistic,
      12,
    );
    expect(found.conditional.df).toBe(2);
  });

  it("knows series without a breach, with one at the end, and pairs", () => {
    expect(christoffersenTest(new Uint8Array(50), 0.05).independence.statistic).toBe(0);
    const last = new Uint8Array(50);
    last[49] = 1;
    expect(christoffersenTest(last, 0.05).transitions).toEqual({from0to0: 48, from0to1: 1, from1to0: 0, from1to1: 0});
    expect(christoffersenTest(last, 0.05).independence.statistic).toBe(0);
    const pairs = Uint8Array.from({length: 120}, (_, t) => (t % 20 < 2 ? 1 : 0));
    expect(christoffersenTest(pairs, 0.1).independence.p).toBeLessThan(1e-3);
    expect(kupiecTest(120, 12, 0.1).p).toBe(1);
    expect(() => christoffersenTest([1], 0.05)).toThrow("a transition needs 2 days");
    expect(() => christoffersenTest([0, 2], 0.05)).toThrow("invalid breach of day 1; neither 0 nor 1: 2");
  });
});

describe("dynamicQuantileTest", () => {
  it("is Hit′X(X′X)⁻¹X′Hit / τ(1−τ), with the matrix inverted", () => {
    const random = stream(2, "dq");
    const breach = series(200, 0.1, 3);
    const risk = Float64Array.from(breach, () => -100 * (1 + random.uniform()));
    const level = 0.05;
    const rows = Array.from({length: 196}, (_, k) => {
      const t = k + 4;
      return [1, ...[1, 2, 3, 4].map((lag) => breach[t - lag] - level), risk[t]];
    });
    const hit = Array.from({length: 196}, (_, k) => breach[k + 4] - level);
    const cross = rows[0].map((_, i) =>
      Float64Array.from(rows[0], (_, j) => rows.reduce((s, r) => s + r[i] * r[j], 0)),
    );
    const b = Float64Array.from(rows[0], (_, i) => rows.reduce((s, r, k) => s + r[i] * hit[k], 0));
    const wanted = solvePositiveDefinite(cross, b).reduce((s, v, i) => s + v * b[i], 0) / (level * (1 - level));
    const found = dynamicQuantileTest(breach, risk, level)!;
    expect(found.statistic).toBeCloseTo(wanted, 8);
    expect([found.n, found.df]).toEqual([196, 6]);
    expect(found.p).toBeCloseTo(chiSquareUpper(wanted, 6), 10);
    // in other units of money nothing changes
    expect(
      dynamicQuantileTest(
        breach,
        risk.map((v) => 1e6 * v),
        level,
      )!.statistic,
    ).toBeCloseTo(wanted, 8);
  });

  it("counts only columns that say something", () => {
    const constant = new Float64Array(100).fill(-3);
    expect(dynamicQuantileTest(new Uint8Array(100), constant, 0.05)!.df).toBe(1);
    expect(dynamicQuantileTest(series(100, 0.2), constant, 0.05)!.df).toBe(5);
    expect(dynamicQuantileTest(series(100, 0.2), null, 0.05, {lags: 0})!.df).toBe(1);
    expect(dynamicQuantileTest(series(50, 0.2), null, 0.05)).toBeNull();
    expect(() => dynamicQuantileTest([0, 1], null, 0.05, {lags: -1})).toThrow("invalid lags");
  });
});

describe("breachesOf", () => {
  it("is strictly below", () => {
    expect([...breachesOf([-3, -2, 1], [-2, -2, -2])]).toEqual([1, 0, 0]);
    expect(() => breachesOf([1], [1, 2])).toThrow("2 values for 1 days");
    expect(() => breachesOf([1, Number.NaN], [1, 2])).toThrow("invalid day 1");
  });
});
