import {mkdtempSync, rmSync, writeFileSync} from "node:fs";
import {tmpdir} from "node:os";
import {join} from "node:path";
import {afterAll, describe, expect, it} from "vitest";
import {
  type BoostOptions,
  boost,
  boostingLearner,
  growDefaults,
  pseudoHuber,
  squaredError,
} from "../../src/lib/models/boosting/index.ts";
import {modelFile} from "../../src/lib/models/boosting.ts";
import type {Design, Model, Settings, Task} from "../../src/lib/models/index.ts";
import {applyBins, fitBins} from "../../src/lib/models/trees/bins.ts";
import {predictTrees} from "../../src/lib/models/trees/predict.ts";
import {stream} from "../../src/lib/numeric/index.ts";
import {pythonWith, runPython} from "../reference/python.ts";

const python = pythonWith("xgboost");
const folder = mkdtempSync(join(tmpdir(), "proofbook-boosting-"));
afterAll(() => rmSync(folder, {recursive: true, force: true}));

const read = `
import sys, json, numpy as np, xgboost as xgb
x = np.array([[np.nan if v is None else v for v in column] for column in json.load(open(sys.argv[1]))], dtype=np.float64).T
`;

/** Loads models, and says what each predicts and how it explains. */
const load = `${read}
found = []
for file in sys.argv[2:]:
    model = xgb.Booster(model_file=file)
    d = xgb.DMatrix(x, feature_names=model.feature_names, feature_types=model.feature_types, enable_categorical=True)
    found.append({"predict": model.predict(d).tolist(), "contributions": model.predict(d, pred_contribs=True).tolist(), "trees": model.num_boosted_rounds()})
print(json.dumps(found))
`;

/** Trains with each of the given settings on the first rows, the target being the last column; predicts the others. */
const train = `${read}
n = int(sys.argv[2])
found = []
for settings in json.loads(sys.argv[3]):
    model = xgb.train({"nthread": 1, "base_score": 0.5, **settings}, xgb.DMatrix(x[:n, :-1], x[:n, -1]), int(sys.argv[4]))
    found.append(model.predict(xgb.DMatrix(x[n:, :-1])).tolist())
print(json.dumps(found))
`;

function makeData(rows: number, seed: number): {x: Design; y: Float64Array} {
  const random = stream(seed, "peer");
  const normals = () => Float64Array.from({length: rows}, () => random.normal());
  const columns = [normals(), normals(), normals(), Float64Array.from({length: rows}, () => random.integer(6))];
  columns[1] = columns[1].map((v) => (random.uniform() < 0.1 ? Number.NaN : v));
  columns[3] = columns[3].map((v) => (random.uniform() < 0.1 ? Number.NaN : v));
  const y = normals().map((e, i) => {
    const group = columns[3][i];
    return columns[0][i] * columns[2][i] + (Number.isNaN(columns[1][i]) ? 1 : 0) + (group % 2 === 1 ? 2 : 0) + e;
  });
  const names = ["a", "b", "c", "symbol"];
  return {x: {rows, names, columns, levels: {symbol: ["A", "B", "C", "D", "E", "F"]}}, y};
}

const write = (name: string, value: string) => {
  const file = join(folder, name);
  writeFileSync(file, value);
  return file;
};
const columnsFile = (name: string, columns: readonly Float64Array[]) =>
  write(name, JSON.stringify(columns.map((c) => Array.from(c, (v) => (Number.isNaN(v) ? null : v)))));

