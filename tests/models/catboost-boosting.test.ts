import {describe, expect, it} from "vitest";
import {binColumns, binMatrix} from "../../src/lib/models/catboost/bin-matrix.ts";
import {boost} from "../../src/lib/models/catboost/boost.ts";
import {predictMargin} from "../../src/lib/models/catboost/evaluate.ts";
import {trainingFeatures} from "../../src/lib/models/catboost/features.ts";
import {fitOblivious} from "../../src/lib/models/catboost/fit.ts";
import {objectiveOf} from "../../src/lib/models/catboost/objective.ts";
import {segments, timeOrder} from "../../src/lib/models/catboost/order.ts";
import {catboostSettings} from "../../src/lib/models/catboost/settings.ts";
import {learner} from "../../src/lib/models/catboost.ts";
import {typescriptKernel} from "../../src/lib/models/kernel/twin.ts";
import type {Design, FitOptions} from "../../src/lib/models/learner.ts";
import {stream} from "../../src/lib/numeric/index.ts";
import {slowCatboost} from "./catboost-oracle.ts";

const exact = {randomStrength: 0, subsample: 1, earlyStoppingRounds: 0};

function sample(n: number, features: number, seed: number) {
  const random = stream(seed, "catboost");
  const columns = Array.from({length: features}, (_, j) =>
    Float64Array.from({length: n}, () => (j === 0 && random.uniform() < 0.2 ? Number.NaN : random.integer(6) / 4)),
  );
  const y = Float64Array.from({length: n}, (_, i) => (columns[1][i] > 0.6 ? 1 : 0) * columns[2][i] + random.normal());
  const weights = Float64Array.from({length: n}, () => 0.5 + random.uniform());
  const days = Int32Array.from({length: n}, (_, i) => i);
  const x: Design = {rows: n, names: columns.map((_, j) => `f${j}`), columns};
  return {x, y, weights, days};
}

const options = (o: Omit<FitOptions, "random">): FitOptions => ({...o, random: stream(1, "fit")});

