import {describe, expect, it} from "vitest";
import {normalCdf, stream} from "../../src/lib/numeric/index.ts";
import {
  amplify,
  hodgesLehmannBounds,
  largestGamma,
  matchedSetTest,
  mcnemarBounds,
  signedRankBounds,
} from "../../src/lib/robustness/sensitivity/index.ts";

const random = stream(3, "rosenbaum");
const differences = Float64Array.from({length: 60}, () => 0.8 + random.normal());

describe("signed rank", () => {
  it("without hidden bias both bounds are Wilcoxon's p-value", () => {
    const d = new Float64Array([1, -2, 3, 4, 5, 6, 0]);
    const statistic = 1 + 3 + 4 + 5 + 6; // of ranks 1 … 6, the pair without a difference left out
    const wanted = normalCdf((21 / 2 - statistic) / Math.sqrt((1 + 4 + 9 + 16 + 25 + 36) / 4));
    const found = signedRankBounds(d, 1);
    expect(found.upper).toBeCloseTo(wanted, 14);
    expect(found.lower).toBeCloseTo(wanted, 14);
  });

  it("expectation and variance are those of every assignment of signs, one by one", () => {
    const d = new Float64Array([1.5, -1.5, 3, 4, -2, 7]);
    const [gamma, p] = [3, 0.75];
    const ranks = [1.5, 1.5, 4, 5, 3, 6];
    let [mean, square] = [0, 0];
    for (let signs = 0; signs < 64; signs++) {
      let [chance, sum] = [1, 0];
      ranks.forEach((rank, i) => {
        const up = (signs >> i) & 1;
        chance *= up ? p : 1 - p;
        sum += up * rank;
      });
      mean += chance * sum;
      square += chance * sum * sum;
    }
    const wanted = normalCdf((mean - 16.5) / Math.sqrt(square - mean * mean));
    expect(signedRankBounds(d, gamma).upper).toBeCloseTo(wanted, 12);
  });

  it("the sensitivity value is where the largest p-value crosses the level", () => {
    const upper = (g: number) => signedRankBounds(differences, g).upper;
    const gamma = largestGamma(upper);
    expect(gamma).toBeGreaterThan(1.2);
    expect(upper(gamma)).toBeCloseTo(0.05, 10);
    expect(
      largestGamma(
        (g) =>
          signedRankBounds(
            differences.map((v) => -v),
            g,
          ).upper,
      ),
    ).toBe(1);
    expect(largestGamma(() => 0)).toBe(Number.POSITIVE_INFINITY);
  });
});

describe("Hodges-Lehmann", () => {
  it("is a quantile of all Walsh averages, listed one by one", () => {
    const few = differences.slice(0, 24);
    for (const d of [few, few.slice(0, 7), few.map((v) => Math.round(2 * v)), few.slice(0, 1)]) {
      const walsh: number[] = [];
      for (let i = 0; i < d.length; i++) for (let j = i; j < d.length; j++) walsh.push((d[i] + d[j]) / 2);
      walsh.sort((a, b) => a - b);
      const quantile = (p: number) => {
        const above = (v: number) => walsh.filter((w) => w > v).length;
        const t = p * walsh.length;
        const more = walsh.filter((w) => above(w - 1e-9) > t + 1e-9);
        const fewer = walsh.filter((w) => above(w) < t - 1e-9);
        return (more[more.length - 1] + fewer[0]) / 2;
      };
      for (const gamma of [1, 1.5, 2, 3]) {
        const found = hodgesLehmannBounds(d, gamma);
        expect(found.lowest).toBeCloseTo(quantile(gamma / (1 + gamma)), 9);
        expect(found.highest).toBeCloseTo(quantile(1 / (1 + gamma)), 9);
        expect(found.lower).toBeLessThanOrEqual(found.lowest);
        expect(found.upper).toBeGreaterThanOrEqual(found.highest);
      }
    }
  });

  it("the interval's end is the effect at which the test is just not rejected", () => {
    const {lower, upper} = hodgesLehmannBounds(differences, 1.5);
    const p = (effect: number) =>
      signedRankBounds(
        differences.map((v) => v - effect),
        1.5,
      ).upper;
    expect(p(lower - 0.02)).toBeLessThan(0.025);
    expect(p(lower + 0.02)).toBeGreaterThan(0.025);
    const q = (effect: number) =>
      signedRankBounds(
        differences.map((v) => effect - v),
        1.5,
      ).upper;
    expect(q(upper + 0.02)).toBeLessThan(0.025);
    expect(q(upper - 0.02)).toBeGreaterThan(0.025);
  });

  it("too few pairs leave the interval without an end", () => {
    const found = hodgesLehmannBounds(new Float64Array([1, 2, 3]), 2);
    expect([found.lower, found.upper]).toEqual([Number.NEGATIVE_INFINITY, Number.POSITIVE_INFINITY]);
  });
});

