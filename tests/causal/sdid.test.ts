import fc from "fast-check";
import {describe, expect, it} from "vitest";
import {
  factorPanel,
  type SyntheticDidData,
  sdidInference,
  sdidPlaceboEach,
  syntheticDid,
} from "../../src/lib/causal/index.ts";
import {stream} from "../../src/lib/numeric/index.ts";

const panel = (seed: number, controls = 12, treated = 3, periods = 14, prePeriods = 9): SyntheticDidData =>
  factorPanel({controls, treated, periods, prePeriods}, stream(seed, "sdid tests"));
const dot = (a: ArrayLike<number>, b: ArrayLike<number>) => Array.from(a).reduce((s, x, i) => s + x * b[i], 0);

describe("synthetic difference-in-differences", () => {
  it("is the weighted double difference, and its curve averages to it", () => {
    const data = panel(1);
    const fit = syntheticDid(data);
    const mean = (y: Float64Array) => y.subarray(9).reduce((s, x) => s + x / 5, 0) - dot(fit.timeWeights, y);
    const own = data.treated.reduce((s, y) => s + mean(y) / 3, 0);
    expect(fit.estimate).toBeCloseTo(own - dot(fit.unitWeights, data.controls.map(mean)), 10);
    expect(fit.effectCurve.reduce((s, x) => s + x / 5, 0)).toBeCloseTo(fit.estimate, 10);
    expect(fit.kktResidual).toBeLessThan(1e-8);
  });

  it("weights satisfy the literal objective's optimality: no exchange of weight between two units or periods lowers it", () => {
    const data = panel(2);
    const {unitWeights, timeWeights, zetaOmega, zetaLambda} = syntheticDid(data);
    const target = Array.from({length: 9}, (_, t) => data.treated.reduce((s, y) => s + y[t] / 3, 0));
    const unitLoss = (w: readonly number[]) => {
      const miss = target.map(
        (y, t) =>
          dot(
            w,
            data.controls.map((c) => c[t]),
          ) - y,
      );
      const level = miss.reduce((s, x) => s + x / 9, 0);
      return miss.reduce((s, x) => s + (x - level) ** 2, 0) + 9 * zetaOmega ** 2 * dot(w, w);
    };
    const post = data.controls.map((y) => y.subarray(9).reduce((s, x) => s + x / 5, 0));
    const timeLoss = (l: readonly number[]) => {
      const miss = data.controls.map((y, i) => dot(l, y) - post[i]);
      const level = miss.reduce((s, x) => s + x / 12, 0);
      return miss.reduce((s, x) => s + (x - level) ** 2, 0) + 12 * zetaLambda ** 2 * dot(l, l);
    };
    for (const [weights, loss] of [
      [Array.from(unitWeights), unitLoss],
      [Array.from(timeWeights), timeLoss],
    ] as const)
      for (let i = 0; i < weights.length; i++)
        for (let j = 0; j < weights.length; j++) {
          if (i === j || weights[i] < 1e-4) continue;
          const moved = [...weights];
          moved[i] -= 1e-4;
          moved[j] += 1e-4;
          expect(loss(moved)).toBeGreaterThan(loss(weights) - 1e-12);
        }
  });

  it("default penalties are (N₁T₁)^¼ σ̂ and 10⁻⁶ σ̂", () => {
    const data = panel(3);
    const steps = data.controls.flatMap((y) => Array.from({length: 8}, (_, t) => y[t + 1] - y[t]));
    const mean = steps.reduce((s, x) => s + x, 0) / steps.length;
    const noise = Math.sqrt(steps.reduce((s, x) => s + (x - mean) ** 2, 0) / (steps.length - 1));
    const {zetaOmega, zetaLambda} = syntheticDid(data);
    expect(zetaOmega).toBeCloseTo(15 ** 0.25 * noise, 10);
    expect(zetaLambda).toBeCloseTo(1e-6 * noise, 15);
  });

  it("property: levels of units cancel, those of periods too at given penalties, scale passes through, order does not matter", () => {
    fc.assert(
      fc.property(fc.integer({min: 1, max: 1e6}), (seed) => {
        const data = panel(seed);
        const {estimate, zetaOmega, zetaLambda} = syntheticDid(data);
        const each = (move: (y: Float64Array, i: number) => Float64Array) => ({
          ...data,
          controls: data.controls.map(move),
          treated: data.treated.map((y, i) => move(y, i + 50)),
        });
        const lifted = each((y, i) => y.map((x) => 3 * (x + 10 * Math.sin(i))));
        expect(syntheticDid(lifted).estimate).toBeCloseTo(3 * estimate, 6);
        const seasons = each((y) => y.map((x, t) => x + 7 * Math.cos(t)));
        expect(syntheticDid(seasons, {zetaOmega, zetaLambda}).estimate).toBeCloseTo(estimate, 5);
        const reversed = {...data, controls: [...data.controls].reverse()};
        expect(syntheticDid(reversed).estimate).toBeCloseTo(estimate, 7);
      }),
      {numRuns: 15},
    );
  });
});

