import fc from "fast-check";
import {describe, expect, it} from "vitest";
import {
  conformalIntervals,
  conformalTest,
  convexPanel,
  crossFitTTest,
  leaveOneDonorOut,
  placeboInSpace,
  placeboInTime,
  type SyntheticControlData,
  type SyntheticControlMethod,
  syntheticControl,
} from "../../src/lib/causal/index.ts";
import {stream} from "../../src/lib/numeric/index.ts";

/** Donors that follow factors, predictors that tell their loadings. */
function panel(seed: number, donors = 8, periods = 20, prePeriods = 14): SyntheticControlData {
  const random = stream(seed, "synthetic control tests");
  const data = convexPanel({donors, periods, prePeriods}, random);
  const known = (y: Float64Array) =>
    Float64Array.of(y[3] + 0.1 * random.normal(), y[9] + 0.1 * random.normal(), 5 + random.normal());
  const predictors = {treated: known(data.treated), donors: data.donors.map(known)};
  return {...data, predictors, trainingPredictors: predictors};
}

const methods: [string, SyntheticControlMethod][] = [
  ["outcomes", {method: "outcomes"}],
  ["outcomes, demeaned", {method: "outcomes", demean: true}],
  ["predictors, equal V", {method: "predictors", v: "equal"}],
  ["predictors, nested V", {method: "predictors"}],
  ["predictors, cross-validated V", {method: "predictors", v: "cross-validated"}],
  ["penalised", {method: "penalised", lambda: 0.1}],
  ["penalised, λ chosen", {method: "penalised"}],
  ["augmented", {method: "augmented", lambda: 2}],
  ["augmented, λ chosen", {method: "augmented"}],
  ["did", {method: "did"}],
];
const sum = (x: Float64Array) => x.reduce((total, v) => total + v, 0);

describe.each(methods)("synthetic control: %s", (name, method) => {
  const data = panel(1);
  const fit = syntheticControl(data, method);

  it("weights sum to 1, KKT holds, and the summaries follow from the gap", () => {
    expect(sum(fit.weights)).toBeCloseTo(1, 9);
    if (!name.startsWith("augmented")) expect(Math.min(...fit.weights)).toBeGreaterThanOrEqual(0);
    expect(fit.kktResidual).toBeLessThan(1e-8);
    data.treated.forEach((y, t) => {
      const synthetic = data.donors.reduce((s, d, j) => s + fit.weights[j] * d[t], fit.intercept);
      expect(fit.gap[t]).toBeCloseTo(y - synthetic, 10);
      expect(fit.counterfactual[t]).toBeCloseTo(synthetic, 10);
    });
    const pre = fit.gap.slice(0, 14);
    const post = fit.gap.slice(14);
    expect(fit.preMspe).toBeCloseTo(sum(pre.map((g) => g * g)) / 14, 10);
    expect(fit.att).toBeCloseTo(sum(post) / 6, 10);
    expect(fit.rmspeRatio).toBeCloseTo(Math.sqrt(sum(post.map((g) => g * g)) / 6 / fit.preMspe), 8);
  });

  it("does not depend on the order of donors or on units, and moves with the outcome's scale", () => {
    const order = [3, 0, 7, 1, 6, 2, 5, 4];
    const pick = <T>(values: readonly T[]) => order.map((j) => values[j]);
    const p = data.predictors!;
    const moved = {...p, donors: pick(p.donors)};
    const other = syntheticControl(
      {...data, donors: pick(data.donors), predictors: moved, trainingPredictors: moved},
      method,
    );
    expect(Math.abs(other.att - fit.att)).toBeLessThan(1e-4); // V's search ends a little elsewhere
    const cents = (y: Float64Array) => y.map((v) => 100 * v);
    const units = (x: Float64Array) => x.map((v, k) => (k === 2 ? v : 100 * v));
    const scaledPredictors = {treated: units(p.treated), donors: p.donors.map(units)};
    const lambda =
      method.method === "augmented" && method.lambda !== undefined ? {...method, lambda: method.lambda * 1e4} : method;
    const scaled = syntheticControl(
      {
        ...data,
        treated: cents(data.treated),
        donors: data.donors.map(cents),
        predictors: scaledPredictors,
        trainingPredictors: scaledPredictors,
      },
      lambda,
    );
    expect(Math.abs(scaled.att / 100 - fit.att)).toBeLessThan(1e-4);
  });
});

