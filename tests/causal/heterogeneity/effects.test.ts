import {describe, expect, it} from "vitest";
import {
  bestLinearProjection,
  calibrationTest,
  covariance,
  crossFitEffects,
  dayBlockFolds,
  drLearner,
  fitIrm,
  fitOls,
  groupEffects,
  inference,
  irmFromPredictions,
  olsCovariance,
  plrFromPredictions,
  quantileGroups,
  randomFolds,
  rankedDesign,
  rankWeightedEffect,
  rLearner,
} from "../../../src/lib/causal/index.ts";
import {stream} from "../../../src/lib/numeric/index.ts";
import {quickLinear, quickLogistic} from "../quick-learners.ts";

const n = 240;
const random = stream(9, "heterogeneity");
const normal = () => Float64Array.from({length: n}, () => random.normal());
const [y, g0, g1] = [normal(), normal(), normal()];
const propensity = y.map(() => 0.2 + 0.6 * random.uniform());
const d = propensity.map((p) => +(random.uniform() < p));
const trader = Int32Array.from({length: n}, (_, i) => 3 * (i % 6));
const day = Int32Array.from({length: n}, (_, i) => Math.floor(i / 6));
const fit = irmFromPredictions(y, d, {outcome0: g0, outcome1: g1, propensity}, {labels: {trader, day}});
const rowsOf = (label: number) => [...trader.keys()].filter((i) => trader[i] === label);

describe("groupEffects", () => {
  it("are the fits on each group's rows, with the covariance of their influence functions", () => {
    const found = groupEffects(fit, {by: "trader", dependence: {cluster: "day"}});
    expect([...found.labels]).toEqual([0, 3, 6, 9, 12, 15]);
    const influences = [...found.labels].map((label, k) => {
      const rows = rowsOf(label);
      const theta = rows.reduce((s, i) => s + fit.signal[i], 0) / rows.length;
      expect(found.estimates[k]).toBeCloseTo(theta, 12);
      return fit.signal.map((v, i) => (trader[i] === label ? ((v - theta) * n) / rows.length : 0));
    });
    const dense = covariance(influences, {cluster: [day]});
    const serial = {time: "day", lags: 3} as const;
    const over = groupEffects(fit, {by: "trader", dependence: {serial}});
    const denseSerial = covariance(influences, {serial}, {labels: {day}});
    const plain = groupEffects(fit, {by: trader});
    const densePlain = covariance(influences);
    for (let j = 0; j < 6; j++)
      for (let k = 0; k < 6; k++) {
        expect(found.covariance.matrix[j][k]).toBeCloseTo(dense.matrix[j][k], 12);
        expect(over.covariance.matrix[j][k]).toBeCloseTo(denseSerial.matrix[j][k], 12);
        expect(plain.covariance.matrix[j][k]).toBeCloseTo(densePlain.matrix[j][k], 12);
      }
    expect(found.covariance.degreesOfFreedom).toBe(39);
  });

  it("weighted by size they are the effect of all", () => {
    const found = groupEffects(fit, {by: "trader"});
    const all = found.estimates.reduce((s, v, k) => s + (v * found.counts[k]) / n, 0);
    expect(all).toBeCloseTo(fit.theta, 12);
  });

  it("leaves out, with the reason, groups that cannot be estimated", () => {
    const by = trader.map((t, i) => (i === 0 ? 99 : t));
    expect(groupEffects(fit, {by}).leftOut).toEqual([{label: 99, rows: 1, reason: "fewer than 10 rows"}]);
    const zero = new Float64Array(n);
    const flat = d.map((v, i) => (trader[i] === 3 ? 0 : v));
    const plr = plrFromPredictions(y, flat, zero, zero, {trader});
    expect(groupEffects(plr, {by: "trader"}).leftOut[0]).toEqual({
      label: 3,
      rows: 40,
      reason: "the treatment does not vary",
    });
    const quiet = plrFromPredictions(
      y.map((v, i) => (trader[i] === 6 ? 0 : v)),
      d,
      zero,
      zero,
      {trader},
    );
    expect(groupEffects(quiet, {by: "trader"}).leftOut[0].reason).toBe("the outcome does not vary");
    expect(() => groupEffects(fit, {by: trader, minimumRows: 1000})).toThrow(/none of 6 can be estimated/);
    expect(() => groupEffects(fit, {by: trader, dependence: {serial: {lags: 1}}})).toThrow(/time of each row/);
    expect(() => groupEffects(fit, {by: trader, dependence: {cluster: "day", serial: {}}})).toThrow(/both given/);
  });
});

