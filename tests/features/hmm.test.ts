import {describe, expect, it} from "vitest";
import {fitFeatures, fitHmm, forwardBackward, type Hmm, hmmFilter, viterbi} from "../../src/lib/features/index.ts";
import {stream} from "../../src/lib/numeric/index.ts";

const model: Hmm = {
  start: [0.5, 0.3, 0.2],
  transition: [
    [0.9, 0.06, 0.04],
    [0.1, 0.8, 0.1],
    [0.05, 0.15, 0.8],
  ],
  means: [0.1, 0, -0.4],
  variances: [0.25, 1, 4],
};
const x = Float64Array.of(0.2, -0.1, Number.NaN, 2.5, -3, 0.3);

/** Every one of the 3⁶ sequences of states, with its joint density. */
const sequences = Array.from({length: 3 ** x.length}, (_, code) =>
  Array.from(x, (_, t) => Math.floor(code / 3 ** t) % 3),
).map((path) => {
  const density = (t: number) =>
    Number.isNaN(x[t])
      ? 1
      : Math.exp(-((x[t] - model.means[path[t]]) ** 2) / (2 * model.variances[path[t]])) /
        Math.sqrt(2 * Math.PI * model.variances[path[t]]);
  const weight = path.reduce(
    (p, s, t) => p * (t === 0 ? model.start[s] : model.transition[path[t - 1]][s]) * density(t),
    1,
  );
  return {path, weight};
});
const total = sequences.reduce((sum, s) => sum + s.weight, 0);

describe("Gaussian HMM", () => {
  it("agrees with the sum over all sequences of states, a missing observation among them", () => {
    const {logLikelihood, smoothed, transitions} = forwardBackward(model, x);
    expect(logLikelihood).toBeCloseTo(Math.log(total), 12);
    const share = (holds: (path: number[]) => boolean) =>
      sequences.reduce((sum, s) => sum + (holds(s.path) ? s.weight : 0), 0) / total;
    for (let t = 0; t < x.length; t++)
      for (let k = 0; k < 3; k++)
        expect(smoothed[t][k]).toBeCloseTo(
          share((path) => path[t] === k),
          12,
        );
    for (let i = 0; i < 3; i++)
      for (let j = 0; j < 3; j++) {
        let expected = 0;
        for (let t = 1; t < x.length; t++) expected += share((path) => path[t - 1] === i && path[t] === j);
        expect(transitions[i][j]).toBeCloseTo(expected, 12);
      }
    const best = sequences.reduce((a, b) => (b.weight > a.weight ? b : a));
    expect([...viterbi(model, x).path]).toEqual(best.path);
    expect(viterbi(model, x).logDensity).toBeCloseTo(Math.log(best.weight), 12);
  });

  it("filters: at each time the smoothed probabilities of the sample that ends there", () => {
    const filter = hmmFilter(model);
    for (let t = 0; t < x.length; t++) {
      filter.push(x[t]);
      const {smoothed} = forwardBackward(model, x.subarray(0, t + 1));
      filter.filtered().forEach((p, k) => {
        expect(p).toBeCloseTo(smoothed[t][k], 14);
      });
    }
  });

  it("does not underflow on outliers or long samples", () => {
    const random = stream(1, "long");
    const long = Float64Array.from({length: 5000}, (_, t) => (t % 1000 === 7 ? 500 : random.normal()));
    const {logLikelihood, smoothed} = forwardBackward(model, long);
    expect(Number.isFinite(logLikelihood)).toBe(true);
    expect(smoothed.every((p) => Math.abs(p[0] + p[1] + p[2] - 1) < 1e-9)).toBe(true);
  });

  it("finds the parameters that made the sample, from its own starts, the same each time", () => {
    const random = stream(2, "regimes");
    let state = 0;
    const made = Float64Array.from({length: 3000}, () => {
      if (random.uniform() < 0.03) state = 1 - state;
      return state === 0 ? 0.1 + 0.5 * random.normal() : -0.3 + 2 * random.normal();
    });
    const fit = fitHmm(made, {states: 2, seed: 1, names: ["a"]})!;
    expect(fit.converged).toBe(true);
    const off = (v: number, truth: number) => Math.abs(v - truth);
    expect(off(fit.model.variances[0], 0.25)).toBeLessThan(0.03);
    expect(off(fit.model.variances[1], 4)).toBeLessThan(0.4);
    expect(off(fit.model.transition[0][1], 0.03)).toBeLessThan(0.01);
    expect(fitHmm(made, {states: 2, seed: 1, names: ["a"]})).toEqual(fit);
    const many = fitHmm(made, {states: 2, seed: 5, names: ["b"], starts: 8})!;
    expect(off(many.logLikelihood, fit.logLikelihood)).toBeLessThan(0.01); // one maximum, whatever the starts
  });

  it("refuses what it cannot fit", () => {
    expect(fitHmm(new Float64Array(100).fill(3), {states: 2, seed: 1, names: []})).toBeNull();
    expect(fitHmm(Float64Array.of(1, 2, 3), {states: 2, seed: 1, names: []})).toBeNull();
    expect(fitHmm(new Float64Array(0), {states: 2, seed: 1, names: []})).toBeNull();
    expect(() => fitHmm(x, {states: 0, seed: 1, names: []})).toThrow("invalid states; not 1 to 10: 0");
  });
});