describe("weights given V", () => {
  it("property: no point of the simplex has a smaller loss", () => {
    fc.assert(
      fc.property(fc.integer({min: 1, max: 1e6}), (seed) => {
        const data = panel(seed);
        const {donors, treated} = data.predictors!;
        const v = [0.5, 0.3, 0.2];
        const {weights} = syntheticControl(data, {method: "predictors", v: Float64Array.from(v)});
        const deviation = v.map((_, k) => {
          const values = [...donors.map((x) => x[k]), treated[k]];
          const mean = values.reduce((s, x) => s + x, 0) / values.length;
          return Math.sqrt(values.reduce((s, x) => s + (x - mean) ** 2, 0) / (values.length - 1));
        });
        const loss = (w: ArrayLike<number>) =>
          v.reduce((s, weight, k) => {
            const miss = donors.reduce((m, x, j) => m + w[j] * (x[k] - treated[k]), 0) / deviation[k];
            return s + weight * miss * miss;
          }, 0);
        const random = stream(seed, "rivals");
        for (let k = 0; k < 30; k++) {
          const draws = donors.map(() => -Math.log(1 - random.uniform()));
          const total = draws.reduce((s, x) => s + x, 0);
          expect(loss(weights)).toBeLessThanOrEqual(loss(draws.map((x) => x / total)) + 1e-10);
        }
      }),
      {numRuns: 25},
    );
  });

  it("where the predictors can be met exactly, takes of those weights the ones that fit the outcomes best", () => {
    const data = panel(4, 8);
    const inside = data.predictors!.donors;
    const middle = inside[0].map((_, k) => inside.reduce((s, x) => s + x[k] / 8, 0)); // the donors' mean is in their hull
    const met = {...data, predictors: {treated: middle, donors: inside}};
    for (const v of ["nested", "equal"] as const) {
      const {weights} = syntheticControl(met, {method: "predictors", v});
      middle.forEach((x, k) => {
        expect(inside.reduce((s, d, j) => s + weights[j] * d[k], 0)).toBeCloseTo(x, 5);
      });
      const even = syntheticControl({...met, predictors: undefined}, {method: "did"});
      const level = even.gap.subarray(0, 14).map((g) => g + even.intercept);
      const {preMspe} = syntheticControl(met, {method: "predictors", v});
      expect(preMspe).toBeLessThanOrEqual(level.reduce((s, g) => s + g * g, 0) / 14 + 1e-9);
    }
  });

  it("nested V fits the pre-period at least as well as equal V, and one predictor needs no search", () => {
    for (const seed of [1, 2, 3]) {
      const data = panel(seed);
      const nested = syntheticControl(data, {method: "predictors"}).preMspe;
      expect(nested).toBeLessThanOrEqual(syntheticControl(data, {method: "predictors", v: "equal"}).preMspe + 1e-9);
    }
    const data = panel(1);
    const first = {
      treated: data.predictors!.treated.slice(0, 1),
      donors: data.predictors!.donors.map((x) => x.slice(0, 1)),
    };
    const one = syntheticControl({...data, predictors: first}, {method: "predictors"});
    expect(Array.from(one.predictorWeights!)).toEqual([1]);
  });
});

