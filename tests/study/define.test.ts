import {describe, expect, it} from "vitest";
import {defineStudy, mergeOrigins, StudyError, type StudyInput} from "../../src/lib/study/index.ts";

const minimal: StudyInput = {title: "Desk", source: {kind: "simulated", desk: "demo"}};
const problem = (input: unknown): string => {
  try {
    defineStudy(input as StudyInput);
  } catch (error) {
    expect(error).toBeInstanceOf(StudyError);
    return (error as Error).message;
  }
  throw new Error("no problem was found");
};

describe("defineStudy", () => {
  it("fills in the documented defaults", () => {
    const study = defineStudy(minimal);
    expect(study).toMatchObject({currency: "USD", seed: 1, split: "auto", learners: ["ridge", "forest"]});
    expect(study.policy).toEqual({kind: "fitted", avoid: 0, reduce: 0.5, amplify: null});
  });

  it("names an unknown key, where it is, and the key that was probably meant", () => {
    expect(problem({...minimal, titel: "x"})).toContain('titel: unknown key; did you mean "title"?');
    expect(problem({...minimal, gates: {minDay: 3}})).toContain('gates.minDay: unknown key; did you mean "minDays"?');
    expect(problem({...minimal, zzzzzzzz: 1})).toContain("zzzzzzzz: unknown key; remove it");
  });

  it("lists every problem at once, with what was found", () => {
    const message = problem({...minimal, currency: "dollars", inference: {level: 95}});
    expect(message).toContain("2 problems");
    expect(message).toContain('currency: an ISO 4217 code such as "USD" (found "dollars")');
    expect(message).toContain("inference.level: level: below 1 (0.95, not 95) (found 95)");
  });

  it("refuses a percentage where a multiplier is meant", () => {
    expect(problem({...minimal, policy: {kind: "fixed", signal: "p", above: 0.1, multiplier: 50}})).toContain(
      "a multiplier above 5 is surely a percentage",
    );
  });

  it("wants exactly one side of a fixed policy", () => {
    const policy = {kind: "fixed", signal: "p", multiplier: 0.5};
    expect(problem({...minimal, policy})).toContain("exactly one of above and below");
    expect(problem({...minimal, policy: {...policy, above: 1, below: 0}})).toContain("exactly one of above and below");
    expect(
      defineStudy({...minimal, policy: {kind: "fixed", signal: "p", above: 0.15, multiplier: 0.5}}).policy.kind,
    ).toBe("fixed");
  });

  it("wants a level with a quantile, and an outcome only with a probability", () => {
    expect(problem({...minimal, signals: [{name: "v", kind: "quantile"}]})).toContain("a quantile has a level");
    expect(problem({...minimal, signals: [{name: "v", kind: "net", level: 0.05}]})).toContain("a quantile has a level");
    expect(problem({...minimal, signals: [{name: "v", kind: "net", outcome: "o"}]})).toContain(
      "only a probability has an outcome",
    );
  });

  it("says what a missing study lacks", () => {
    expect(problem({})).toMatch(/title: .*\(found nothing\)/);
    expect(problem(undefined)).toContain("study:");
  });
});

describe("mergeOrigins", () => {
  const real = {simulated: false, description: "1 file", files: [{name: "daily.csv", sha256: "a"}]};
  const made = {simulated: true, description: "Simulated desk", files: []};

  it("is simulated as soon as any part is", () => {
    expect(mergeOrigins([real, made]).simulated).toBe(true);
    expect(mergeOrigins([real, real]).simulated).toBe(false);
  });

  it("does not depend on order and lists each file once", () => {
    expect(mergeOrigins([real, made, real])).toEqual(mergeOrigins([made, real]));
    expect(mergeOrigins([real, made, real]).files).toEqual(real.files);
  });
});
