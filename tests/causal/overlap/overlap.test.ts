import fc from "fast-check";
import {describe, expect, it} from "vitest";
import {
  balance,
  balancingWeights,
  effectiveSampleSize,
  propensityHistogram,
  trimCrump,
} from "../../../src/lib/causal/index.ts";
import {stream} from "../../../src/lib/numeric/index.ts";

const n = 400;
const random = stream(1, "overlap");
const propensity = Float64Array.from({length: n}, () => 1 / (1 + Math.exp(-2 * random.normal())));
const d = propensity.map((e) => +(random.uniform() < e));

describe("histogram and effective sample size", () => {
  it("counts each row once, the last bin closed", () => {
    const e = Float64Array.of(0, 0.049, 0.05, 0.5, 0.999, 1);
    const found = propensityHistogram(e, Float64Array.of(0, 1, 1, 0, 1, 1));
    expect([found.untreated[0], found.treated[0], found.treated[1], found.untreated[10], found.treated[19]]).toEqual([
      1, 1, 1, 1, 2,
    ]);
    expect([...found.treated, ...found.untreated].reduce((s, v) => s + v, 0)).toBe(6);
    expect([found.edges.length, found.edges[0], found.edges[20]]).toEqual([21, 0, 1]);
    expect(() => propensityHistogram(Float64Array.of(1.2), d)).toThrow(/not in \[0, 1\] in row 0/);
    expect(() => propensityHistogram(e, d, 0)).toThrow(/invalid bins/);
  });

  it("Kish: n for equal weights, whatever their unit; one for a lone weight", () => {
    expect(effectiveSampleSize(new Float64Array(7).fill(3))).toBeCloseTo(7, 12);
    expect(effectiveSampleSize(Float64Array.of(0, 5, 0))).toBe(1);
    expect(effectiveSampleSize(new Float64Array(3))).toBe(0);
    expect(effectiveSampleSize(Float64Array.of(1, 2, 3))).toBeCloseTo(36 / 14, 12);
    expect(() => effectiveSampleSize(Float64Array.of(-1))).toThrow(/invalid weight/);
  });
});

describe("trimming", () => {
  it("Crump et al. 2009: no other cut-off makes the variance bound smaller", () => {
    const found = trimCrump(propensity, d);
    const bound = (alpha: number) => {
      const q = [...propensity].filter((e) => e >= alpha && e <= 1 - alpha).map((e) => 1 / (e * (1 - e)));
      return q.reduce((s, v) => s + v, 0) / (q.length * q.length);
    };
    const best = Math.min(...Array.from({length: 4500}, (_, k) => bound(k / 10_000)));
    expect(found.alpha).toBeGreaterThan(0.02);
    expect(bound(found.alpha)).toBeCloseTo(best, 10);
    // and it solves their fixed point, to the nearest row
    const kept = [...propensity].filter((_, i) => found.keep[i] === 1).map((e) => 1 / (e * (1 - e)));
    const gamma = 1 / (found.alpha * (1 - found.alpha));
    expect(gamma / ((2 * kept.reduce((s, v) => s + v, 0)) / kept.length)).toBeCloseTo(1, 2);
  });

  it("Crump: all are kept where overlap is good; sure rows never; the paper's rule of thumb is near", () => {
    const good = trimCrump(new Float64Array(n).fill(0.4), d);
    expect([good.kept, good.alpha]).toEqual([n, 0]);
    const sure = trimCrump(
      propensity.map((e, i) => (i < 3 ? 0 : e)),
      d,
    );
    expect([...sure.keep.subarray(0, 3)]).toEqual([0, 0, 0]);
    // propensities uniform on (0, 1): α = 0.1 nearly (their section 5)
    const uniform = Float64Array.from({length: 20_000}, (_, i) => (i + 0.5) / 20_000);
    expect(
      trimCrump(
        uniform,
        uniform.map((_, i) => i % 2),
      ).alpha,
    ).toBeCloseTo(0.1, 1);
    expect(() => trimCrump(Float64Array.of(0, 1), Float64Array.of(0, 1))).toThrow(/no overlap at all/);
  });
});