describe("penalised and augmented limits", () => {
  it("a huge λ is the nearest donor; none is the synthetic control of the predictors", () => {
    const data = panel(2);
    const nearest = syntheticControl(data, {method: "penalised", lambda: 1e6}).weights;
    expect(Math.max(...nearest)).toBeCloseTo(1, 9);
    const none = syntheticControl(data, {method: "penalised", lambda: 0});
    const equal = syntheticControl(data, {method: "predictors", v: "equal"});
    expect(none.att).toBeCloseTo(equal.att, 6);
  });

  it("a huge λ leaves the synthetic control as it is; a small one fits the pre-period better", () => {
    const data = {...panel(3), predictors: undefined};
    const plain = syntheticControl(data);
    expect(syntheticControl(data, {method: "augmented", lambda: 1e12}).att).toBeCloseTo(plain.att, 8);
    expect(syntheticControl(data, {method: "augmented", lambda: 0.01}).preMspe).toBeLessThan(plain.preMspe);
    const least = syntheticControl(data, {method: "augmented", rule: "min"}).lambda!;
    expect(syntheticControl(data, {method: "augmented", rule: "1se"}).lambda!).toBeGreaterThanOrEqual(least);
  });

  it("the correction is the ridge regression's: a literal oracle in the donors' space", () => {
    const data = {...panel(5), predictors: undefined};
    const lambda = 3;
    const base = syntheticControl(data).weights;
    const rows = Array.from({length: 14}, (_, t) => {
      const mean = data.donors.reduce((s, y) => s + y[t] / 8, 0);
      return {own: data.treated[t] - mean, others: data.donors.map((y) => y[t] - mean)};
    });
    // (X₀'X₀ + λI) η = X₀'(x₁ − X₀w), solved by Gauss and Seidel's sweeps
    const right = base.map((_, i) =>
      rows.reduce((s, r) => s + r.others[i] * (r.own - r.others.reduce((q, x, j) => q + x * base[j], 0)), 0),
    );
    const eta = new Float64Array(8);
    const gram = (i: number, j: number) => rows.reduce((s, r) => s + r.others[i] * r.others[j], i === j ? lambda : 0);
    for (let sweep = 0; sweep < 4000; sweep++)
      for (let i = 0; i < 8; i++) {
        let rest = right[i];
        for (let j = 0; j < 8; j++) if (j !== i) rest -= gram(i, j) * eta[j];
        eta[i] = rest / gram(i, i);
      }
    const found = syntheticControl(data, {method: "augmented", lambda}).weights;
    found.forEach((w, j) => {
      expect(w).toBeCloseTo(base[j] + eta[j], 8);
    });
  });
});

describe("placebos and leaving donors out", () => {
  const data = panel(6, 10);
  it("ranks the treated unit among placebos that never use it", () => {
    const found = placeboInSpace({...data, treated: data.treated.map((y, t) => (t < 14 ? y : y + 30))});
    expect(found.rank).toBe(1);
    expect(found.p).toBeCloseTo(1 / 11, 12);
    const own = placeboInSpace(data);
    expect(own.placebos[2].att).toBeCloseTo(
      syntheticControl({treated: data.donors[2], donors: data.donors.filter((_, j) => j !== 2), prePeriods: 14}).att,
      12,
    );
    const strict = placeboInSpace(data, {method: "outcomes"}, {maxPreMspe: 1});
    expect(strict.leftOut.length).toBeGreaterThan(0);
    expect(strict.p).toBeCloseTo(strict.rank / (11 - strict.leftOut.length), 12);
    expect(placeboInSpace(data, {method: "predictors", v: "cross-validated"}).placebos.length).toBe(10);
  });
  it("pretends the treatment earlier, on pre-periods only", () => {
    const shifted = {...data, treated: data.treated.map((y, t) => (t < 14 ? y : y + 1e6))};
    const [early] = placeboInTime(shifted);
    expect(early.at).toBe(7);
    expect(Math.abs(early.fit.att)).toBeLessThan(5);
    expect(early.fit.gap.length).toBe(14);
    expect(() => placeboInTime(data, undefined, [14])).toThrow("invalid placebo period");
  });
  it("leaves out each donor that has weight", () => {
    const {weights} = syntheticControl(data, {method: "predictors"});
    const found = leaveOneDonorOut(data, {method: "predictors"});
    expect(found.map(({donor}) => donor)).toEqual(Array.from(weights.keys()).filter((j) => weights[j] > 1e-9));
    expect(found.every(({fit}) => fit.weights.length === 9)).toBe(true);
  });
});

