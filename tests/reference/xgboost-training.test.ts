import {readFileSync} from "node:fs";
import {describe, expect, it} from "vitest";
import {
  boost,
  growDefaults,
  logistic,
  type Objective,
  pseudoHuber,
  squaredError,
} from "../../src/lib/models/boosting/index.ts";
import type {Design} from "../../src/lib/models/index.ts";
import {applyBins, fitBins} from "../../src/lib/models/trees/bins.ts";
import {predictTrees} from "../../src/lib/models/trees/predict.ts";
import {stream} from "../../src/lib/numeric/index.ts";
import {expected, hasReference, referenceFolder} from "./reference.ts";

/** A model that XGBoost 1.7.4 trained, on the first 300 rows. */
interface Case {
  readonly data: string;
  readonly params: Readonly<Record<string, number | string>>;
  readonly num_boost_round: number;
  readonly weighted: boolean;
  readonly metric: {readonly test: Readonly<Record<string, number>>};
  readonly predictions: readonly number[];
}

const names = ["x0", "x1", "x2", "x3", "x4"];
const [trained, all] = [300, 400];

/** Trains the same and predicts the last 100 rows. */
function train(name: string): {wanted: Case; found: Float64Array; y: Float64Array} {
  const wanted = expected<Case>(name);
  const {params} = wanted;
  const table = read(wanted.data);
  const columns = names.map((column) => table[column]);
  const x: Design = {rows: all, names, columns};
  const binary = params.objective === "binary:logistic";
  const y = binary ? table.y_bin : table.y_reg;
  const number = (key: string, standard: number) => Number(params[key] ?? standard);
  const objective: Objective = binary
    ? logistic
    : params.objective === "reg:pseudohubererror"
      ? pseudoHuber(number("huber_slope", 1))
      : squaredError;
  const positive = number("scale_pos_weight", 1);
  const weights = wanted.weighted ? table.weight : y.map((v) => (binary && v === 1 ? positive : 1));
  const rows = Int32Array.from({length: trained}, (_, i) => i);
  const exact = params.tree_method === "exact";
  const design = applyBins(x, fitBins(x, {rows, weights, exact, bins: Math.min(255, number("max_bin", 256))}));
  const {ensemble} = boost(
    {design, y, weights, rows},
    {
      ...growDefaults,
      objective,
      rounds: wanted.num_boost_round,
      subsample: 1,
      random: stream(1),
      base: binary ? 0 : number("base_score", 0.5),
      maxDepth: number("max_depth", 6),
      learningRate: number("eta", 0.3),
      lambda: number("lambda", 1),
      alpha: number("alpha", 0),
      gamma: number("gamma", 0),
      minChildWeight: number("min_child_weight", 1),
      ...("monotone_constraints" in params && {monotone: [1, 0, 0, 0, 0]}),
    },
  );
  const test = {rows: all - trained, names, columns: columns.map((column) => column.slice(trained))};
  return {wanted, found: predictTrees(ensemble, test), y: y.slice(trained)};
}

/** A CSV by column; nothing between commas is a missing value. */
function read(file: string): Record<string, Float64Array> {
  const [head, ...lines] = readFileSync(`${referenceFolder}/${file}`, "utf8").trim().split(/\r?\n/);
  const cells = lines.map((line) => line.split(","));
  const value = (text: string) => (text === "" ? Number.NaN : Number(text));
  return Object.fromEntries(head.split(",").map((name, j) => [name, Float64Array.from(cells, (row) => value(row[j]))]));
}

const mean = (values: Float64Array) => values.reduce((sum, v) => sum + v, 0) / values.length;
const metrics: Readonly<Record<string, (found: Float64Array, y: Float64Array) => number>> = {
  rmse: (found, y) => Math.sqrt(mean(found.map((p, i) => (p - y[i]) ** 2))),
  mphe: (found, y) => mean(found.map((p, i) => Math.sqrt(1 + (p - y[i]) ** 2) - 1)),
  logloss: (found, y) => -mean(found.map((p, i) => Math.log(y[i] === 1 ? p : 1 - p))),
};

describe.skipIf(!hasReference)("training as XGBoost 1.7.4 trains", () => {
  // XGBoost's exact method, and its hist where every value is a bin, leave nothing to choose: the model must be the same.
  for (const name of ["reg_exact_stump", "reg_exact_depth3", "bin_exact_depth3_spw", "reg_hist_fewvalues"])
    it(`${name}: the same predictions to 1e-4`, () => {
      const {wanted, found} = train(`xgb_${name}`);
      expect(wanted.predictions).toHaveLength(100);
      wanted.predictions.forEach((p, i) => {
        expect(Math.abs(found[i] - p)).toBeLessThan(1e-4);
      });
    });

  // With bins of several values the models depend on where each sketch puts its cuts: the errors must be alike.
  for (const name of ["reg_hist_depth3", "reg_hist_monotone", "reg_hist_regularised_weighted", "bin_hist_depth3"])
    it(`${name}: the same error on the rows held out, to 2 %`, () => {
      const {wanted, found, y} = train(`xgb_${name}`);
      const judged = Object.keys(metrics).filter((key) => key in wanted.metric.test);
      expect(judged).toHaveLength(1);
      const ratio = metrics[judged[0]](found, y) / wanted.metric.test[judged[0]];
      expect(Math.abs(ratio - 1)).toBeLessThan(0.02);
    });

  // Here XGBoost's own error goes from 0.439 to 0.472 as max_bin goes from 254 to 300, and is 0.4247 with its exact method,
  // which ours meets to 1e-4 (see tests/models/boosting-xgboost.test.ts): only "no worse" can be asked.
  it("reg_hist_pseudohuber: no more than 2 % worse on the rows held out", () => {
    const {wanted, found, y} = train("xgb_reg_hist_pseudohuber");
    expect(metrics.mphe(found, y)).toBeLessThan(1.02 * wanted.metric.test.mphe);
  });
});