describe("balance", () => {
  const x1 = propensity.map((e) => Math.log(e / (1 - e)) + random.normal());
  const x = {
    rows: n,
    names: ["x1", "holey", "flat"],
    columns: [x1, x1.map((v, i) => (i % 5 === 0 ? Number.NaN : v)), new Float64Array(n).fill(4)],
  };

  it("before and after weighting, by the definition", () => {
    const weights = balancingWeights(propensity, d, "ate");
    const [found] = balance(x, d, weights);
    const arm = (a: number) => [...x1.keys()].filter((i) => d[i] === a);
    const mean = (rows: number[], w: (i: number) => number) =>
      rows.reduce((s, i) => s + w(i) * x1[i], 0) / rows.reduce((s, i) => s + w(i), 0);
    const variance = (rows: number[]) => {
      const m = mean(rows, () => 1);
      return rows.reduce((s, i) => s + (x1[i] - m) ** 2, 0) / (rows.length - 1);
    };
    const pooled = Math.sqrt((variance(arm(0)) + variance(arm(1))) / 2);
    expect(found.before).toBeCloseTo((mean(arm(1), () => 1) - mean(arm(0), () => 1)) / pooled, 12);
    expect(found.after).toBeCloseTo((mean(arm(1), (i) => weights[i]) - mean(arm(0), (i) => weights[i])) / pooled, 12);
    expect(found.varianceRatioBefore).toBeCloseTo(variance(arm(1)) / variance(arm(0)), 12);
    expect(Math.abs(found.after!)).toBeLessThan(Math.abs(found.before!) / 2);
  });

  it("overlap weights of a logistic propensity balance its means exactly (Li, Morgan and Zaslavsky 2018)", () => {
    // a saturated propensity in one 0/1 covariate: its maximum likelihood fit is the arm's share at each value
    const w = x1.map((v) => +(v > 0));
    const share = [0, 1].map((value) => {
      const rows = [...w.keys()].filter((i) => w[i] === value);
      return rows.reduce((s, i) => s + d[i], 0) / rows.length;
    });
    const e = w.map((v) => share[v]);
    const design = {rows: n, names: ["w"], columns: [w]};
    for (const target of ["ate", "att", "overlap"] as const)
      expect(balance(design, d, balancingWeights(e, d, target))[0].after).toBeCloseTo(0, 12);
  });

  it("missing values are left out and counted; a covariate that does not vary has no ratio", () => {
    const [, holey, flat] = balance(x, d, new Float64Array(n).fill(1));
    expect(holey.missing).toBe(80);
    expect(holey.before).toBeCloseTo(holey.after!, 12);
    expect(flat).toEqual({
      name: "flat",
      before: 0,
      after: 0,
      varianceRatioBefore: null,
      varianceRatioAfter: null,
      missing: 0,
    });
    const split = balance({rows: n, names: ["d"], columns: [d]}, d, new Float64Array(n).fill(1));
    expect(split[0].before).toBe(null);
  });

  it("does not mind units or order", () => {
    fc.assert(
      fc.property(
        fc.double({min: 0.01, max: 100, noNaN: true}),
        fc.double({min: -50, max: 50, noNaN: true}),
        (k, m) => {
          const weights = balancingWeights(propensity, d, "att");
          const [plain] = balance(x, d, weights);
          const [scaled] = balance(
            {...x, columns: [x1.map((v) => k * v + m), ...x.columns.slice(1)]},
            d,
            weights.map((w) => 7 * w),
          );
          expect(scaled.after).toBeCloseTo(plain.after!, 8);
          expect(scaled.varianceRatioAfter).toBeCloseTo(plain.varianceRatioAfter!, 8);
        },
      ),
      {seed: 1, numRuns: 20},
    );
  });

  it("refuses empty arms and weights without end", () => {
    const ones = new Float64Array(n).fill(1);
    expect(() => balance(x, ones, ones)).toThrow(/no row with d = 0/);
    expect(() => balance(x, d, ones.subarray(1))).toThrow(/invalid lengths/);
    const treated = d.indexOf(1);
    const sure = propensity.map((e, i) => (i === treated ? 0 : e));
    expect(() => balancingWeights(sure, d, "ate")).toThrow(/clip or trim/);
    expect([...balancingWeights(sure, d, "overlap")].every(Number.isFinite)).toBe(true);
  });
});