describe("matched sets", () => {
  it("the worst case is the worst of every hidden cause, one by one", () => {
    const sets = [
      [3, 1, 0, 2],
      [5, 1, 1.5, 2],
      [1, 4, 2],
      [2, 0.5],
    ].map((set) => Float64Array.from(set));
    const gamma = 2.5;
    const found = matchedSetTest(sets, {gamma, trim: Number.POSITIVE_INFINITY});
    let [mean, variance, statistic] = [0, 0, 0];
    for (const set of sets) {
      const scores = Array.from(set, (own) => set.reduce((sum, other) => sum + (own - other), 0) / set.length);
      statistic += scores[0];
      let [best, spread] = [Number.NEGATIVE_INFINITY, 0];
      for (let u = 0; u < 1 << set.length; u++) {
        const odds = scores.map((_, i) => ((u >> i) & 1 ? gamma : 1));
        const total = odds.reduce((a, b) => a + b, 0);
        const m = scores.reduce((sum, s, i) => sum + (odds[i] * s) / total, 0);
        const v = scores.reduce((sum, s, i) => sum + (odds[i] * (s - m) ** 2) / total, 0);
        if (m > best + 1e-12) [best, spread] = [m, v];
      }
      mean += best;
      variance += spread;
    }
    expect(found.statistic).toBeCloseTo(statistic, 12);
    expect(found.expectation).toBeCloseTo(mean, 12);
    expect(found.variance).toBeCloseTo(variance, 12);
    expect(found.pValue).toBeCloseTo(normalCdf(-(statistic - mean) / Math.sqrt(variance)), 12);
  });

  it("inner trimming gives small differences no weight, and inner = trim counts signs only", () => {
    const sets = [
      [0, 0.1],
      [4, 1],
      [-3, 1],
      [8, 1],
    ].map((set) => Float64Array.from(set));
    const signs = matchedSetTest(sets, {gamma: 1, inner: 0.5, trim: 0.5});
    expect(signs.statistic).toBeCloseTo(0.5 - 0.5 + 0.5, 12);
    expect(signs.variance).toBeCloseTo(0.75, 12);
  });
});

it("McNemar without hidden bias is the sign test; a large cause explains anything", () => {
  expect(mcnemarBounds(3, 1, 1).upper).toBeCloseTo(5 / 16, 14);
  expect(mcnemarBounds(3, 1, 1e6).upper).toBeCloseTo(1, 5);
  expect(mcnemarBounds(0, 0, 2)).toEqual({lower: 1, upper: 1});
});

it("says what is wrong", () => {
  const d = new Float64Array([1, 2]);
  expect(() => signedRankBounds(d, 0.5)).toThrow(/invalid gamma/);
  expect(() => signedRankBounds(new Float64Array(0), 1)).toThrow(/no pair/);
  expect(() => signedRankBounds(new Float64Array([1, Number.NaN]), 1)).toThrow(/pair 1/);
  expect(() => signedRankBounds(new Float64Array(4), 1)).toThrow(/all pairs are equal/);
  expect(() => hodgesLehmannBounds(d, Number.NaN)).toThrow(/invalid gamma/);
  expect(() => hodgesLehmannBounds(d, 1, 1)).toThrow(/invalid level/);
  expect(() => mcnemarBounds(1.5, 1, 1)).toThrow(/invalid pairs/);
  expect(() => amplify(2, 2)).toThrow(/invalid lambda/);
  expect(() => largestGamma(() => 0, 0)).toThrow(/invalid alpha/);
  expect(() => matchedSetTest([], {gamma: 1})).toThrow(/there is none/);
  expect(() => matchedSetTest([d.slice(0, 1)], {gamma: 1})).toThrow(/needs a treated one and a control/);
  expect(() => matchedSetTest([new Float64Array([1, Number.NaN])], {gamma: 1})).toThrow(/value 1 is not finite/);
  expect(() => matchedSetTest([new Float64Array([1, 1])], {gamma: 1})).toThrow(/take a higher one/);
  expect(() => matchedSetTest([new Float64Array([1, 1])], {gamma: 1, trim: Number.POSITIVE_INFINITY})).toThrow(
    /no set varies/,
  );
  expect(() => matchedSetTest([d], {gamma: 1, inner: 3})).toThrow(/invalid inner/);
  expect(() => matchedSetTest([d], {gamma: 1, scaleQuantile: 1})).toThrow(/invalid quantile/);
  expect(() => matchedSetTest([d], {gamma: 1, effect: Number.NaN})).toThrow(/invalid effect/);
});
