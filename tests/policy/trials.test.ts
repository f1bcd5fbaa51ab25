import {describe, expect, it} from "vitest";
import {stream} from "../../src/lib/numeric/index.ts";
import {comparePolicies, impactOf, type TriedPolicy} from "../../src/lib/policy/index.ts";

/** A policy that cuts days at random, `skill` of them those that lose. */
function policy(name: string, skill: number, days = 200): TriedPolicy {
  const market = stream(1, "market");
  const random = stream(2, "policy", name);
  const net = Float64Array.from({length: 2 * days}, () => market.normal());
  const knows = () => random.uniform() < skill;
  return {
    signal: name,
    rule: "cut-offs",
    tried: 10,
    rows: {
      trader: Int32Array.from({length: 2 * days}, (_, i) => (i < days ? 0 : 1)),
      day: Int32Array.from({length: 2 * days}, (_, i) => i % days),
      net,
      multiplier: net.map((y) => (knows() ? (y < 0 ? 0.5 : 1) : random.uniform() < 0.5 ? 0.5 : 1)),
    },
  };
}

describe("comparePolicies", () => {
  const lucky = Array.from({length: 12}, (_, k) => policy(`lucky ${k}`, 0));

  it("gives a policy that knows its due, and its timing is that of the accounting", () => {
    const all = [...lucky, policy("knowing", 0.6)];
    const report = comparePolicies(all, 12, 30);
    expect(report.winner?.trial).toBe(12);
    expect(report.primary!.deflated).toBeGreaterThan(0.95);
    expect(report.overfitting!.probability).toBeLessThan(0.05);
    expect([report.days, report.trials.length, report.logged]).toEqual([200, 13, 160]);
    all.forEach(({rows}, k) => {
      expect(report.trials[k].timing).toBeCloseTo(impactOf(rows, 2).total.timing, 9);
    });
  });

  it("gives the best of many that only had luck no credit, and less the more was tried", () => {
    const report = comparePolicies(lucky, 0, 0);
    expect(report.winner!.deflated).toBeLessThan(0.9);
    expect(report.winner!.deflatedByLogged).toBeLessThan(report.winner!.deflated);
    expect(report.winner!.probabilistic).toBeGreaterThan(report.winner!.deflated);
    expect(report.overfitting!.probability).toBeGreaterThan(0.2);
  });

  it("says why there is nothing to compare", () => {
    expect(comparePolicies([lucky[0]], 0, 0)).toMatchObject({
      winner: null,
      note: "One policy was tried: there is nothing to deflate.",
    });
    expect(comparePolicies([policy("a", 0, 30), policy("b", 0, 30)], 0, 0).note).toBe(
      "The policies have 30 days in common; 40 are needed.",
    );
    expect(comparePolicies([], null, 0)).toMatchObject({days: 0, trials: []});
  });
});
