import {describe, expect, it} from "vitest";
import {
  dependenceCases,
  dmlCases,
  heterogeneityCases,
  interactiveDesign,
  type KnownTruthCase,
  knownTruth,
  multiValuedDesign,
  offPolicyCases,
  panelDesign,
} from "../../../src/lib/causal/index.ts";
import {quickLearners} from "../quick-learners.ts";

describe("knownTruth", () => {
  it("counts, by hand", () => {
    // estimates 1, 2, 3 of the truth 2, half-width 1.5 but 0.5 for the last
    const one: KnownTruthCase = {
      method: "m",
      design: "d",
      n: 1,
      run: (seed) => ({
        truth: [2],
        estimate: [seed],
        standardError: [seed],
        lower: [seed - (seed === 3 ? 0.5 : 1.5)],
        upper: [seed + 1.5],
      }),
    };
    const row = knownTruth(one, {draws: 3, seed: 1});
    expect(row).toMatchObject({truth: 2, bias: 0, draws: 3, meanStandardError: 2});
    expect(row.coverage).toBeCloseTo(2 / 3, 12);
    expect(row.spread).toBeCloseTo(Math.sqrt(2 / 3), 12);
    expect(row.biasError).toBeCloseTo(1 / Math.sqrt(3), 12);
    expect(row.coverageError).toBeCloseTo(Math.sqrt(1 / 3 / 3), 12);
    const joint = knownTruth({...one, run: (seed) => ({...one.run(seed), held: seed < 3})}, {draws: 3, seed: 2});
    expect(joint.coverage).toBeCloseTo(1 / 3, 12);
    expect(() => knownTruth(one, {draws: 1, seed: 1})).toThrow(/invalid draws/);
  });
});

describe("designs are what they say", () => {
  it("interactive: the mean of all and of the treated, on a large sample", () => {
    const {y: _, d, x, truthTreated} = interactiveDesign(200_000, 1, 5);
    const index = x.columns[0].map((_, i) => x.columns.reduce((s, c, j) => s + c[i] / ((j + 1) * (j + 1)), 0));
    const variance = index.reduce((s, v) => s + v * v, 0) / index.length;
    const treated = index.reduce((s, v, i) => s + v * d[i], 0) / d.reduce((s, v) => s + v, 0);
    expect(0.5 + treated / Math.sqrt(variance)).toBeCloseTo(truthTreated, 2);
  });

  it("levels: every one is taken; panel: rows of a day are alike", () => {
    const {level} = multiValuedDesign(2000, 1);
    for (const l of [0, 1, 2, 3]) expect(level.filter((v) => v === l).length).toBeGreaterThan(200);
    const {y, d, x, day} = panelDesign(1, {traders: 20, days: 200, dayShare: 0.3, traderShare: 0, persistence: 0.5});
    const u = y.map((v, i) => v - 0.5 * d[i] - x.columns[0][i] + 0.5 * x.columns[1][i]);
    let [within, all] = [0, 0];
    const mean = new Float64Array(200);
    u.forEach((v, i) => {
      mean[day[i]] += v / 20;
      all += v * v;
    });
    for (const m of mean) within += 20 * m * m;
    expect(within / all).toBeCloseTo(0.3 + 0.7 / 20, 1);
  });
});

// small: a few draws tell a broken estimator from a sound one, not more; tests/long has 2,000
describe.each([
  ["double machine learning", dmlCases(quickLearners)],
  ["dependence", dependenceCases(quickLearners)],
  ["heterogeneity", heterogeneityCases(quickLearners)],
  ["off-policy", offPolicyCases()],
])("known truth, light: %s", (_, cases) => {
  it.each(cases.map((one) => [one.method, one] as const))("%s", (_name, one) => {
    const row = knownTruth(one, {draws: one.n > 900 ? 8 : 16, seed: 900});
    expect(Math.abs(row.bias)).toBeLessThan(5 * row.biasError);
    expect(row.coverage).toBeGreaterThan(0.7);
    expect(row.meanStandardError / row.spread).toBeGreaterThan(0.45);
    expect(row.meanStandardError / row.spread).toBeLessThan(2.2);
  });
});
