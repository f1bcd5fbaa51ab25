import {describe, expect, it} from "vitest";
import {
  didCases,
  discontinuityCases,
  hardDiscontinuityCases,
  knownTruth,
  syntheticCases,
  timeSeriesCases,
} from "../../src/lib/causal/index.ts";

/** Small versions of tests/long/panel-known-truth.test.ts: a few draws tell a wrong sign, scale or standard error. */
describe("known truth, few draws", () => {
  const slow = /conformal|placebo variance|staggered|time series/;
  const cases = [
    ...syntheticCases(),
    ...didCases(),
    ...discontinuityCases(),
    ...hardDiscontinuityCases(),
    ...timeSeriesCases(),
  ];

  it("every case has a name, a design and a size", () => {
    expect(cases.length).toBeGreaterThan(20);
    expect(new Set(cases.map(({method, n}) => `${method} ${n}`)).size).toBe(cases.length);
    expect(cases.every(({design, n}) => design.length > 10 && n > 0)).toBe(true);
  });

  it("the same seed draws the same", () => {
    for (const one of [cases[3], cases[4], didCases()[0], discontinuityCases()[0]])
      expect(one.run(9)).toEqual(one.run(9));
  });

  it.each(cases.map((one) => [`${one.method}, n = ${one.n}`, one] as const))("%s", (name, one) => {
    const draws = slow.test(name) ? 4 : 20;
    const row = knownTruth(one, {draws, seed: 500});
    // bounds that a right estimator misses once in some ten thousand runs
    expect(Math.abs(row.bias)).toBeLessThan(4.5 * Math.max(row.biasError, row.meanStandardError / Math.sqrt(draws)));
    expect(row.coverage).toBeGreaterThanOrEqual(draws === 4 ? 0.25 : 0.6);
    expect(row.meanStandardError / row.spread).toBeGreaterThan(draws === 4 ? 0.2 : 0.5);
  });
});