describe("variance of synthetic difference-in-differences", () => {
  it("placebo: estimates where controls stand as treated, from the same penalties: a literal refit", () => {
    const data = panel(4, 10, 1);
    const fit = syntheticDid(data);
    const {draws, standardError} = sdidInference(fit, {variance: "placebo", draws: 50});
    expect(draws.length).toBe(10); // one treated unit: each control once
    data.controls.forEach((placebo, i) => {
      const controls = data.controls.filter((_, k) => k !== i);
      const again = syntheticDid(
        {controls, treated: [placebo], prePeriods: 9},
        {zetaOmega: fit.zetaOmega, zetaLambda: fit.zetaLambda},
      );
      expect(draws[i]).toBeCloseTo(again.estimate, 6);
    });
    const mean = draws.reduce((s, x) => s + x / 10, 0);
    expect(standardError).toBeCloseTo(Math.sqrt(draws.reduce((s, x) => s + (x - mean) ** 2, 0) / 10), 12);
    expect(sdidInference(fit, {variance: "placebo", draws: 5, seed: 1}).draws.length).toBe(5);
  });

  it("bootstrap: a control drawn m times is m controls", () => {
    const data = panel(5, 8, 3);
    const fit = syntheticDid(data);
    const drawn = sdidInference(fit, {variance: "bootstrap", draws: 3, seed: 2}).draws;
    const random = stream(2, "sdid", "bootstrap");
    for (let k = 0; k < 3; k++) {
      const counts = new Array(11).fill(0);
      do {
        counts.fill(0);
        for (let i = 0; i < 11; i++) counts[random.integer(11)]++;
      } while (counts.slice(0, 8).every((m) => m === 0) || counts.slice(8).every((m) => m === 0));
      const repeat = (units: readonly Float64Array[], from: number) =>
        units.flatMap((y, i) => Array.from({length: counts[from + i]}, () => y));
      const copies = {controls: repeat(data.controls, 0), treated: repeat(data.treated, 8), prePeriods: 9};
      const again = syntheticDid(copies, {zetaOmega: fit.zetaOmega, zetaLambda: fit.zetaLambda});
      expect(drawn[k]).toBeCloseTo(again.estimate, 6);
    }
  });

  it("jackknife: units left out, weights kept", () => {
    const data = panel(6);
    const fit = syntheticDid(data);
    const {draws, standardError, interval, p} = sdidInference(fit, {variance: "jackknife"});
    const change = (y: Float64Array) => y.subarray(9).reduce((s, x) => s + x / 5, 0) - dot(fit.timeWeights, y);
    const own = data.treated.map(change);
    const others = data.controls.map(change);
    const weighted = (out: number) => {
      const w = fit.unitWeights.map((x, i) => (i === out ? 0 : x));
      return dot(w, others) / w.reduce((s, x) => s + x, 0);
    };
    expect(draws[2]).toBeCloseTo(own.reduce((s, x) => s + x / 3, 0) - weighted(2), 9);
    expect(draws[13]).toBeCloseTo((own[0] + own[2]) / 2 - weighted(-1), 9);
    const mean = draws.reduce((s, x) => s + x / 15, 0);
    expect(standardError).toBeCloseTo(Math.sqrt((14 / 15) * draws.reduce((s, x) => s + (x - mean) ** 2, 0)), 10);
    expect(interval[1] - fit.estimate).toBeCloseTo(1.959964 * standardError, 5);
    expect(p).toBeGreaterThan(0);
  });

  it("the other methods have their variances, too", () => {
    for (const method of ["sc", "difp", "did"] as const) {
      const fit = syntheticDid(panel(7), {method});
      expect(sdidInference(fit, {variance: "placebo", draws: 20}).standardError).toBeGreaterThan(0);
    }
    expect(sdidPlaceboEach(panel(7, 6), {method: "did"}).length).toBe(6);
  });
});

describe("bad input", () => {
  const data = panel(8);
  it.each<[string, Partial<SyntheticDidData>, string]>([
    ["one control", {controls: data.controls.slice(0, 1)}, "two or more untreated units"],
    ["no treated unit", {treated: []}, "no treated unit"],
    ["one pre-period", {prePeriods: 1}, "not in 2 … 13"],
    ["nothing after", {prePeriods: 14}, "not in 2 … 13"],
    ["another length", {treated: [new Float64Array(3)]}, "treated unit 0 has 3 periods"],
    ["a gap", {treated: [data.treated[0].map((y, t) => (t === 4 ? Number.NaN : y))]}, "period 4 of treated unit 0"],
  ])("%s", (_, change, message) => {
    expect(() => syntheticDid({...data, ...change})).toThrow(message);
  });
  it("names a variance that the panel allows", () => {
    const one = syntheticDid(panel(9, 6, 1));
    expect(() => sdidInference(one, {variance: "jackknife"})).toThrow('use "placebo"');
    expect(() => sdidInference(one, {variance: "bootstrap"})).toThrow('use "placebo"');
    const many = syntheticDid(panel(9, 3, 6));
    expect(() => sdidInference(many, {variance: "placebo"})).toThrow('use "bootstrap"');
    expect(() => sdidInference(many, {variance: "bootstrap", draws: 1})).toThrow("invalid draws");
    expect(() => sdidInference(many, {variance: "bootstrap", level: 1})).toThrow("invalid level");
    expect(() => syntheticDid(data, {zetaOmega: -1})).toThrow("zetaOmega");
    expect(() => syntheticDid(data, {zetaLambda: Number.NaN})).toThrow("zetaLambda");
  });
  it("a constant outcome has no effect and no spread", () => {
    const flat = () => new Float64Array(8).fill(2);
    const fit = syntheticDid({controls: [flat(), flat(), flat(), flat()], treated: [flat()], prePeriods: 5});
    expect(fit.estimate).toBeCloseTo(0, 12);
    const found = sdidInference(fit, {variance: "placebo"});
    expect([found.standardError, found.p].every(Number.isFinite)).toBe(true);
  });
});
