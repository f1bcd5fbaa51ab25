import {describe, expect, it} from "vitest";
import {clusterCrossFit, dayBlockFolds, fitPlr, inference, plrFromPredictions} from "../../src/lib/causal/index.ts";
import {stream} from "../../src/lib/numeric/index.ts";
import {leastSquares} from "./least-squares.ts";

describe("dayBlockFolds", () => {
  const day = Int32Array.from({length: 60}, (_, i) => 3 * (i % 20)); // 20 distinct days, three rows each
  it("tests each row once, keeps days whole, and leaves the gap on both sides", () => {
    const folds = dayBlockFolds(day, 4, 2);
    expect(folds.flatMap((f) => [...f.test]).sort((a, b) => a - b)).toEqual([...day.keys()]);
    for (const {train, test} of folds) {
      const [tested, trained] = [test, train].map((rows) => [...rows].map((i) => day[i] / 3));
      for (const t of trained) for (const s of tested) expect(Math.abs(t - s)).toBeGreaterThan(2);
      const near = [Math.min(...tested) - 3, Math.max(...tested) + 3].filter((d) => d >= 0 && d < 20);
      for (const d of near) expect(trained).toContain(d); // no more is left out than the gap
    }
  });

  it("refuses what cannot be", () => {
    expect(() => dayBlockFolds(day, 1, 0)).toThrow(/invalid folds/);
    expect(() => dayBlockFolds(day, 21, 0)).toThrow(/invalid folds/);
    expect(() => dayBlockFolds(day, 2, 15)).toThrow(/no day further than 15/);
    expect(() => dayBlockFolds(day, 2, -1)).toThrow(/invalid gap/);
  });
});

describe("partially linear regression", () => {
  const random = stream(1, "plr");
  const n = 200;
  const normal = () => Float64Array.from({length: n}, () => random.normal());
  const [x1, d0, noise] = [normal(), normal(), normal()];
  const d = d0.map((v, i) => v + x1[i]);
  const y = noise.map((e, i) => 2 * d[i] - 3 * x1[i] + e);
  const x = {rows: n, names: ["x1"], columns: [x1]};
  const day = Int32Array.from({length: n}, (_, i) => i >> 1);
  const learners = {outcome: leastSquares, treatment: leastSquares};

  it("with one fold for all is least squares of y on d and x (Frisch, Waugh, Lovell)", () => {
    const all = Int32Array.from({length: n}, (_, i) => i);
    const fit = fitPlr({y, d, x, day, folds: [{train: all, test: all}], learners, seed: 1});
    const both = {rows: n, names: ["d", "x1"], columns: [d, x1]};
    const model = leastSquares.fit(both, y, {random, days: day});
    const at = (dv: number) =>
      model.predict({rows: 1, names: both.names, columns: [Float64Array.of(dv), Float64Array.of(0)]})[0];
    expect(fit.theta).toBeCloseTo(at(1) - at(0), 10);
    expect(fit.score.reduce((s, v) => s + v, 0)).toBeCloseTo(0, 8);
  });

  it("predicts each row from other days only: a wild row moves no other block's fit", () => {
    const folds = dayBlockFolds(day, 5, 1);
    const before = fitPlr({y, d, x, day, folds, learners, seed: 1});
    const wild = y.slice();
    wild[folds[0].test[0]] += 1e6;
    const after = fitPlr({y: wild, d, x, day, folds, learners, seed: 1});
    const near = new Set([...folds[0].test].map((i) => day[i]));
    for (const i of folds[0].test.slice(1)) expect(after.residualY[i]).toBe(before.residualY[i]);
    expect(near.size).toBe(20);
    expect(after.residualY[folds[3].test[0]]).not.toBe(before.residualY[folds[3].test[0]]);
  });

  it("takes out each group's own level, also for a group without training rows", () => {
    const group = Int32Array.from({length: n}, (_, i) => (i < 20 ? 2 : i % 2));
    const shifted = y.map((v, i) => v + 1000 * group[i]);
    const folds = dayBlockFolds(day, 10, 0); // the first block holds all rows of group 2
    const fit = fitPlr({y: shifted, d, x, day, folds, learners, seed: 1, group});
    const spread = Math.max(...[...fit.residualY.slice(20)].map(Math.abs));
    expect(spread).toBeLessThan(900);
    expect(fit.residualY.every(Number.isFinite)).toBe(true);
  });

  it("refuses folds that miss a row and a treatment without variation", () => {
    const all = Int32Array.from({length: n}, (_, i) => i);
    const folds = [{train: all, test: all.subarray(1)}];
    expect(() => fitPlr({y, d, x, day, folds, learners, seed: 1})).toThrow(/row 0 is tested 0 times/);
    expect(() => plrFromPredictions(y, d, y, d)).toThrow(/invalid treatment/);
    expect(() => plrFromPredictions(y, d, y, d.subarray(1))).toThrow(/invalid lengths/);
  });
});

describe("inference", () => {
  const influence = Float64Array.of(1, 2, -3, 4, -1, -3);
  const fit = {theta: 2, influence};
  const pairs = Int32Array.of(0, 0, 1, 1, 2, 2);

  it("by hand: rows apart, and in pairs", () => {
    expect(inference(fit).standardError).toBeCloseTo(Math.sqrt(40) / 6, 12);
    const clustered = inference(fit, {clusters: [pairs], smallSample: false});
    expect(clustered.standardError).toBeCloseTo(Math.sqrt(9 + 1 + 16) / 6, 12);
    const small = inference(fit, {clusters: [pairs]});
    expect(small.standardError).toBeCloseTo((Math.sqrt(26) / 6) * Math.sqrt(3 / 2), 12);
    expect(small).toMatchObject({degreesOfFreedom: 2, clusters: [3]});
    expect((small.interval[1] - 2) / small.standardError).toBeCloseTo(4.302652729911275, 6); // t(2), 97.5 %
  });

  it("two-way never falls below one-way", () => {
    const crossed = Int32Array.of(0, 1, 0, 1, 0, 1);
    const two = inference(fit, {clusters: [pairs, crossed]}).standardError;
    const one = [pairs, crossed].map((c) => inference(fit, {clusters: [c]}).standardError);
    expect(two).toBeGreaterThanOrEqual(Math.max(...one));
  });

  it("refuses too few clusters, too many labellings, and wrong lengths", () => {
    expect(() => inference(fit, {clusters: [new Int32Array(6)]})).toThrow(/needs two or more/);
    expect(() => inference(fit, {clusters: [pairs, pairs, pairs]})).toThrow(/at most two/);
    expect(() => inference(fit, {clusters: [pairs.subarray(1)]})).toThrow(/5 labels for 6 rows/);
    expect(() => inference(fit, {level: 95})).toThrow(/invalid level/);
  });
});

describe("clusterCrossFit", () => {
  it("with every row its own cluster, in folds of equal size, is the plain estimate and standard error", () => {
    const random = stream(4, "cluster");
    const n = 60;
    const d = Float64Array.from({length: n}, () => random.normal());
    const y = d.map((v) => v + random.normal());
    const zero = new Float64Array(n);
    const fit = plrFromPredictions(y, d, zero, zero);
    const own = Int32Array.from({length: n}, (_, i) => i);
    const found = clusterCrossFit({...fit, fold: own.map((i) => i % 3), clusters: [own]});
    expect(found.estimate).toBeCloseTo(fit.theta, 12);
    expect(found.standardError).toBeCloseTo(inference(fit).standardError, 12);
    expect(() => clusterCrossFit({...fit, fold: own, clusters: []})).toThrow(/one or two/);
  });
});
