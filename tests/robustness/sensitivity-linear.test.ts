import {describe, expect, it} from "vitest";
import {fitOls} from "../../src/lib/causal/index.ts";
import {stream, tQuantile} from "../../src/lib/numeric/index.ts";
import {
  adjusted,
  type Benchmark,
  benchmarkStrength,
  contourGrid,
  largestMultiple,
  linearBounds,
  linearSensitivity,
  partialR2,
  robustnessValue,
} from "../../src/lib/robustness/sensitivity/index.ts";

const n = 400;
const random = stream(7, "sensitivity");
const draw = () => Float64Array.from({length: n}, () => random.normal());
const [x, hidden, noiseD, noiseY] = [draw(), draw(), draw(), draw()];
const d = x.map((v, i) => 0.5 * v + 0.4 * hidden[i] + noiseD[i]);
const y = x.map((v, i) => 0.3 * v + 0.6 * hidden[i] + 0.7 * d[i] + noiseY[i]);
const groups = Int32Array.from({length: n}, (_, i) => 10 - (i % 4));
const seen = [{name: "x", values: x}];
const short = linearSensitivity({outcome: y, treatment: d, covariates: seen});

describe("sensitivity of least squares", () => {
  it("is exact: a cause that we then observe moves the fit where its strength says", () => {
    const long = linearSensitivity({
      outcome: y,
      treatment: d,
      covariates: [...seen, {name: "hidden", values: hidden}],
    });
    const found = adjusted(short, long.benchmarks[1]);
    expect(found.estimate).toBeCloseTo(long.estimate, 10);
    expect(found.se).toBeCloseTo(long.se, 10);
    expect(found.t).toBeCloseTo(long.estimate / long.se, 8);
    const reach = tQuantile(0.975, long.df) * long.se;
    expect(found.lower).toBeCloseTo(long.estimate - reach, 10);
    expect(found.upper).toBeCloseTo(long.estimate + reach, 10);
  });

  it("at the robustness value nothing is left, at that of a level the interval touches zero", () => {
    for (const fit of [short, {...short, estimate: -short.estimate}]) {
      const rv = robustnessValue(fit);
      expect(Math.abs(adjusted(fit, {treatment: rv, outcome: rv}).estimate)).toBeLessThan(1e-12);
      const half = robustnessValue(fit, {q: 0.5});
      expect(adjusted(fit, {treatment: half, outcome: half}).estimate).toBeCloseTo(fit.estimate / 2, 12);
      const rva = robustnessValue(fit, {alpha: 0.05});
      const {lower, upper} = adjusted(fit, {treatment: rva, outcome: rva});
      expect(Math.min(Math.abs(lower), Math.abs(upper))).toBeLessThan(1e-12);
      expect(rva).toBeLessThan(rv);
    }
    expect(robustnessValue({estimate: 1, se: 1, df: 100}, {alpha: 0.05})).toBe(0);
  });

  it("with few degrees of freedom the boundary binds: even there no weaker cause suffices", () => {
    const fit = {estimate: 30, se: 1, df: 3};
    const rv = robustnessValue(fit, {alpha: 0.05});
    const critical = tQuantile(0.975, 2);
    // a literal search over how the cause splits its strength up to the bound, outcome's part free below it
    const least = (bound: number) => {
      let t = Number.POSITIVE_INFINITY;
      for (let k = 0; k <= 4000; k++) t = Math.min(t, adjusted(fit, {treatment: bound, outcome: (bound * k) / 4000}).t);
      return t;
    };
    expect(least(rv + 0.002)).toBeLessThan(critical);
    expect(least(rv - 0.002)).toBeGreaterThan(critical);
  });

  it("a treatment's partial R² is what a cause of all the rest of the outcome needs", () => {
    const found = adjusted(short, {treatment: partialR2(short), outcome: 1});
    expect(Math.abs(found.estimate)).toBeLessThan(1e-12);
  });

  it("bounds hold both directions", () => {
    const strength = {treatment: 0.1, outcome: 0.2};
    const bounds = linearBounds(short, strength);
    const up = adjusted(short, strength, {direction: "increase"});
    expect(bounds.lowest).toBe(adjusted(short, strength).estimate);
    expect(bounds.highest).toBe(up.estimate);
    expect(bounds.upper).toBe(up.upper);
    const mirror = linearBounds({...short, estimate: -short.estimate}, strength);
    expect(mirror.lowest).toBeCloseTo(-bounds.highest, 12);
    expect(mirror.lower).toBeCloseTo(-bounds.upper, 12);
    const none = linearBounds(short, {treatment: 0, outcome: 0});
    expect(none.lowest).toBe(none.highest);
  });

  it("absorbed groups are dummies, and several columns can be one benchmark", () => {
    const dummies = [7, 8, 9].map((g) => ({
      name: `g${g}`,
      values: Float64Array.from(groups, (v) => (v === g ? 1 : 0)),
    }));
    const within = linearSensitivity({outcome: y, treatment: d, covariates: seen, absorb: groups});
    const plain = linearSensitivity({
      outcome: y,
      treatment: d,
      covariates: [...seen, ...dummies],
      benchmarks: [["x"], ["g7", "g8", "g9"]],
    });
    expect(within.estimate).toBeCloseTo(plain.estimate, 12);
    expect(within.se).toBeCloseTo(plain.se, 12);
    expect(within.df).toBe(plain.df);
    expect(within.benchmarks[0].treatment).toBeCloseTo(plain.benchmarks[0].treatment, 12);
    expect(plain.benchmarks[1].name).toBe("g7 + g8 + g9");
    // from sums of squares of two fits made elsewhere
    const left = (more: typeof dummies) => {
      const columns = [{name: "d", values: d}, ...seen, ...more];
      const {residuals} = fitOls({y, columns: columns.map((c) => c.values), names: columns.map((c) => c.name)});
      return residuals.reduce((sum, v) => sum + v * v, 0);
    };
    expect(plain.benchmarks[1].outcome).toBeCloseTo(1 - left(dummies) / left([]), 12);
  });

  it("the largest multiple is where bounds end", () => {
    const benchmark: Benchmark = {name: "x", treatment: 0.3, outcome: 0.1};
    const k = largestMultiple(benchmark);
    expect(benchmarkStrength(benchmark, k * 0.999).treatment).toBeLessThan(1);
    expect(benchmarkStrength(benchmark, k * 0.999).outcome).toBe(1);
    expect(() => benchmarkStrength(benchmark, k * 1.001)).toThrow(/take a smaller k/);
    const strong: Benchmark = {name: "x", treatment: 0.8, outcome: 0.1};
    expect(benchmarkStrength(strong, largestMultiple(strong) * 0.999).treatment).toBeLessThan(1);
    expect(largestMultiple({...benchmark, treatment: 0})).toBe(Number.POSITIVE_INFINITY);
    expect(benchmarkStrength(benchmark, 0)).toEqual({treatment: 0, outcome: 0});
  });

  it("the grid is laid out outcome by treatment", () => {
    const grid = contourGrid(short, {size: 3, maxTreatment: 0.5, maxOutcome: 0.2, direction: "increase"});
    expect([...grid.treatment]).toEqual([0, 0.25, 0.5]);
    const found = adjusted(short, {treatment: 0.5, outcome: 0.1}, {direction: "increase"});
    expect(grid.estimate[1 * 3 + 2]).toBe(found.estimate);
    expect(grid.t[1 * 3 + 2]).toBe(found.t);
  });

  it("says what is wrong", () => {
    expect(() => robustnessValue({estimate: 1, se: 0, df: 10})).toThrow(/invalid standard error/);
    expect(() => robustnessValue({estimate: Number.NaN, se: 1, df: 10})).toThrow(/invalid estimate/);
    expect(() => partialR2({estimate: 1, se: 1, df: 1})).toThrow(/degrees of freedom/);
    expect(() => robustnessValue(short, {q: 0})).toThrow(/invalid q/);
    expect(() => robustnessValue(short, {alpha: 0})).toThrow(/invalid alpha/);
    expect(() => adjusted(short, {treatment: 1, outcome: 0})).toThrow(/treatment is not in/);
    expect(() => adjusted(short, {treatment: 0, outcome: Number.NaN})).toThrow(/outcome is not in/);
    expect(() => adjusted(short, {treatment: 0, outcome: 0}, {level: 1})).toThrow(/invalid level/);
    expect(() => contourGrid(short, {size: 1})).toThrow(/invalid size/);
    expect(() => contourGrid(short, {maxOutcome: 1})).toThrow(/invalid side/);
    expect(() => benchmarkStrength({name: "x", treatment: 1, outcome: 0}, 1)).toThrow(/partial R² of "x"/);
    expect(() => benchmarkStrength({name: "x", treatment: 0, outcome: 0}, -1)).toThrow(/invalid k/);
    const base = {outcome: y, treatment: d, covariates: seen};
    expect(() => linearSensitivity({...base, treatment: x})).toThrow(/combination of the covariates/);
    expect(() => linearSensitivity({...base, treatment: new Float64Array(n).fill(2)})).toThrow(/constant/);
    expect(() => linearSensitivity({...base, treatment: x.slice(1)})).toThrow(/399 rows/);
    expect(() => linearSensitivity({...base, absorb: new Int32Array(3)})).toThrow(/3 groups/);
    expect(() => linearSensitivity({...base, benchmarks: [["z"]]})).toThrow(/"z" is not a covariate, there are: x/);
    expect(() => linearSensitivity({...base, outcome: y.map((v, i) => (i === 5 ? Number.NaN : v))})).toThrow(/row 5/);
    const few = (v: Float64Array) => v.slice(0, 4);
    expect(() =>
      linearSensitivity({outcome: few(y), treatment: few(d), covariates: [{name: "x", values: few(x)}]}),
    ).toThrow(/degrees of freedom/);
  });
});
