import {Matrix, solve} from "ml-matrix";
import {describe, expect, it} from "vitest";
import {
  type CrossFitFold,
  dayBlockFolds,
  plrFromPredictions,
  plrRidgeRepeats,
  randomFolds,
} from "../../../src/lib/causal/index.ts";
import {stream} from "../../../src/lib/numeric/index.ts";

const random = stream(5, "ridge repeats");
const [days, each, p] = [30, 7, 5];
const n = days * each;
const columns = Array.from({length: p}, (_, j) =>
  Float64Array.from({length: n}, () => 1000 * j + (j + 1) * random.normal()),
);
const d = columns[0].map((v, i) => v + 0.1 * columns[1][i] + random.normal());
const y = d.map((v, i) => 0.5 * v + 0.2 * columns[2][i] + random.normal());
const block = Int32Array.from({length: n}, (_, i) => 10 + 3 * ((i * 11) % days)); // days in any order, any labels
const x = {rows: n, names: columns.map((_, j) => `x${j}`), columns};
const ofBlocks = Int32Array.from({length: days}, (_, b) => b);
const labels = [...new Set(block)].sort((a, b) => a - b);

/** Ridge on the rows themselves, one fold at a time, by a linear solver. */
function literal(target: Float64Array, folds: readonly CrossFitFold[], penalty: number, standardise: boolean) {
  const prediction = new Float64Array(n);
  const rowsOf = (blocks: Int32Array) => [...block.keys()].filter((i) => blocks.includes(labels.indexOf(block[i])));
  for (const {train, test} of folds) {
    const rows = rowsOf(train);
    const mean = (v: Float64Array) => rows.reduce((s, i) => s + v[i], 0) / rows.length;
    const means = columns.map(mean);
    const scale = columns.map((c, j) =>
      standardise ? Math.sqrt(rows.reduce((s, i) => s + (c[i] - means[j]) ** 2, 0) / rows.length) : 1,
    );
    const Z = new Matrix(rows.map((i) => columns.map((c, j) => (c[i] - means[j]) / scale[j])));
    const m = mean(target);
    const lambda = standardise ? penalty * rows.length : penalty;
    const beta = solve(
      Z.transpose().mmul(Z).add(Matrix.eye(p).mul(lambda)),
      Z.transpose().mmul(Matrix.columnVector(rows.map((i) => target[i] - m))),
    ).to1DArray();
    for (const i of rowsOf(test))
      prediction[i] = m + columns.reduce((s, c, j) => s + (beta[j] * (c[i] - means[j])) / scale[j], 0);
  }
  return prediction;
}

describe("plrRidgeRepeats", () => {
  const repeats = [
    randomFolds(days, 5, random),
    randomFolds(days, 3, random),
    dayBlockFolds(ofBlocks, 5, 2, 3),
    randomFolds(days, 2, random),
  ];
  it.each([true, false])("agrees with ridge fitted on the rows of every fold (standardised: %s)", (standardise) => {
    const penalty = {outcome: 0.3, treatment: 2};
    const fits = plrRidgeRepeats({y, d, x, block, repeats, penalty, standardise, labels: {block}}, (fit) => fit);
    expect(fits).toHaveLength(4);
    fits.forEach((fit, r) => {
      const ofY = literal(y, repeats[r], penalty.outcome, standardise);
      const ofD = literal(d, repeats[r], penalty.treatment, standardise);
      const wanted = plrFromPredictions(y, d, ofY, ofD);
      expect(fit.theta).toBeCloseTo(wanted.theta, 9);
      for (let i = 0; i < n; i++) {
        expect(fit.residualY[i]).toBeCloseTo(wanted.residualY[i], 8);
        expect(fit.predictedD[i]).toBeCloseTo(ofD[i], 8);
      }
      expect(fit.labels).toEqual({block});
    });
  });

  it("does not mind constant features, and copies of features even without a penalty", () => {
    const more = [...columns, new Float64Array(n).fill(1e6), columns[1].map((v) => 2 * v - 7)];
    const wide = {rows: n, names: more.map((_, j) => `x${j}`), columns: more};
    const of = (design: typeof x, penalty: number) =>
      plrRidgeRepeats(
        {y, d, x: design, block, repeats, penalty: {outcome: penalty, treatment: penalty}},
        (fit) => fit.theta,
      );
    of(wide, 0).forEach((theta, r) => {
      expect(theta).toBeCloseTo(of(x, 0)[r], 6);
    });
    for (const theta of of(wide, 1)) expect(Number.isFinite(theta)).toBe(true);
  });

  it("refuses missing values, penalties below 0, and folds of rows", () => {
    const penalty = {outcome: 1, treatment: 1};
    const use = () => 0;
    const holey = {...x, columns: x.columns.map((c, j) => (j === 2 ? c.map((v, i) => (i === 9 ? Number.NaN : v)) : c))};
    expect(() => plrRidgeRepeats({y, d, x: holey, block, repeats, penalty}, use)).toThrow(/"x2"; not finite in row 9/);
    expect(() => plrRidgeRepeats({y, d, x, block, repeats, penalty: {outcome: -1, treatment: 1}}, use)).toThrow(
      /penalty of the outcome/,
    );
    expect(() => plrRidgeRepeats({y, d, x, block, repeats: [randomFolds(n, 5, random)], penalty}, use)).toThrow(
      /invalid folds/,
    );
    expect(() => plrRidgeRepeats({y, d, x, block: block.subarray(1), repeats, penalty}, use)).toThrow(/invalid block/);
    const none = [{train: new Int32Array(0), test: ofBlocks}];
    expect(() => plrRidgeRepeats({y, d, x, block, repeats: [none], penalty}, use)).toThrow(/no block to train on/);
  });
});
