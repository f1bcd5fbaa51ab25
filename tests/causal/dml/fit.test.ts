import {describe, expect, it} from "vitest";
import {
  crossFit,
  dayBlockFolds,
  fitIivm,
  fitIrm,
  fitMultiValued,
  fitPliv,
  fitPlr,
  foldsOf,
  inference,
  irmFromPredictions,
  randomFolds,
} from "../../../src/lib/causal/index.ts";
import {type Learner, loadLearner} from "../../../src/lib/models/index.ts";
import {stream} from "../../../src/lib/numeric/index.ts";
import {leastSquares} from "../least-squares.ts";
import {quickLinear, quickLogistic} from "../quick-learners.ts";

const random = stream(1, "plr");
const n = 200;
const normal = () => Float64Array.from({length: n}, () => random.normal());
const [x1, d0, noise] = [normal(), normal(), normal()];
const d = d0.map((v, i) => v + x1[i]);
const y = noise.map((e, i) => 2 * d[i] - 3 * x1[i] + e);
const x = {rows: n, names: ["x1"], columns: [x1]};
const day = Int32Array.from({length: n}, (_, i) => i >> 1);
const all = Int32Array.from({length: n}, (_, i) => i);
const learners = {outcome: leastSquares, treatment: leastSquares};
const treated = d.map((v) => (v > 0 ? 1 : 0));
const binary = {outcome: quickLinear, treatment: quickLogistic, instrument: quickLogistic};

describe("partially linear regression", () => {
  it("with one fold for all is least squares of y on d and x (Frisch, Waugh, Lovell)", () => {
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
    for (const i of folds[0].test.slice(1)) expect(after.residualY[i]).toBe(before.residualY[i]);
    expect(after.residualY[folds[3].test[0]]).not.toBe(before.residualY[folds[3].test[0]]);
  });

  it("cross-fits both nuisances together as each by itself, to the last bit", async () => {
    const folds = dayBlockFolds(day, 5, 1);
    const group = Int32Array.from({length: n}, (_, i) => i % 4);
    const holey = {...x, columns: [x1.map((v, i) => (i % 9 === 4 ? Number.NaN : v))]};
    const ridge = await loadLearner("ridge");
    for (const own of [undefined, group]) {
      const sample = {x: holey, day, folds, seed: 1};
      const fit = fitPlr({...sample, y, d, learners: {outcome: ridge, treatment: ridge}, group: own});
      expect(fit.predictedY).toEqual(crossFit(y, sample, {name: "outcome", learner: ridge, group: own}));
      expect(fit.predictedD).toEqual(crossFit(d, sample, {name: "treatment", learner: ridge, group: own}));
    }
  });

  it("takes out each group's own level, also for a group without training rows", () => {
    const group = Int32Array.from({length: n}, (_, i) => (i < 20 ? 2 : i % 2));
    const shifted = y.map((v, i) => v + 1000 * group[i]);
    const folds = dayBlockFolds(day, 10, 0); // the first block holds all rows of group 2
    const fit = fitPlr({y: shifted, d, x, day, folds, learners, seed: 1, group});
    const spread = Math.max(...[...fit.residualY.slice(20)].map(Math.abs));
    expect(spread).toBeLessThan(900);
    expect(fit.residualY.every(Number.isFinite)).toBe(true);
    const gappy = {...x, columns: [x1.map((v, i) => (i % 9 === 0 ? Number.NaN : v))]};
    const mended: Learner = {
      ...leastSquares,
      fit: (z, t, o) => {
        const clean = (w: typeof z) => ({...w, columns: w.columns.map((c) => c.map((v) => (Number.isNaN(v) ? 0 : v)))});
        const model = leastSquares.fit(clean(z), t, o);
        return {...model, predict: (w) => model.predict(clean(w))};
      },
    };
    const missing = fitPlr({
      y,
      d,
      x: gappy,
      day,
      folds,
      learners: {outcome: mended, treatment: mended},
      seed: 1,
      group,
    });
    expect(missing.residualY.every(Number.isFinite)).toBe(true);
  });

  it("does not mind the order of rows or the numbers of traders, nor the units of features", () => {
    const trader = Int32Array.from({length: n}, (_, i) => i % 4);
    const label = Int32Array.from({length: n}, (_, i) => day[i] % 5);
    const sample = {y, d, x, day, folds: foldsOf(label), learners, seed: 1, group: trader, labels: {trader}};
    const plain = inference(fitPlr(sample), {cluster: ["trader"]});
    const order = [...all].sort((a, b) => ((a * 37) % n) - ((b * 37) % n));
    const pick = <T extends Float64Array | Int32Array>(v: T) => v.map((_, i) => v[order[i]]) as T;
    const renamed = pick(trader).map((t) => 90 - 7 * t);
    const shuffled = inference(
      fitPlr({
        y: pick(y),
        d: pick(d),
        x: {...x, columns: [pick(x1).map((v) => 1e4 * v - 3)]},
        day: pick(day),
        folds: foldsOf(pick(label)),
        learners,
        seed: 1,
        group: renamed,
        labels: {trader: renamed},
      }),
      {cluster: ["trader"]},
    );
    expect(shuffled.estimate).toBeCloseTo(plain.estimate, 8);
    expect(shuffled.standardError).toBeCloseTo(plain.standardError, 8);
  });

  it("IV-type: the last nuisance is of y − θ₀ d, θ₀ the partialling-out estimate", () => {
    const folds = randomFolds(n, 4, stream(1, "f"));
    const sample = {y, d, x, day, folds, learners, seed: 1};
    const first = fitPlr(sample).theta;
    const seen: Float64Array[] = [];
    const final: Learner = {
      ...leastSquares,
      fit(z, t, o) {
        seen.push(t);
        return leastSquares.fit(z, t, o);
      },
    };
    const fit = fitPlr({...sample, score: "iv-type", learners: {...learners, final}});
    expect(seen).toHaveLength(4);
    for (const [row, i] of folds[0].train.entries()) expect(seen[0][row]).toBeCloseTo(y[i] - first * d[i], 12);
    expect(fit.theta).toBeCloseTo(2, 0);
  });

  it("a probability where the learner does that, a mean where it does not or levels are taken out", () => {
    const tasks: (string | undefined)[] = [];
    const spy = (learner: Learner): Learner => ({
      ...learner,
      fit(z, t, o) {
        tasks.push(o.task?.kind);
        return learner.fit(z, t, o);
      },
    });
    const folds = randomFolds(n, 2, stream(1, "f"));
    const of = (treatment: Learner, group?: Int32Array) =>
      fitPlr({
        y,
        d: treated,
        x,
        day,
        folds,
        learners: {outcome: leastSquares, treatment: spy(treatment)},
        seed: 1,
        group,
      });
    of(quickLogistic);
    of(leastSquares);
    of(quickLogistic, day);
    expect(tasks).toEqual(["probability", "probability", "mean", "mean", "mean", "mean"]);
  });
});

