// @vitest-environment jsdom
import {describe, expect, it} from "vitest";
import type {Signal} from "../../src/lib/evaluate/types.ts";
import type {FoldSettings, Impact, PolicyReport, SignalImpact} from "../../src/lib/policy/types.ts";
import {idlePolicy, sweepWords} from "../../src/lib/view/impact-words.ts";
import {madeElsewhere} from "../../src/lib/view/made-elsewhere.ts";

const fold: FoldSettings = {
  ...{fold: 0, from: "2025-03-17", to: "2025-03-26", fittedOnDays: 35},
  ...{avoidAbove: null, reduceAbove: null, amplifyBelow: null},
};
const policy = (change: Partial<FoldSettings>, kind: PolicyReport["kind"] = "fitted"): PolicyReport => ({
  ...{signal: "score", kind, description: "", tried: 1},
  folds: [{...fold, ...change}],
});
const impact = (total: Partial<Impact>, sweep: SignalImpact["sweep"] = []) =>
  ({
    signal: "score",
    total: {rows: 759, changed: 0, ...total},
    traders: [],
    months: [],
    sweep,
  }) as unknown as SignalImpact;

describe("what a policy that never acted says", () => {
  it("says that it says nothing, and why it never acted", () => {
    const words = (report: PolicyReport | undefined) => idlePolicy(impact({}), report)?.textContent;
    expect(words(policy({avoidAbove: 0.147}))).toContain("no prediction lay beyond it");
    expect(words(policy({}))).toContain("No cut-off earned its place");
    expect(words(policy({}, "sized"))).toContain("no change large enough");
    expect(words(undefined)).toContain("speaks neither for the predictions nor against them");
  });

  it("is silent where the policy acted, or where there is none", () => {
    expect(idlePolicy(impact({changed: 3}), policy({}))).toBeNull();
    expect(idlePolicy(impact({rows: 0}), policy({}))).toBeNull();
    expect(idlePolicy(undefined, undefined)).toBeNull();
  });
});

describe("how far an effect hangs on its cut-off", () => {
  const point = (threshold: number, rows: number, delta: number, timing = delta) => ({
    ...{threshold, rows, delta, timing},
    derisking: delta - timing,
  });

  it("names the ranges over the cut-offs that change anything, and whether timing's sign is in question", () => {
    const both = sweepWords([point(0.1, 336, -49242.78), point(0.15, 70, 80372.08, 71000), point(0.9, 0, 0)], "USD");
    expect(both?.textContent).toContain("the effect runs from −$49,243 to +$80,372");
    expect(both?.textContent).toContain("timing from −$49,243 to +$71,000");
    expect(both?.textContent).toContain("decides even whether timing gains or loses");
    expect(both?.dataset.artifact).toBe("impact/impact.json");
    const one = sweepWords([point(0.1, 5, 1000), point(0.2, 2, 3000, 2000)], "EUR");
    expect(one?.textContent).toContain("timing from +€1,000 to +€2,000");
    expect(one?.textContent).toContain("decides how much");
  });

  it("says nothing of a single cut-off", () => {
    expect(sweepWords([point(0.1, 5, 1), point(0.9, 0, 0)], "USD")).toBeNull();
  });
});

describe("predictions made elsewhere", () => {
  const signal = (label: string, source: Signal["source"]) => ({label, source, name: label}) as Signal;
  const words = (...signals: Signal[]) => madeElsewhere({signals})?.textContent;

  it("says that their date cannot be checked, and that nothing was trained", () => {
    expect(words(signal("A", "given"), signal("B", "given"))).toMatch(
      /^No model was trained in this study\. “A” and “B” were made elsewhere\. That they were made before/,
    );
    expect(words(signal("A", "given"), signal("Ridge", "trained"))).toMatch(/^“A” was made elsewhere\. That it was/);
  });

  it("says nothing where all were trained here", () => {
    expect(words(signal("Ridge", "trained"))).toBeUndefined();
  });
});
