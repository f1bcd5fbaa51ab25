import {describe, expect, it} from "vitest";
import {stream} from "../../src/lib/numeric/index.ts";
import {adjusted, linearSensitivity, simulatedCause} from "../../src/lib/robustness/sensitivity/index.ts";

const n = 120;
const random = stream(11, "simulated cause");
const x = Float64Array.from({length: n}, () => random.normal());
const d = x.map((v) => 0.5 * v + random.normal());
const y = x.map((v, i) => v - 0.6 * d[i] + random.normal());
const absorb = Int32Array.from({length: n}, (_, i) => i % 5);
const base = {outcome: y, treatment: d, covariates: [{name: "x", values: x}]};

describe("a simulated hidden cause", () => {
  const strengths = [
    {treatment: 0.1, outcome: 0.2},
    {treatment: 0.4, outcome: 0},
    {treatment: 0, outcome: 0.7},
    {treatment: 0.3, outcome: 1},
  ];
  it.each(strengths)("has exactly the strength asked for: %o", (strength) => {
    for (const sample of [base, {...base, absorb}, {...base, outcome: y.map((v) => -v)}])
      for (const direction of ["reduce", "increase"] as const) {
        const short = linearSensitivity(sample);
        const cause = simulatedCause({...sample, strength, direction, random: stream(1, "u")});
        const covariates = [...base.covariates, {name: "cause", values: cause}];
        const wanted = adjusted(short, strength, {direction});
        const long = linearSensitivity({...sample, covariates});
        expect(long.estimate).toBeCloseTo(wanted.estimate, 9);
        expect(long.benchmarks[1].treatment).toBeCloseTo(strength.treatment, 9);
        if (strength.outcome < 1) expect(long.benchmarks[1].outcome).toBeCloseTo(strength.outcome, 9);
        if (strength.outcome < 1) expect(long.se).toBeCloseTo(wanted.se, 9);
        expect(cause.reduce((s, v) => s + v, 0)).toBeCloseTo(0, 8);
        expect(cause.reduce((s, v) => s + v * v, 0) / n).toBeCloseTo(1, 9);
      }
  });

  it("says what is wrong", () => {
    const options = {...base, strength: strengths[0], random};
    expect(() => simulatedCause({...options, outcome: d})).toThrow(/invalid outcome; nothing of it is left/);
    expect(() => simulatedCause({...options, treatment: x})).toThrow(/invalid treatment; nothing/);
    expect(() => simulatedCause({...options, strength: {treatment: 1, outcome: 0}})).toThrow(/invalid strength/);
    expect(() => simulatedCause({...options, treatment: d.slice(1)})).toThrow(/invalid lengths/);
  });
});
