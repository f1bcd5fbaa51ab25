import fc from "fast-check";
import {describe, expect, it} from "vitest";
import {
  type Boosted,
  boost,
  boostingLearner,
  growDefaults,
  logistic,
  type Objective,
  squaredError,
} from "../../src/lib/models/boosting/index.ts";
import {fromJSON, learner} from "../../src/lib/models/boosting.ts";
import type {Design, FitOptions, Settings, Task} from "../../src/lib/models/index.ts";
import {typescriptKernel} from "../../src/lib/models/kernel/twin.ts";
import {applyBins, fitBins} from "../../src/lib/models/trees/bins.ts";
import {predictTrees} from "../../src/lib/models/trees/predict.ts";
import {stream} from "../../src/lib/numeric/index.ts";

/** Rows of a desk: ten a day. */
const daysOf = (rows: number) => Int32Array.from({length: rows}, (_, i) => Math.floor(i / 10));

const options = (rows: number, settings: Settings = {}, rest: Partial<FitOptions> = {}): FitOptions => ({
  random: stream(5, "boosting test"),
  days: daysOf(rows),
  settings,
  ...rest,
});

function makeData(rows: number, seed = 1, noise = 0.3): {x: Design; y: Float64Array; mean: Float64Array} {
  const random = stream(seed, "data");
  const columns = Array.from({length: 4}, () => Float64Array.from({length: rows}, () => Math.fround(random.normal())));
  columns[1] = columns[1].map((v) => (random.uniform() < 0.1 ? Number.NaN : v));
  columns.push(Float64Array.from({length: rows}, () => random.integer(5)));
  const effect = [0, 2, -1, 0.5, -2];
  const mean = Float64Array.from(
    {length: rows},
    (_, i) => (columns[0][i] > 0 ? 1 : -1) + (Number.isNaN(columns[1][i]) ? 1.5 : 0) + effect[columns[4][i]],
  );
  const names = ["step", "gaps", "noise", "more noise", "symbol"];
  const x = {rows, names, columns, levels: {symbol: ["A", "B", "C", "D", "E"]}};
  return {x, y: mean.map((m) => m + noise * random.normal()), mean};
}

const rmse = (a: Float64Array, b: Float64Array) =>
  Math.sqrt(a.reduce((sum, v, i) => sum + (v - b[i]) ** 2, 0) / a.length);
const part = (x: Design, from: number, to: number): Design => ({
  ...x,
  rows: to - from,
  columns: x.columns.map((c) => c.slice(from, to)),
});

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

describe("bad input", () => {
  const {x, y} = makeData(80);

  it("a constant target, and one row, give a constant", () => {
    const flat = learner.fit(
      x,
      y.map(() => 3.5),
      options(80),
    );
    expect([...new Set(flat.predict(x))]).toEqual([3.5]);
    expect(Object.values(flat.summary().weights)).toEqual([0, 0, 0, 0, 0]);
    expect(flat.explain!(x).base).toBeCloseTo(3.5, 6);
    expect(fromJSON(JSON.parse(JSON.stringify(flat.toJSON()))).predict(x)).toEqual(flat.predict(x));
    const single = learner.fit(part(x, 0, 1), Float64Array.of(-2), options(1));
    expect([...single.predict(part(x, 0, 3))]).toEqual([-2, -2, -2]);
    const sure = learner.fit(
      x,
      y.map(() => 1),
      options(80, {}, {task: {kind: "probability"}}),
    );
    expect(sure.predict(x)[0]).toBeCloseTo(80.5 / 81, 6);
    const level = learner.fit(
      x,
      y.map(() => 4),
      options(80, {}, {task: {kind: "quantile", level: 0.05}}),
    );
    expect(level.predict(x)[7]).toBe(4);
  });

  it("columns without values, or with one, are not used; a design without columns predicts its base", () => {
    const empty = {
      ...x,
      columns: x.columns.map((c, j) => (j === 0 ? c.map(() => Number.NaN) : j === 2 ? c.map(() => 1) : c)),
    };
    const {weights} = learner.fit(empty, y, options(80, {minChildWeight: 1})).summary();
    expect([weights.step, weights.noise]).toEqual([0, 0]);
    const none: Design = {rows: 80, names: [], columns: []};
    const mean = y.reduce((sum, v) => sum + v, 0) / 80;
    expect(learner.fit(none, y, options(80, {subsample: 1})).predict(none)[3]).toBeCloseTo(mean, 5);
  });

  it("depth 0, more bins than values, exact splits: all do", () => {
    const stump = learner.fit(x, y, options(80, {maxDepth: 0, subsample: 1}));
    expect(new Set(stump.predict(x)).size).toBe(1);
    const many = learner.fit(x, y, options(80, {bins: 65_534}));
    const few = learner.fit(x, y, options(80, {bins: 255}));
    expect(many.predict(x)).toEqual(few.predict(x)); // 80 rows have no more than 80 values
    expect(learner.fit(x, y, options(80, {method: "exact"})).predict(x)).toHaveLength(80);
  });

  it("is refused with what and where", () => {
    const infinite = {
      ...x,
      columns: [x.columns[0].map((v, i) => (i === 7 ? Number.POSITIVE_INFINITY : v)), ...x.columns.slice(1)],
    };
    expect(() => learner.fit(infinite, y, options(80))).toThrow('invalid design; "step" is Infinity in row 7');
    expect(() => model().predict(infinite)).toThrow('invalid design; "step" is Infinity in row 7');
    expect(() => learner.fit(x, y, options(80, {maxDepth: 17}))).toThrow(
      "invalid maxDepth of boosting; not a whole number from 0 to 16: 17",
    );
    expect(() => learner.fit(x, y, options(80, {eta: 1}))).toThrow(
      /there is no "eta", there are: rounds, learningRate/,
    );
    expect(() => learner.fit(x, y, options(80, {}, {task: {kind: "probability"}}))).toThrow(/not 0 or 1 in row 0/);
    expect(() => learner.fit(x, y, options(80, {}, {task: {kind: "quantile", level: 1}}))).toThrow(
      /not in \(0, 1\): 1/,
    );
    for (const state of [null, {}, {kind: "forest@1"}]) expect(() => fromJSON(state)).toThrow(/not "boosting@1"/);
    const state = JSON.parse(JSON.stringify(model().toJSON())) as {
      xgboost: {learner: {gradient_booster: {model: {trees: {left_children: number[]}[]}}}};
    };
    state.xgboost.learner.gradient_booster.model.trees[0].left_children[0] = 0;
    expect(() => fromJSON(state)).toThrow(/tree/);
    expect(() =>
      boost(
        {design: applyBins(x, fitBins(x)), y, rows: new Int32Array(0)},
        {...growDefaults, objective: squaredError, rounds: 1, subsample: 1, random: stream(1)},
      ),
    ).toThrow(/none to fit on/);
  });

  const model = () => learner.fit(x, y, options(80, {minChildWeight: 1}));
});