describe("boosting of symmetric trees", () => {
  it.each([
    ["plain", 1, 0],
    ["plain", 3, 2],
    ["ordered", 1, 1],
    ["ordered", 3, 2],
  ] as const)("%s, depth %i, λ %i: what a literal algorithm 2 gives", (boostingType, depth, l2LeafReg) => {
    const {x, y, weights, days} = sample(48, 4, depth + l2LeafReg);
    const settings = {...exact, iterations: 6, depth, learningRate: 0.3, l2LeafReg, boostingType};
    const {model} = fitOblivious(learner, x, y, options({weights, days, settings}));
    const wanted = slowCatboost(
      {columns: x.columns.map((c) => [...c]), y: [...y], w: [...weights]},
      {iterations: 6, depth, learningRate: 0.3, l2: l2LeafReg, ordered: boostingType === "ordered"},
    );
    const found = predictMargin(model, x);
    expect(model.trees.length).toBeGreaterThan(3); // ordered: none where no test predicts anything of rows not seen
    for (let i = 0; i < y.length; i++) expect(found[i]).toBeCloseTo(wanted[i], 9);
  });

  it("gives the same bits with the TypeScript kernel", () => {
    const {x, y, weights, days} = sample(300, 5, 7);
    for (const boostingType of ["plain", "ordered"]) {
      const given = {weights, days, settings: {iterations: 20, rsm: 0.7, boostingType, earlyStoppingRounds: 5}};
      const twin = fitOblivious(learner, x, y, options(given), typescriptKernel());
      expect(fitOblivious(learner, x, y, options(given)).model).toEqual(twin.model);
    }
  });

  /** Theorem 1's setting: y = c₁x₁ + c₂x₂, two Bernoulli(½) features, no noise, two stumps with full steps. */
  const [c1, c2, n] = [20, 1, 12];
  const bernoulli = (random: ReturnType<typeof stream>) => {
    const columns = [0, 1].map(() => Float64Array.from({length: n}, () => random.integer(2)));
    const y = Float64Array.from({length: n}, (_, i) => c1 * columns[0][i] + c2 * columns[1][i]);
    return {columns, y, varies: columns.every((c) => c.includes(0) && c.includes(1))};
  };
  const days = Int32Array.from({length: n}, (_, i) => i);
  const stumps = {...exact, depth: 1, learningRate: 1, l2LeafReg: 0};

  it("plain: is biased by −c₂ (x₂ − ½) / (n − 1), as theorem 1 says", () => {
    const random = stream(3, "theorem");
    const cells: Design = {
      rows: 4,
      names: ["x1", "x2"],
      columns: [Float64Array.of(0, 0, 1, 1), Float64Array.of(0, 1, 0, 1)],
    };
    const [sums, squares] = [new Float64Array(2), new Float64Array(2)];
    let runs = 0;
    while (runs < 3000) {
      const {columns, y, varies} = bernoulli(random);
      if (!varies) continue; // theorem: up to terms of order 2^-n
      const settings = {...stumps, iterations: 2};
      const {model} = fitOblivious(learner, {rows: n, names: cells.names, columns}, y, options({days, settings}));
      const f = predictMargin(model, cells);
      for (const x2 of [0, 1]) {
        const error = (f[x2] + f[2 + x2]) / 2 - (c1 / 2 + c2 * x2);
        sums[x2] += error;
        squares[x2] += error * error;
      }
      runs++;
    }
    for (const x2 of [0, 1]) {
      const bias = sums[x2] / runs;
      const error = Math.sqrt((squares[x2] / runs - bias * bias) / runs);
      const wanted = (-c2 * (x2 - 0.5)) / (n - 1);
      expect(Math.abs(wanted)).toBeGreaterThan(5 * error); // else the test could not tell
      expect(Math.abs(bias - wanted)).toBeLessThan(3 * error + (2 * c1) / 4096);
    }
  });

  it.each([
    ["plain", 1 - (2 / n) * (1 - 1 / 4096)],
    ["ordered", 1],
  ] as const)("%s: residuals after one tree carry %f of the effect that is left", (boostingType, share) => {
    // A row's residual is c₂ (x₂ − mean x₂ of the fitted rows of its leaf). Plain: the row is one of the m, so that on average
    // c₂ (x₂ − ½) (1 − E 1/m), m − 1 binomial(n − 1, ½), E 1/m = 2 (1 − 2⁻ⁿ) / n: the prediction is shifted. A new row, and in
    // ordered boosting a training row, has c₂ (x₂ − ½).
    const random = stream(5, "shift", boostingType);
    let [sum, squares, rows] = [0, 0, 0];
    for (let run = 0; run < 3000; run++) {
      const {columns, y, varies} = bernoulli(random);
      if (!varies) continue;
      const settings = catboostSettings({...stumps, iterations: 1, boostingType});
      const features = trainingFeatures({rows: n, names: ["x1", "x2"], columns}, new Uint8Array(n), [], settings);
      const bins = binColumns(features);
      const all = {numeric: columns, hashes: [], statistics: []};
      const order = timeOrder(days);
      const orders = [
        {
          y,
          weights: null,
          bins: binMatrix(bins, features, all, order.rows),
          segments: boostingType === "ordered" ? segments(order) : [],
        },
      ];
      const {objective} = objectiveOf({kind: "mean"});
      const {evidence} = boost({columns: bins, orders, learning: [0], objective}, settings, random);
      const {body, rows: served, margin} = evidence[evidence.length - 1];
      for (let p = boostingType === "ordered" ? body : 0; p < served; p++) {
        if (!columns[0].subarray(0, body).includes(columns[0][p])) continue; // nobody in its leaf to learn from
        const slope = (y[p] - margin[p]) / (c2 * (columns[1][p] - 0.5));
        sum += slope;
        squares += slope * slope;
        rows++;
      }
    }
    const mean = sum / rows;
    const error = Math.sqrt((squares / rows - mean * mean) / rows);
    expect(Math.abs(mean - share)).toBeLessThan(4 * error + 0.002);
    expect(4 * error).toBeLessThan(0.1); // the shift, 1/6, would be seen
  });
});
