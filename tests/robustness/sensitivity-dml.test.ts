import {describe, expect, it} from "vitest";
import {plrFromPredictions} from "../../src/lib/causal/index.ts";
import {normalQuantile, stream} from "../../src/lib/numeric/index.ts";
import {
  averageEffectMoment,
  dmlBounds,
  dmlRobustnessValue,
  dmlSensitivity,
  linearSensitivity,
} from "../../src/lib/robustness/sensitivity/index.ts";

const n = 300;
const random = stream(5, "dml sensitivity");
const centre = (v: Float64Array) => v.map((a) => a - v.reduce((s, b) => s + b, 0) / v.length);
const hidden = centre(Float64Array.from({length: n}, () => random.normal()));
const d = centre(hidden.map((u) => 0.5 * u + random.normal()));
const y = centre(hidden.map((u, i) => 0.8 * u + 0.7 * d[i] + random.normal()));
const none = new Float64Array(n);
const fit = plrFromPredictions(y, d, none, none);
const short = dmlSensitivity(fit);

describe("DML sensitivity", () => {
  it("is exact in a linear model: a cause that we then observe moves the estimate to the bound", () => {
    const long = linearSensitivity({outcome: y, treatment: d, covariates: [{name: "u", values: hidden}]});
    const [{treatment, outcome}] = long.benchmarks;
    expect(dmlBounds(short, {treatment, outcome}).lowest).toBeCloseTo(long.estimate, 10);
    expect(dmlBounds(short, {treatment, outcome, adversity: 0}).lowest).toBe(short.estimate);
  });

  it("without a hidden cause the interval is the fit's own", () => {
    const found = dmlBounds(short, {treatment: 0, outcome: 0.5}, 0.975);
    const se = Math.sqrt(fit.influence.reduce((s, v) => s + v * v, 0)) / n;
    expect(found.lower).toBeCloseTo(fit.theta - normalQuantile(0.975) * se, 12);
    expect(found.upper).toBeCloseTo(fit.theta + normalQuantile(0.975) * se, 12);
  });

  it("standard errors of the bounds are those of a jackknife", () => {
    const strength = {treatment: 0.1, outcome: 0.2};
    const values = Array.from({length: n}, (_, leave) => {
      const keep = (v: Float64Array) => v.filter((_, i) => i !== leave);
      const zero = new Float64Array(n - 1);
      return dmlBounds(dmlSensitivity(plrFromPredictions(keep(y), keep(d), zero, zero)), strength);
    });
    const jackknife = (of: (b: (typeof values)[number]) => number) => {
      const mean = values.reduce((s, b) => s + of(b), 0) / n;
      return Math.sqrt(values.reduce((s, b) => s + (of(b) - mean) ** 2, 0) * ((n - 1) / n));
    };
    const found = dmlBounds(short, strength);
    expect(Math.abs(found.seLowest / jackknife((b) => b.lowest) - 1)).toBeLessThan(0.03);
    expect(Math.abs(found.seHighest / jackknife((b) => b.highest) - 1)).toBeLessThan(0.03);
    expect(Math.abs(found.seHighest / found.seLowest - 1)).toBeGreaterThan(0.0001); // so that a swap would show
  });

  it("at the robustness value the bound is at the truth", () => {
    for (const options of [{}, {truth: 0.2}, {truth: 3}, {alpha: 0.05}, {alpha: 0.05, truth: 3}, {adversity: 0.3}]) {
      const r = dmlRobustnessValue(short, options);
      const {truth = 0, alpha = 1, adversity} = options as {truth?: number; alpha?: number; adversity?: number};
      const found = dmlBounds(short, {treatment: r, outcome: r, adversity}, alpha === 1 ? 0.5 : 1 - alpha);
      expect(truth < short.estimate ? found.lower : found.upper).toBeCloseTo(truth, 9);
    }
    expect(dmlRobustnessValue(short, {truth: short.estimate})).toBe(0);
    expect(dmlRobustnessValue(short, {truth: short.estimate - short.se, alpha: 0.05})).toBe(0);
  });

  it("a row repeated within a cluster adds nothing", () => {
    const twice = (v: Float64Array) => Float64Array.from([...v, ...v]);
    const parts = {
      theta: fit.theta,
      influence: twice(fit.influence),
      outcomeResidual: twice(fit.outcomeResidual),
      representer: twice(fit.representer),
    };
    const clusters = Int32Array.from({length: 2 * n}, (_, i) => 100 - (i % n));
    const found = dmlSensitivity(parts, clusters);
    expect(found).toMatchObject({rows: 2 * n, clusters: n});
    for (const key of ["se", "seSigma2", "seNu2", "seScale2", "covariance", "nu2"] as const)
      expect(found[key]).toBeCloseTo(short[key], 10);
    expect(dmlSensitivity(parts).se).toBeCloseTo(short.se / Math.SQRT2, 10);
  });

  it("says what is wrong", () => {
    expect(() => dmlSensitivity({...fit, theta: Number.NaN})).toThrow(/invalid estimate/);
    expect(() => dmlSensitivity({...fit, representer: d.slice(1)})).toThrow(/representer has 299 rows/);
    expect(() => dmlSensitivity({...fit, moment: none.map(() => Number.NaN)})).toThrow(
      /invalid moment; not finite in row 0/,
    );
    expect(() => dmlSensitivity({...fit, moment: none})).toThrow(/overlap is too weak/);
    expect(() => dmlSensitivity(fit, new Int32Array(n))).toThrow(/needs two or more, found 1/);
    expect(() => dmlSensitivity(fit, new Int32Array(3))).toThrow(/3 labels/);
    expect(() => averageEffectMoment(new Float64Array([0.5, 1]))).toThrow(/row 1: 1/);
    expect(() => dmlBounds(short, {treatment: 1, outcome: 0})).toThrow(/treatment is not in/);
    expect(() => dmlBounds(short, {treatment: 0, outcome: -1})).toThrow(/outcome is not in/);
    expect(() => dmlBounds(short, {treatment: 0, outcome: 0, adversity: 2})).toThrow(/invalid adversity/);
    expect(() => dmlBounds(short, {treatment: 0, outcome: 0}, 1)).toThrow(/invalid level/);
    expect(() => dmlRobustnessValue(short, {alpha: 0})).toThrow(/invalid alpha/);
    expect(() => dmlRobustnessValue(short, {truth: Number.NaN})).toThrow(/invalid truth/);
    expect(() => dmlRobustnessValue(short, {adversity: 0})).toThrow(/invalid adversity/);
  });
});