describe("conformal inference", () => {
  const data = {...panel(7, 6, 26, 19), predictors: undefined, trainingPredictors: undefined};
  it("a literal oracle: refit on all periods, all cyclic shifts of |residuals|", () => {
    const effect = 0.7;
    const treated = data.treated.map((y, t) => (t < 19 ? y : y - effect));
    const even = data.donors[0].map((_, t) => data.donors.reduce((s, y) => s + y[t] / 6, 0));
    const gap = treated.map((y, t) => y - even[t]);
    const level = gap.reduce((s, x) => s + x, 0) / 26;
    const size = gap.map((x) => Math.abs(x - level));
    const block = (from: number) => Array.from({length: 7}, (_, k) => size[(from + k) % 26]).reduce((s, x) => s + x, 0);
    const p =
      Array.from({length: 26}, (_, from) => (block(from) >= block(19) - 1e-12 ? 1 : 0)).reduce(
        (s: number, x) => s + x,
        0,
      ) / 26;
    expect(conformalTest(data, effect, {method: {method: "did"}})).toBeCloseTo(p, 12);
    expect(conformalTest(data, new Float64Array(7).fill(effect), {method: {method: "did"}})).toBeCloseTo(p, 12);
  });
  it("an absurd effect is rejected as far as p can go; random permutations agree roughly", () => {
    expect(conformalTest(data, 1e6)).toBeCloseTo(1 / 26, 12);
    const p = conformalTest(data, 0, {permutations: "iid", draws: 2000, seed: 3});
    expect(p).toBeGreaterThan(0);
    expect(p).toBe(conformalTest(data, 0, {permutations: "iid", draws: 2000, seed: 3}));
    expect(conformalTest(data, 0, {method: {method: "augmented", lambda: 5}})).toBeGreaterThan(0);
  });
  it("intervals hold the effects that are not rejected", () => {
    const {lower, upper} = conformalIntervals(data, {level: 0.9});
    lower.forEach((l, k) => {
      expect(l).toBeLessThan(upper[k]);
      const one = (y: Float64Array) => Float64Array.of(...y.subarray(0, 19), y[19 + k]);
      const single = {treated: one(data.treated), donors: data.donors.map(one), prePeriods: 19};
      const width = upper[k] - l;
      expect(conformalTest(single, l + 1e-6 * width)).toBeGreaterThan(0.1);
      expect(conformalTest(single, l - 0.01 * width)).toBeLessThanOrEqual(0.1 + 1e-12);
      expect(conformalTest(single, upper[k] + 0.01 * width)).toBeLessThanOrEqual(0.1 + 1e-12);
    });
  });
  it("refuses levels that cannot be reached, grids that miss, methods that do not refit", () => {
    expect(() => conformalIntervals(data, {level: 0.99})).toThrow("cannot be reached");
    expect(() => conformalIntervals(data, {level: 2})).toThrow("invalid level");
    expect(() => conformalIntervals(data, {grid: Float64Array.of(1e5)})).toThrow("widen or refine");
    expect(() => conformalTest(data, new Float64Array(2))).toThrow("invalid effect");
    expect(() => conformalTest(data, 0, {permutations: "iid", draws: 0})).toThrow("invalid draws");
    expect(() => conformalTest(data, 0, {method: {method: "penalised"} as never})).toThrow("fits on all periods");
  });
});

describe("cross-fit t-test", () => {
  it("is invariant to the level under demeaning, and refuses too many folds", () => {
    const data = panel(8, 6, 40, 30);
    const found = crossFitTTest(data, {method: {method: "outcomes", demean: true}});
    const lifted = crossFitTTest(
      {...data, treated: data.treated.map((y) => y + 1000)},
      {method: {method: "outcomes", demean: true}},
    );
    expect(lifted.att).toBeCloseTo(found.att, 6);
    expect(found.interval[0]).toBeLessThan(found.att);
    expect(found.p).toBeGreaterThan(0);
    expect(() => crossFitTTest(data, {folds: 16})).toThrow("invalid folds");
    expect(() => crossFitTTest(data, {folds: 1})).toThrow("invalid folds");
    expect(() => crossFitTTest(data, {level: 0})).toThrow("invalid level");
  });
});