describe("interactive regression, instruments and levels, end to end", () => {
  const folds = dayBlockFolds(day, 5, 1);
  const sample = {y, x, day, folds, seed: 1};

  it("fits the outcome on each arm apart and keeps labels for inference", () => {
    const seen = new Set<string>();
    const outcome: Learner = {
      ...quickLinear,
      fit: (z, t, o) => {
        const arms = new Set(Array.from(t, (v) => treated[y.indexOf(v)]));
        seen.add([...arms].join());
        return quickLinear.fit(z, t, o);
      },
    };
    const trader = Int32Array.from({length: n}, (_, i) => i % 10);
    const fit = fitIrm({...sample, d: treated, learners: {...binary, outcome}, labels: {trader}});
    expect([...seen].sort()).toEqual(["0", "1"]);
    expect(inference(fit, {cluster: ["day", "trader"]}).clusters).toEqual([100, 10]);
    const again = irmFromPredictions(y, treated, fit);
    expect(again.theta).toBe(fit.theta);
  });

  it("one-sided compliance needs no model of those who cannot", () => {
    const z = treated;
    const taken = z.map((v, i) => (v === 1 && i % 3 > 0 ? 1 : 0));
    const fit = fitIivm({...sample, d: taken, z, learners: binary});
    expect(fit.compliers).toBeGreaterThan(0.5);
    expect(fit.compliers).toBeLessThan(0.8);
    const both = fitIivm({...sample, d: taken, z, learners: {...binary, treatment: quickLinear}, neverTakers: false});
    expect(both.theta).not.toBe(fit.theta);
  });

  it("PLIV reports a first stage", () => {
    const strong = fitPliv({
      ...sample,
      d,
      z: d.map((v, i) => v + 0.1 * noise[(i + 7) % n]),
      learners: {...binary, instrument: quickLinear, treatment: quickLinear},
    });
    const weak = fitPliv({
      ...sample,
      d,
      z: noise.map((_, i) => noise[(i + 13) % n]),
      learners: {...binary, instrument: quickLinear, treatment: quickLinear},
    });
    expect(strong.firstStageF).toBeGreaterThan(1000);
    expect(weak.firstStageF).toBeLessThan(10);
  });

  it("says which fold has nothing to learn from", () => {
    const late = treated.map((_, i) => (i >= 160 ? i % 2 : 0)); // treated rows in the last block only
    expect(() => fitIrm({...sample, d: late, learners: binary})).toThrow(
      /invalid treatment; fold 5 of 5 has no row to fit the outcome at d = 1 on/,
    );
    const alike = treated.map((_, i) => (i >= 160 ? +(i % 2 === 0) : 1));
    expect(() => fitPlr({...sample, d: alike, learners: binary})).toThrow(
      /treatment does not vary in what fold 5 of 5/,
    );
    const level = Int32Array.from(late);
    expect(() => fitMultiValued({...sample, level, levels: ["normal", "avoid"], learners: binary})).toThrow(
      /outcome at avoid/,
    );
  });

  it("a learner's nonsense stops the fit", () => {
    const mad: Learner = {
      ...quickLinear,
      fit: () => ({
        predict: (z) => new Float64Array(z.rows).fill(Number.NaN),
        toJSON: () => null,
        summary: () => ({rowsUsed: 0, chosen: {}, weights: {}}),
      }),
    };
    expect(() => fitPlr({...sample, d, learners: {...learners, outcome: mad}})).toThrow(
      /least-squares predicts NaN for row 0/,
    );
    expect(() => fitPlr({...sample, d, x: {...x, rows: 3, columns: [x1.subarray(3)]}, learners})).toThrow(
      /it has 3 rows/,
    );
  });
});