describe("best linear projection and calibration", () => {
  const w = g1.map((v, i) => v - g0[i]);
  it("is least squares of the signals with sandwich errors; without covariates' spread, the mean effect", () => {
    const found = bestLinearProjection(fit.signal, {columns: [w], names: ["w"], cluster: ["day"], labels: {day}});
    const ols = fitOls({y: fit.signal, columns: [w], names: ["w"], labels: {day}});
    const wanted = olsCovariance(ols, {cluster: ["day"]});
    found.terms.forEach((term, j) => {
      expect(term.estimate).toBe(ols.coefficients[j]);
      expect(term.standardError).toBeCloseTo(Math.sqrt(wanted[j][j]), 12);
    });
    expect(() => bestLinearProjection(fit.signal, {columns: [w, w], names: ["w", "copy"]})).toThrow(
      /"copy" is constant or a combination/,
    );
    expect(() =>
      bestLinearProjection(fit.signal, {
        columns: [w],
        names: ["w"],
        cluster: [day.map((t) => +(t > 9))],
        labels: {day},
      }),
    ).not.toThrow();
    expect(() =>
      bestLinearProjection(fit.signal, {columns: [w, y], names: ["w", "y"], cluster: [day.map((t) => +(t > 9))]}),
    ).toThrow(/2 are fewer than the 3 regressors/);
  });

  it("calibration: slope one for predictions that are the signals themselves, and sorted groups that rise", () => {
    const own = calibrationTest(fit, {predicted: fit.signal.map((v, i) => v + 1e-9 * i), cluster: "day"});
    expect(own.slope.estimate).toBeCloseTo(1, 6);
    expect(own.mean.estimate).toBeCloseTo(fit.theta, 10);
    expect(own.pNoHeterogeneity).toBeLessThan(1e-10);
    const {estimates} = own.sorted;
    for (let k = 1; k < 5; k++) expect(estimates[k]).toBeGreaterThan(estimates[k - 1]);
    expect(own.predicted[0]).toBeCloseTo(estimates[0], 6);
    expect(own.spread.estimate).toBeCloseTo(estimates[4] - estimates[0], 12);
    const noise = calibrationTest(fit, {predicted: normal()});
    expect(noise.slope.interval[0]).toBeLessThan(0);
    expect(() => calibrationTest(fit, {predicted: new Float64Array(n).fill(1)})).toThrow(/constant or a combination/);
  });

  it("quantile groups are of equal size, and keep ties together", () => {
    const groups = quantileGroups(y, 5);
    expect([0, 1, 2, 3, 4].map((k) => groups.filter((g) => g === k).length)).toEqual([48, 48, 48, 48, 48]);
    expect([...quantileGroups(Float64Array.of(1, 1, 1, 2), 2)]).toEqual([0, 0, 0, 1]);
    expect(() => quantileGroups(Float64Array.of(1, 1, 1), 2)).toThrow(/nearly all are equal/);
    expect(() => quantileGroups(y, 1)).toThrow(/invalid groups/);
  });
});

describe("rankWeightedEffect", () => {
  it.each(["autoc", "qini"] as const)("%s: the curve integrated, one share after another", (weight) => {
    const priority = normal();
    const order = [...priority.keys()].sort((a, b) => priority[b] - priority[a]);
    const mean = fit.signal.reduce((s, v) => s + v, 0) / n;
    let wanted = 0;
    for (let k = 1; k <= n; k++) {
      const top = order.slice(0, k).reduce((s, i) => s + fit.signal[i], 0) / k;
      wanted += ((top - mean) * (weight === "qini" ? k / n : 1)) / n;
    }
    const found = rankWeightedEffect(fit.signal, priority, {weight});
    expect(found.theta).toBeCloseTo(wanted, 12);
    expect(found.curve.gain[99]).toBeCloseTo(0, 12);
    const top = order.slice(0, 24).reduce((s, i) => s + fit.signal[i], 0) / 24;
    expect(found.curve.gain[9]).toBeCloseTo(top - mean, 12);
  });

  it.each(["autoc", "qini"] as const)("%s: the influence function is what leaving a row out changes", (weight) => {
    const priority = normal().map((v, i) => v + 0.5 * fit.signal[i]);
    const found = rankWeightedEffect(fit.signal, priority, {weight});
    const leave = (i: number) => {
      const without = (v: Float64Array) => v.filter((_, j) => j !== i);
      return rankWeightedEffect(without(fit.signal), without(priority), {weight}).theta;
    };
    const jackknife = Float64Array.from({length: n}, (_, i) => (n - 1) * (found.theta - leave(i)));
    const centre = jackknife.reduce((s, v) => s + v, 0) / n;
    const se = Math.sqrt(jackknife.reduce((s, v) => s + (v - centre) ** 2, 0)) / n;
    expect(inference(found).standardError / se).toBeCloseTo(1, 1);
    const [mine, theirs] = [found.influence, jackknife.map((v) => v - centre)];
    const dot = (a: Float64Array, b: Float64Array) => a.reduce((s, v, i) => s + v * b[i], 0);
    expect(dot(mine, theirs) / Math.sqrt(dot(mine, mine) * dot(theirs, theirs))).toBeGreaterThan(0.99);
    expect(Math.abs(found.influence.reduce((s, v) => s + v, 0)) / n).toBeLessThan(0.05 * se * Math.sqrt(n));
  });

  it("rows of equal priority share: their order means nothing", () => {
    const priority = y.map((v) => Math.round(2 * v));
    const plain = rankWeightedEffect(fit.signal, priority);
    const back = rankWeightedEffect(fit.signal.slice().reverse(), priority.slice().reverse());
    expect(back.theta).toBeCloseTo(plain.theta, 12);
    back.influence.forEach((v, i) => {
      expect(v).toBeCloseTo(plain.influence[n - 1 - i], 10);
    });
    expect(() => rankWeightedEffect(fit.signal, new Float64Array(n))).toThrow(/there is no ranking/);
    expect(() => rankWeightedEffect(fit.signal, y.subarray(1))).toThrow(/invalid lengths/);
    expect(() =>
      rankWeightedEffect(
        fit.signal,
        y.map((v, i) => (i === 2 ? Number.NaN : v)),
      ),
    ).toThrow(/priority; not finite in row 2/);
  });
});

