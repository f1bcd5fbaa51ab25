import {describe, expect, it} from "vitest";
import {
  boost,
  boostingLearner,
  growDefaults,
  logistic,
  type Objective,
  squaredError,
} from "../../src/lib/models/boosting/index.ts";
import {fromJSON, learner} from "../../src/lib/models/boosting.ts";
import type {Design} from "../../src/lib/models/index.ts";
import {typescriptKernel} from "../../src/lib/models/kernel/twin.ts";
import {applyBins, fitBins} from "../../src/lib/models/trees/bins.ts";
import {stream} from "../../src/lib/numeric/index.ts";

import {makeData, options, part, rmse} from "./boosting-data.ts";

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
