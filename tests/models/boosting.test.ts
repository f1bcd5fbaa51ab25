import fc from "fast-check";
import {describe, expect, it} from "vitest";
import {type Boosted, boost, growDefaults, squaredError} from "../../src/lib/models/boosting/index.ts";
import {fromJSON, learner} from "../../src/lib/models/boosting.ts";
import type {Design, Task} from "../../src/lib/models/index.ts";
import {applyBins, fitBins} from "../../src/lib/models/trees/bins.ts";
import {predictTrees} from "../../src/lib/models/trees/predict.ts";
import {stream} from "../../src/lib/numeric/index.ts";

import {makeData, options, part, rmse} from "./boosting-data.ts";

describe("gradient boosting", () => {
  const {x, y, mean} = makeData(2000);
  const [train, test] = [part(x, 0, 1500), part(x, 1500, 2000)];
  const model = learner.fit(train, y.slice(0, 1500), options(1500));

  it("recovers a known truth: a step, an effect of missing values, levels", () => {
    expect(rmse(model.predict(test), mean.slice(1500))).toBeLessThan(0.25); // its own spread is 1.8; near the step a row may be in a bin with both sides
    const {weights, rowsUsed, chosen} = model.summary();
    expect(rowsUsed).toBe(1500);
    expect(chosen.trees).toBe(chosen.rounds);
    expect(Object.values(weights).reduce((sum, w) => sum + w, 0)).toBeCloseTo(1, 12);
    expect(weights.step + weights.gaps + weights.symbol).toBeGreaterThan(0.97);
  });

  it("comes back from its JSON bit for bit, and explains what it predicts", () => {
    const text = JSON.stringify(model.toJSON());
    const again = fromJSON(JSON.parse(text));
    expect(again.predict(test)).toEqual(model.predict(test));
    expect(again.summary()).toEqual(model.summary());
    expect(JSON.stringify(again.toJSON())).toBe(text);
    const {base, columns} = model.explain!(test);
    model.predict(test).forEach((p, i) => {
      expect(columns.reduce((sum, c) => sum + c[i], base)).toBeCloseTo(p, 6);
    });
  });

  it("is the same each time, with either kernel, and whatever order levels come in", () => {
    const fitted = learner.fit(train, y.slice(0, 1500), options(1500));
    expect(JSON.stringify(fitted.toJSON())).toBe(JSON.stringify(model.toJSON()));
    const turned = {...train, levels: {symbol: ["E", "never seen", "D", "C", "B", "A"]}};
    const code = Float64Array.from(train.columns[4], (v) => (v === 4 ? 0 : 5 - v));
    const other = {...turned, columns: [...train.columns.slice(0, 4), code]};
    expect(JSON.stringify(learner.fit(other, y.slice(0, 1500), options(1500)).toJSON())).toBe(
      JSON.stringify(model.toJSON()),
    );
  });

  it("takes a level that it has not seen for missing", () => {
    const one = part(test, 0, 1);
    const at = (levels: readonly string[], code: number) =>
      model.predict({
        ...one,
        levels: {symbol: levels},
        columns: [...one.columns.slice(0, 4), Float64Array.of(code)],
      })[0];
    expect(at(["X"], 0)).toBe(at(["A"], Number.NaN));
    expect(at(["C", "A"], 1)).toBe(at(["A"], 0));
  });

  it("gives probabilities: calibrated, between 0 and 1", () => {
    const random = stream(9);
    const truth = mean.map((m) => 1 / (1 + Math.exp(-m)));
    const won = truth.map((p) => (random.uniform() < p ? 1 : 0));
    const fitted = learner.fit(train, won.slice(0, 1500), options(1500, {}, {task: {kind: "probability"}}));
    const found = fitted.predict(test);
    expect(rmse(found, truth.slice(1500))).toBeLessThan(0.1);
    expect(fitted.explain!(test).base).toBeLessThan(3); // log-odds
    const heavy = learner.fit(
      train,
      won.slice(0, 1500),
      options(1500, {positiveWeight: 5}, {task: {kind: "probability"}}),
    );
    const average = (values: Float64Array) => values.reduce((sum, v) => sum + v, 0) / values.length;
    const [p, q] = [average(found), average(heavy.predict(test))];
    expect(q / (1 - q) / (p / (1 - p))).toBeGreaterThan(2);
  });

  it("gives quantiles that hold their share of what comes", () => {
    const noisy = makeData(4000, 3, 1);
    for (const level of [0.1, 0.5, 0.9]) {
      const task: Task = {kind: "quantile", level};
      const fitted = learner.fit(part(noisy.x, 0, 3000), noisy.y.slice(0, 3000), options(3000, {}, {task}));
      const below = fitted.predict(part(noisy.x, 3000, 4000)).filter((q, i) => noisy.y[3000 + i] <= q).length / 1000;
      expect(Math.abs(below - level)).toBeLessThan(0.05);
    }
  });

  it("refits leaves of a quantile: one tree of full step gives the quantiles of its leaves", () => {
    const values = Float64Array.from({length: 100}, (_, i) => (i < 40 ? i : 1000 + i));
    const only = {rows: 100, names: ["side"], columns: [values.map((v) => (v < 500 ? 0 : 1))]};
    const settings = {
      rounds: 1,
      learningRate: 1,
      maxDepth: 1,
      subsample: 1,
      columnsByTree: 1,
      minChildWeight: 0,
      patience: 0,
    };
    const fitted = learner.fit(only, values, options(100, settings, {task: {kind: "quantile", level: 0.25}}));
    const found = fitted.predict(part(only, 39, 41));
    expect(found[0]).toBeCloseTo(9, 3); // the 10th of 40
    expect(found[1]).toBeCloseTo(1054, 3); // the 15th of 60
  });
});