describe("fitFeatures", () => {
  const random = stream(3, "fitted");
  const days = 200;
  const series = Float64Array.from({length: days}, (_, t) => (t % 60 < 40 ? 0.01 : 0.04) * random.normal());
  const rows = (values: Float64Array) => ({
    day: Int32Array.from({length: 2 * days}, (_, r) => r % days), // two traders
    names: ["market_return_lag1", "other"],
    columns: [Float64Array.from([...values, ...values]), new Float64Array(2 * days)],
  });
  const fitOn = (values: Float64Array) =>
    fitFeatures(["market_regime"], rows(values), {start: 10, end: 120}, {seed: 1, names: ["test"]});

  it("makes the same columns for all traders, probabilities among them", () => {
    const {names, columns, log} = fitOn(series);
    expect(names).toEqual(["market_regime_calm", "market_regime_stress", "market_regime_vol", "market_regime_drift"]);
    for (const column of columns) expect(column.subarray(0, days)).toEqual(column.subarray(days));
    for (const column of columns.slice(0, 2)) expect(column.every((p) => p >= 0 && p <= 1)).toBe(true);
    expect(log[0]).toMatchObject({feature: "market_regime", fitted: true, note: ""});
    expect(log[0].values.states).toBeGreaterThanOrEqual(2);
    expect(log[0].values.observations).toBe(110);
    const calm = (t: number) => t % 60 >= 10 && t % 60 < 40;
    const mean = (pick: (t: number) => boolean) => {
      const list = [...columns[2].subarray(0, days)].filter((_, t) => pick(t));
      return list.reduce((s, v) => s + v, 0) / list.length;
    };
    expect(mean((t) => t % 60 >= 45)).toBeGreaterThan(1.5 * mean(calm)); // it sees the wild days
  });

  it("filters and never smooths: a day's value does not move when later days do", () => {
    const before = fitOn(series).columns;
    for (const cut of [120, 150, 199]) {
      const after = fitOn(series.map((v, t) => (t > cut ? -5 * v + 1 : v))).columns;
      for (let c = 0; c < before.length; c++)
        expect(after[c].subarray(0, cut + 1)).toEqual(before[c].subarray(0, cut + 1));
    }
    const train = fitOn(series.map((v, t) => (t === 50 ? 0.2 : v))).columns;
    expect(train[0]).not.toEqual(before[0]); // the window does matter
  });

  it("says why nothing was fitted, and refuses names that are not there", () => {
    const flat = fitOn(new Float64Array(days));
    expect(flat).toMatchObject({names: [], columns: []});
    expect(flat.log[0].note).toContain("too few values, or they do not vary");
    const absent = fitFeatures(["desk_regime"], rows(series), {start: 0, end: 100}, {seed: 1, names: []});
    expect(absent.log[0].note).toBe("The panel has no desk_mean_lag1.");
    expect(() => fitFeatures(["moon"], rows(series), {start: 0, end: 1}, {seed: 1, names: []})).toThrow(
      "invalid fitted feature",
    );
  });
});