describe("a learner with constraints", () => {
  const {x, y} = makeData(600, 8);

  it("keeps them, by name", () => {
    const made = boostingLearner({monotone: {step: -1}, interactions: [["gaps", "symbol"]]});
    const fitted = made.fit(x, y, options(600, {maxDepth: 4}));
    const grid = Float64Array.from({length: 50}, (_, k) => -2.5 + k / 10);
    const at = {...x, rows: 50, columns: x.columns.map((c, j) => (j === 0 ? grid : new Float64Array(50).fill(c[3])))};
    const found = fitted.predict(at);
    for (let k = 1; k < 50; k++) expect(found[k]).toBeLessThanOrEqual(found[k - 1] + 1e-12);
    expect(() => boostingLearner({monotone: {nothing: 1}}).fit(x, y, options(600))).toThrow(
      /there is no feature "nothing"/,
    );
  });

  it("takes a loss of one's own", () => {
    const doubled: Objective = {
      link: "identity",
      base: squaredError.base,
      gradients(margin, {y: target}, gradient, hessian) {
        for (let i = 0; i < target.length; i++) gradient[i] = 2 * (margin[i] - target[i]);
        hessian.fill(2);
        return true;
      },
      loss: (margin, target) => (margin - target) ** 2,
    };
    // Twice the loss is the same problem, if what is compared with hessians is doubled too.
    const settings = {lambda: 1, minChildWeight: 10, patience: 0, rounds: 30};
    const own = boostingLearner({objective: doubled}).fit(
      x,
      y,
      options(600, {...settings, lambda: 2, minChildWeight: 20}),
    );
    const usual = learner.fit(x, y, options(600, settings));
    own.predict(x).forEach((v, i) => {
      expect(v).toBeCloseTo(usual.predict(x)[i], 5);
    });
    const robust = learner.fit(x, y, options(600, {loss: "pseudo-huber", huberSlope: 1000, ...settings}));
    expect(rmse(robust.predict(x), usual.predict(x))).toBeLessThan(0.05); // a slope far out is nearly the squared error
    expect(JSON.stringify(robust.toJSON())).toContain("reg:pseudohubererror");
  });

  it("the whole of boosting is the same from both kernels", () => {
    const design = applyBins(x, fitBins(x, {bins: 30}));
    for (const objective of [squaredError, logistic]) {
      const target = objective === logistic ? y.map((v) => (v > 0 ? 1 : 0)) : y;
      const [compiled, plain] = [undefined, typescriptKernel()].map((kernel) =>
        boost(
          {design, y: target},
          {...growDefaults, objective, rounds: 15, subsample: 0.6, columnsByTree: 0.7, random: stream(4), kernel},
        ),
      );
      expect(compiled).toEqual(plain);
    }
  });
});