describe("weights", () => {
  const plain = {subsample: 1, columnsByTree: 1, patience: 0, rounds: 20, minChildWeight: 0};

  it("of whole numbers are as good as rows repeated, and weight 0 as rows left out", () => {
    fc.assert(
      fc.property(fc.integer({min: 0, max: 1e6}), (seed) => {
        const {x, y} = makeData(60, seed);
        const random = stream(seed, "weights");
        const weights = Float64Array.from({length: 60}, () => random.integer(4));
        const repeated = Array.from(weights).flatMap((w, i) => new Array<number>(w).fill(i));
        const again: Design = {
          ...x,
          rows: repeated.length,
          columns: x.columns.map((c) => Float64Array.from(repeated, (i) => c[i])),
        };
        const target = Float64Array.from(repeated, (i) => y[i]);
        const weighted = learner.fit(x, y, options(60, plain, {weights}));
        const copied = learner.fit(again, target, options(repeated.length, plain));
        const [a, b] = [weighted.predict(x), copied.predict(x)];
        a.forEach((v, i) => {
          expect(v).toBeCloseTo(b[i], 5);
        });
      }),
      {numRuns: 20},
    );
  });

  it("that are negative, or all 0, are refused", () => {
    const {x, y} = makeData(20);
    const weighing = (w: number) => () => learner.fit(x, y, options(20, {}, {weights: new Float64Array(20).fill(w)}));
    expect(weighing(0)).toThrow("invalid weights; all are 0");
    expect(weighing(-1)).toThrow("invalid weight; not finite and ≥ 0 in row 0: -1");
  });
});

describe("the number of rounds", () => {
  const {x, y} = makeData(1500, 5, 2);
  const design = applyBins(x, fitBins(x));
  const settings = {...growDefaults, objective: squaredError, maxDepth: 6, subsample: 1, rounds: 200};
  const earlier = Int32Array.from({length: 1200}, (_, i) => i);
  const later = Int32Array.from({length: 300}, (_, i) => 1200 + i);
  const run = (patience: number, rest = {}): Boosted =>
    boost({design, y, rows: earlier}, {...settings, random: stream(1), validation: {rows: later, patience}, ...rest});

  it("is where the loss on the last rows is least", () => {
    const {losses, best, ensemble} = run(10);
    expect(losses).toHaveLength(best + 10);
    expect(Math.min(...losses)).toBe(losses[best - 1]);
    const held = part(x, 1200, 1500);
    const firstTrees = {...ensemble, trees: ensemble.trees.slice(0, best)};
    const error = rmse(predictTrees(firstTrees, held), y.slice(1200));
    expect(losses[best - 1]).toBeCloseTo(error ** 2 / 2, 9);
    expect(best).toBeLessThan(60); // deep trees with large steps on noise: more only fits the noise
  });

  it("does not see what it is judged on: other targets there change no tree", () => {
    const other = y.map((v, i) => (i < 1200 ? v : -100 * v));
    const {ensemble} = boost({design, y: other, rows: earlier}, {...settings, random: stream(1), rounds: 10});
    expect(ensemble).toEqual(boost({design, y, rows: earlier}, {...settings, random: stream(1), rounds: 10}).ensemble);
  });

  it("is then used on the whole window", () => {
    const fitted = learner.fit(x, y, options(1500, {rounds: 400, learningRate: 0.2}));
    const {chosen} = fitted.summary();
    expect(chosen.judgedRounds).toBe(chosen.rounds + 25);
    const whole = learner.fit(x, y, options(1500, {rounds: 7, patience: 0}));
    expect(whole.summary().chosen).toMatchObject({rounds: 7, trees: 7, judgedRounds: 0});
    const short = learner.fit(part(x, 0, 60), y.slice(0, 60), options(60, {rounds: 9})); // six days: none to spare
    expect(short.summary().chosen).toMatchObject({rounds: 9, judgedRounds: 0});
  });
});