describe.skipIf(python === undefined)("XGBoost itself", () => {
  it("loads what we train, whatever the task, predicts and explains the same to 1e-5", () => {
    const {x, y} = makeData(500, 1);
    const won = y.map((v) => (v > 1 ? 1 : 0));
    const cases: {settings?: Settings; task?: Task; target?: Float64Array}[] = [
      {},
      {settings: {loss: "pseudo-huber", huberSlope: 0.5}},
      {settings: {growth: "loss-guided", maxLeaves: 20, maxDepth: 12, minChildWeight: 1}},
      {settings: {method: "exact", maxDepth: 5, minChildWeight: 1}},
      {task: {kind: "probability"}, target: won, settings: {positiveWeight: 2}},
      {task: {kind: "quantile", level: 0.1}},
      {task: {kind: "probability"}, target: won.map(() => 1)},
      {target: y.map(() => 300)},
      {settings: {maxDepth: 0, rounds: 3, subsample: 0.5}},
    ];
    const models = cases.map(({settings = {}, task, target = y}): Model => {
      const days = Int32Array.from({length: 500}, (_, i) => i >> 2);
      return boostingLearner().fit(x, target, {settings, task, days, random: stream(2)});
    });
    const files = models.map((model, k) => write(`model-${k}.json`, modelFile(model.toJSON())));
    const data = columnsFile("data.json", x.columns);
    const found = runPython<{predict: number[]; contributions: number[][]; trees: number}[]>(python!, load, [
      data,
      ...files,
    ]);
    expect(found).toHaveLength(cases.length);
    models.forEach((model, k) => {
      const ours = model.predict(x);
      const {base, columns} = model.explain!(x);
      found[k].predict.forEach((p, i) => {
        expect(Math.abs(ours[i] - p)).toBeLessThan(1e-5);
        [...columns.map((c) => c[i]), base].forEach((c, j) => {
          expect(Math.abs(c - found[k].contributions[i][j])).toBeLessThan(1e-4);
        });
      });
    });
    expect(found[0].trees).toBe(models[0].summary().chosen.trees);
  });

  it("trains the same models from values that all have bins of their own, whatever is asked", () => {
    const random = stream(6, "grid");
    const [rows, n, rounds] = [900, 600, 12];
    const columns = Array.from({length: 4}, (_, j) =>
      Float64Array.from({length: rows}, () => (random.uniform() < 0.08 ? Number.NaN : random.integer(20 + 9 * j) / 4)),
    );
    const at = (j: number, i: number) => (Number.isNaN(columns[j][i]) ? 3 : columns[j][i]);
    const y = Float64Array.from({length: rows}, (_, i) =>
      Math.fround(Math.sin(at(0, i)) * at(1, i) + at(2, i) / 3 + 0.5 * random.normal()),
    );
    const hist = {tree_method: "hist", max_depth: 4, eta: 0.3};
    const grow = {maxDepth: 4, learningRate: 0.3};
    const pairs: [object, Partial<BoostOptions>][] = [
      [hist, grow],
      [
        {...hist, lambda: 0, alpha: 2, gamma: 1.5, min_child_weight: 9},
        {...grow, lambda: 0, alpha: 2, gamma: 1.5, minChildWeight: 9},
      ],
      [
        {...hist, max_delta_step: 0.4},
        {...grow, maxDeltaStep: 0.4},
      ],
      [
        {...hist, grow_policy: "lossguide", max_depth: 9, max_leaves: 11},
        {...grow, growth: "loss-guided", maxDepth: 9, maxLeaves: 11},
      ],
      [
        {...hist, monotone_constraints: "(0,1,-1,0)"},
        {...grow, monotone: [0, 1, -1, 0]},
      ],
      [
        {...hist, interaction_constraints: "[[0, 1], [1, 2, 3]]"},
        {
          ...grow,
          interactions: [
            [0, 1],
            [1, 2, 3],
          ],
        },
      ],
      [
        {...hist, objective: "reg:pseudohubererror", huber_slope: 0.8},
        {...grow, objective: pseudoHuber(0.8)},
      ],
      [
        {...hist, tree_method: "exact", objective: "reg:pseudohubererror", min_child_weight: 3},
        {...grow, objective: pseudoHuber(1), minChildWeight: 3},
      ],
    ];
    const file = columnsFile("grid.json", [...columns, y]);
    const wanted = runPython<number[][]>(python!, train, [
      file,
      String(n),
      JSON.stringify(pairs.map(([p]) => p)),
      String(rounds),
    ]);
    const x: Design = {rows, names: ["a", "b", "c", "d"], columns};
    const fitted = Int32Array.from({length: n}, (_, i) => i);
    const held: Design = {...x, rows: rows - n, columns: columns.map((c) => c.slice(n))};
    pairs.forEach(([given, options], k) => {
      const exact = "tree_method" in given && given.tree_method === "exact";
      const {ensemble} = boost(
        {design: applyBins(x, fitBins(x, {rows: fitted, exact})), y, rows: fitted},
        {...growDefaults, objective: squaredError, rounds, subsample: 1, random: stream(1), base: 0.5, ...options},
      );
      const found = predictTrees(ensemble, held);
      const apart = Math.max(...wanted[k].map((p, i) => Math.abs(found[i] - p)));
      expect(apart, JSON.stringify(given)).toBeLessThan(1e-4);
    });
  });

  it("trains no better than we do: errors on held-out rows within half a per cent", () => {
    const {x, y} = makeData(20_000, 3);
    const columns = x.columns.slice(0, 3);
    const numbers: Design = {rows: x.rows, names: x.names.slice(0, 3), columns};
    const n = 15_000;
    const settings = {tree_method: "hist", max_bin: 256, max_depth: 5, eta: 0.1, min_child_weight: 5};
    const data = columnsFile("train.json", [...columns, y]);
    const [theirs] = runPython<number[][]>(python!, train, [data, String(n), JSON.stringify([settings]), "60"]);
    const rows = Int32Array.from({length: n}, (_, i) => i);
    const {ensemble} = boost(
      {design: applyBins(numbers, fitBins(numbers, {rows})), y, rows},
      {
        ...growDefaults,
        objective: squaredError,
        rounds: 60,
        subsample: 1,
        random: stream(1),
        base: 0.5,
        maxDepth: 5,
        learningRate: 0.1,
        minChildWeight: 5,
      },
    );
    const held: Design = {...numbers, rows: x.rows - n, columns: columns.map((c) => c.slice(n))};
    const rmse = (found: ArrayLike<number>) =>
      Math.sqrt(Array.from(found).reduce((sum, p, i) => sum + (p - y[n + i]) ** 2, 0) / held.rows);
    expect(Math.abs(rmse(predictTrees(ensemble, held)) / rmse(theirs) - 1)).toBeLessThan(0.005);
  });
});
