import {describe, expect, it} from "vitest";
import {type KnownTruthSize, planKnownTruth} from "../../../src/lib/robustness/index.ts";

const demo: KnownTruthSize = {rows: 9000, traders: 20, days: 500, features: 25, policyRows: 6000};
const ask = {draws: 20, budget: 20, bootstrapDraws: 200};

describe("planKnownTruth", () => {
  it("keeps to the budget, and to what is asked for", () => {
    const plan = planKnownTruth(demo, ["partially-linear", "interactive-ate", "staggered-did"], ask);
    expect(plan.estimatedSeconds).toBeLessThanOrEqual(20);
    expect(plan.timing).toBe(20);
    expect(plan.designs).toBeGreaterThanOrEqual(10);
    expect(planKnownTruth(demo, ["staggered-did"], ask).designs).toBe(20);
    expect(planKnownTruth(demo, ["staggered-did"], {...ask, draws: 3})).toMatchObject({designs: 3, timing: 3});
  });

  it("gives more for a larger budget and fewer to a larger desk, and nothing where one twin is too dear", () => {
    const designs = ["partially-linear", "interactive-att"] as const;
    const draws = (size: KnownTruthSize, budget: number) =>
      planKnownTruth(size, designs, {...ask, draws: 1000, budget});
    expect(draws(demo, 200).designs).toBeGreaterThan(5 * draws(demo, 30).designs);
    const large = {...demo, rows: 500_000, traders: 500, days: 1000, policyRows: 400_000};
    expect(draws(large, 20)).toMatchObject({designs: 0, estimatedSeconds: 0});
    expect(draws(large, 20).timing).toBe(0);
  });

  it("asks nothing where there is nothing to ask", () => {
    expect(planKnownTruth({...demo, policyRows: 0}, [], ask)).toEqual({designs: 0, timing: 0, estimatedSeconds: 0});
    expect(planKnownTruth(demo, [], ask)).toMatchObject({designs: 0, timing: 20});
  });
});