describe("bad input", () => {
  const data = panel(9);
  it.each<[string, Partial<SyntheticControlData>, SyntheticControlMethod, string]>([
    ["no donors", {donors: []}, {method: "outcomes"}, "widen the donor pool"],
    ["treated from the first period", {prePeriods: 0}, {method: "outcomes"}, "treated from the first period"],
    ["one pre-period", {prePeriods: 1}, {method: "outcomes"}, "one period before the treatment"],
    ["no post-period", {prePeriods: 20}, {method: "outcomes"}, "below the 20 periods"],
    [
      "a missing day",
      {donors: [new Float64Array(20).fill(Number.NaN)]},
      {method: "outcomes"},
      "period 0 of donor 0 is NaN",
    ],
    ["another length", {donors: [new Float64Array(19)]}, {method: "outcomes"}, "19 values where there should be 20"],
    ["predictors absent", {predictors: undefined}, {method: "predictors"}, "needs `predictors`"],
    ["no predictor", {predictors: {treated: new Float64Array(0), donors: []}}, {method: "predictors"}, "there is none"],
    [
      "predictors of others",
      {predictors: {treated: new Float64Array(1), donors: []}},
      {method: "predictors"},
      "of 0 donors",
    ],
    ["V of another length", {}, {method: "predictors", v: Float64Array.of(1)}, "1 weights for 3 predictors"],
    ["negative V", {}, {method: "predictors", v: Float64Array.of(1, -1, 1)}, "not weights of 0 or above"],
    [
      "no training predictors",
      {trainingPredictors: undefined},
      {method: "predictors", v: "cross-validated"},
      "trainingPredictors",
    ],
    ["bad training periods", {trainingPeriods: 14}, {method: "predictors", v: "cross-validated"}, "not in 1 … 13"],
    ["negative λ", {}, {method: "penalised", lambda: -1}, "invalid lambda"],
    ["bad v", {}, {method: "penalised", lambda: 1, v: Float64Array.of(1)}, "invalid v"],
    [
      "few donors to choose λ",
      {donors: data.donors.slice(0, 2), predictors: undefined},
      {method: "penalised"},
      "give lambda",
    ],
    ["λ of zero", {}, {method: "augmented", lambda: 0}, "not above 0"],
    ["few periods to choose λ", {prePeriods: 2}, {method: "augmented"}, "give lambda"],
  ])("%s", (_, change, method, message) => {
    const merged = {...data, ...change};
    if (change.donors !== undefined && !("predictors" in change)) merged.predictors = undefined;
    expect(() => syntheticControl(merged, method)).toThrow(message);
  });

  it("a predictor that is the same for all is named", () => {
    const flat = {treated: Float64Array.of(1, 2), donors: data.donors.map((_, j) => Float64Array.of(1, j))};
    expect(() => syntheticControl({...data, predictors: flat}, {method: "predictors"})).toThrow(
      "predictor 0 is 1 for every unit",
    );
    expect(() => syntheticControl({...data, predictors: flat}, {method: "augmented", lambda: 1})).toThrow(
      "predictor 0",
    );
  });

  it("a constant outcome gives no effect, and no NaN", () => {
    const flat = new Float64Array(20).fill(3);
    const constant = {treated: flat, donors: [flat, flat, flat], prePeriods: 14};
    for (const method of [{method: "outcomes"}, {method: "did"}, {method: "outcomes", demean: true}] as const) {
      const fit = syntheticControl(constant, method);
      expect(fit.att).toBe(0);
      expect(fit.rmspeRatio).toBe(1);
      expect(placeboInSpace(constant, method).p).toBe(1);
    }
    expect(() => syntheticControl(constant, {method: "augmented"})).toThrow("do not differ");
    expect(crossFitTTest(constant).p).toBe(1);
    const {lower, upper} = conformalIntervals(constant);
    expect([...lower, ...upper].every(Number.isFinite)).toBe(true);
  });

  it("one donor is all the weight, and has no placebo", () => {
    const one = {treated: data.treated, donors: [data.donors[0]], prePeriods: 14};
    expect(Array.from(syntheticControl(one).weights)).toEqual([1]);
    expect(() => placeboInSpace(one)).toThrow("two or more donors");
    expect(() => leaveOneDonorOut(one)).toThrow("two or more donors");
  });
});