describe("DR- and R-learner", () => {
  const rows = 1500;
  const {autoc: _, qini: __, ...sample} = rankedDesign(rows, 4);
  const days = Int32Array.from({length: rows}, (_, i) => Math.floor(i / 10));
  const learners = {outcome: quickLinear, treatment: quickLogistic, effect: quickLinear};
  const options = {...sample, day: days, folds: dayBlockFolds(days, 5, 1), seed: 1, learners};
  const at = (x1: number) => ({rows: 1, names: ["x1", "x2"], columns: [Float64Array.of(x1), Float64Array.of(0.5)]});

  it.each([
    ["DR", drLearner],
    ["R", rLearner],
  ])("%s-learner finds the effect that it is", (_name, learner) => {
    const model = learner(options);
    for (const v of [0.1, 0.5, 0.9]) expect(Math.abs(model.predict(at(v))[0] - v)).toBeLessThan(0.15);
  });

  it("R-learner with a linear effect is weighted least squares of the residuals on the treatment's (Nie and Wager 2021)", () => {
    const fold = [
      {train: Int32Array.from({length: rows}, (_, i) => i), test: Int32Array.from({length: rows}, (_, i) => i)},
    ];
    const model = rLearner({...options, folds: fold, learners: {...learners, treatment: quickLinear}});
    const residual = (v: Float64Array) => fitOls({y: v, columns: sample.x.columns, names: ["a", "b"]}).residuals;
    const [ry, rd] = [residual(sample.y), residual(sample.d)];
    const wanted = fitOls({
      y: ry,
      columns: [rd, ...sample.x.columns.map((c) => c.map((v, i) => v * rd[i]))],
      names: ["1", "x1", "x2"],
      intercept: false,
    }).coefficients;
    for (const v of [0.2, 0.8])
      expect(model.predict(at(v))[0]).toBeCloseTo(wanted[0] + wanted[1] * v + wanted[2] * 0.5, 8);
  });

  it.each(["dr", "r"] as const)(
    "nested cross-fitting (%s): a row's effect does not depend on its own outcome",
    (method) => {
      const inner = (own: Int32Array) => dayBlockFolds(own, 3, 1);
      const run = (values: Float64Array) => crossFitEffects({...options, y: values, inner, method});
      const before = run(sample.y);
      const wild = sample.y.map((v, i) => (i === 7 ? v + 1e5 : v));
      const after = run(wild);
      const own = options.folds.find((f) => f.test.includes(7))!;
      for (const i of own.test) expect(after[i]).toBe(before[i]);
      expect(after[rows - 1]).not.toBe(before[rows - 1]);
      const scored = fitIrm({...options, learners: {outcome: quickLinear, treatment: quickLogistic}});
      const test = calibrationTest(scored, {predicted: before});
      expect(test.slope.interval[0]).toBeGreaterThan(0);
      expect(inference(rankWeightedEffect(scored.signal, before)).interval[0]).toBeGreaterThan(0);
    },
  );

  it("refuses a treatment that is none", () => {
    expect(() => drLearner({...options, d: new Float64Array(rows)})).toThrow(/does not vary/);
    expect(() =>
      rLearner({...options, d: new Float64Array(rows), learners: {...learners, treatment: quickLinear}}),
    ).toThrow(/invalid treatment/);
    expect(() => drLearner({...options, folds: randomFolds(10, 2, random)})).toThrow(/invalid folds/);
  });
});
