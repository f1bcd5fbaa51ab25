import {mkdtempSync, readFileSync, rmSync, writeFileSync} from "node:fs";
import {tmpdir} from "node:os";
import {join} from "node:path";
import {afterAll, beforeAll, describe, expect, it} from "vitest";
import type {Design} from "../../src/lib/models/index.ts";
import {predictTrees} from "../../src/lib/models/trees/predict.ts";
import {treeShap} from "../../src/lib/models/trees/shap.ts";
import type {TreeEnsemble} from "../../src/lib/models/trees/tree.ts";
import {parseXgboost, type XgboostOptions, xgboostText} from "../../src/lib/models/trees/xgboost-json.ts";
import {pythonWith, runPython} from "../reference/python.ts";

const python = pythonWith("xgboost");

/** Trains models with XGBoost, and saves each with what it predicts. */
const train = `
import sys, json, numpy as np, xgboost as xgb
folder = sys.argv[1]
rng = np.random.default_rng(7)
n = 400
x = np.column_stack([rng.normal(size=n), rng.normal(size=n), rng.integers(0, 12, n), rng.integers(0, 3, n)])
mean = x[:, 0] + np.where(x[:, 2] % 3 == 1, 2.0, 0.0) + np.where(x[:, 3] == 2, 1.0, 0.0) * x[:, 1]
y = mean + 0.3 * rng.normal(size=n)
x[rng.random(size=x.shape) < 0.05] = np.nan
def case(name, parameters, target, types=None, rounds=8, columns=4):
    d = xgb.DMatrix(x[:, :columns], target, feature_names=["NaN", 'b "quoted"', "c", "d"][:columns], feature_types=types, enable_categorical=types is not None)
    model = xgb.train({"nthread": 1, "tree_method": "hist", **parameters}, d, rounds)
    model.save_model(f"{folder}/{name}.json")
    return {"name": name, "predict": model.predict(d).tolist(), "contributions": model.predict(d, pred_contribs=True).tolist()}
cat = ["float", "float", "c", "c"]
cases = [
    case("squared", {"max_depth": 5}, y),
    case("loss-guided", {"grow_policy": "lossguide", "max_leaves": 20, "max_depth": 0}, y),
    case("pruned", {"tree_method": "exact", "max_depth": 6, "gamma": 4}, y),
    case("logistic", {"objective": "binary:logistic", "max_depth": 3, "base_score": 0.2}, (y > 1) * 1.0),
    case("pseudo-huber", {"objective": "reg:pseudohubererror", "huber_slope": 0.5, "max_depth": 3}, y),
    case("absolute", {"objective": "reg:absoluteerror", "max_depth": 3}, y),
    case("forest", {"num_parallel_tree": 5, "subsample": 0.5, "eta": 1, "max_depth": 4}, y, rounds=1),
    case("depth 0", {"max_depth": 1, "gamma": 1e9}, y),
]
categorical = [
    case("partitions", {"max_depth": 4, "max_cat_to_onehot": 2}, y, cat),
    case("one-hot", {"max_depth": 4, "max_cat_to_onehot": 20}, y, cat),
]
print(json.dumps({"x": [[None if np.isnan(v) else v for v in column] for column in x.T], "cases": cases + categorical}))
`;

/** Loads models with XGBoost, and says what each predicts on the given data. */
const load = `
import sys, json, numpy as np, xgboost as xgb
given = json.load(open(sys.argv[1]))
found = []
for case in given:
    model = xgb.Booster(model_file=case["file"])
    x = np.array([[np.nan if v is None else v for v in column] for column in case["x"]], dtype=np.float64).T
    d = xgb.DMatrix(x, feature_names=model.feature_names, feature_types=model.feature_types, enable_categorical=True)
    saved = case["file"] + ".again.json"
    model.save_model(saved)
    found.append({"predict": model.predict(d).tolist(), "contributions": model.predict(d, pred_contribs=True).tolist(),
        "dump": len(model.get_dump(with_stats=True)), "saved": saved})
print(json.dumps(found))
`;

interface Predicted {
  readonly predict: number[];
  readonly contributions: number[][];
}
interface Trained {
  readonly x: (number | null)[][];
  readonly cases: ({name: string} & Predicted)[];
}

const folder = mkdtempSync(join(tmpdir(), "proofbook-xgboost-"));
afterAll(() => rmSync(folder, {recursive: true, force: true}));

function designOf(ensemble: TreeEnsemble, x: (number | null)[][]): Design {
  const columns = x.slice(0, ensemble.names.length).map((column) => Float64Array.from(column, (v) => v ?? Number.NaN));
  return {rows: x[0].length, names: ensemble.names, columns, levels: ensemble.levels};
}

/** Largest difference of two lists. */
const apart = (a: ArrayLike<number>, b: readonly number[]) => Math.max(...b.map((value, i) => Math.abs(a[i] - value)));

function agree(ensemble: TreeEnsemble, x: Design, {predict, contributions}: Predicted) {
  expect(predict).toHaveLength(x.rows);
  expect(apart(predictTrees(ensemble, x), predict)).toBeLessThan(1e-5);
  const {base, columns} = treeShap(ensemble, x);
  const bases = new Float64Array(x.rows).fill(base);
  [...columns, bases].forEach((column, j) => {
    expect(
      apart(
        column,
        contributions.map((row) => row[j]),
      ),
    ).toBeLessThan(1e-4);
  });
}

/** What XGBoost makes of models that we wrote. */
function peer(models: readonly {ensemble: TreeEnsemble; x: (number | null)[][]; options?: XgboostOptions}[]) {
  const list = models.map(({ensemble, x, options}, k) => {
    const file = join(folder, `ours-${k}.json`);
    writeFileSync(file, xgboostText(ensemble, options));
    return {file, x: x.slice(0, ensemble.names.length)};
  });
  writeFileSync(join(folder, "list.json"), JSON.stringify(list));
  return runPython<(Predicted & {dump: number; saved: string})[]>(python!, load, [join(folder, "list.json")]);
}

describe.skipIf(python === undefined)("XGBoost itself", () => {
  let trained: Trained;
  /** Codes' names of the categorical models: XGBoost 1.7 does not say how many there are. */
  const codes = (n: number) => Array.from({length: n}, (_, code) => String(code));
  const read = (name: string) => {
    const levels: Design["levels"] = name === "partitions" || name === "one-hot" ? {c: codes(12), d: codes(3)} : {};
    return parseXgboost(readFileSync(join(folder, `${name}.json`), "utf8"), {levels});
  };
  beforeAll(() => {
    trained = runPython<Trained>(python!, train, [folder]);
  });

  it("trains models that we read, and predicts and explains as we do", () => {
    expect(trained.cases).toHaveLength(10);
    for (const {name, ...predicted} of trained.cases) {
      const ensemble = read(name);
      agree(ensemble, designOf(ensemble, trained.x), predicted);
    }
  });

  it("loads what we write of them, predicts the same, and saves it so that we read it again", () => {
    const models = trained.cases.map(({name}) => ({
      ensemble: read(name),
      x: trained.x,
      options: name === "pseudo-huber" ? {objective: "reg:pseudohubererror" as const, huberSlope: 0.5} : {},
    }));
    peer(models).forEach((found, k) => {
      const {ensemble} = models[k];
      agree(ensemble, designOf(ensemble, trained.x), found);
      expect(apart(found.predict, trained.cases[k].predict)).toBeLessThan(1e-6);
      const again = parseXgboost(readFileSync(found.saved, "utf8"));
      expect(again.names).toEqual(ensemble.names);
      expect(again.levels).toEqual(ensemble.levels);
      agree(again, designOf(again, trained.x), found);
    });
  });

  it("loads what it would not have made: averages, named levels, a base far out, a lone leaf, no tree", () => {
    const models = ["squared", "partitions", "logistic", "depth 0"].map((name) => ({
      ensemble: read(name),
      x: trained.x,
    }));
    const [squared, partitions, logistic, flat] = models.map(({ensemble}) => ensemble);
    const levels = Object.fromEntries(
      Object.entries(partitions.levels).map(([name, codes]) => [name, codes.map((code) => `desk "${code}"`)]),
    );
    const changed: TreeEnsemble[] = [
      {...squared, average: true, base: -7.25},
      {...partitions, levels},
      {...logistic, base: 11.3},
      {...logistic, base: -120},
      {...logistic, base: 40},
      flat,
      {...flat, trees: []},
    ];
    const found = peer(changed.map((ensemble) => ({ensemble, x: trained.x})));
    changed.forEach((ensemble, k) => {
      agree(ensemble, designOf(ensemble, trained.x), found[k]);
    });
    const again = parseXgboost(readFileSync(found[1].saved, "utf8"));
    expect(again.levels).toEqual(levels);
    expect(found.map(({dump}) => dump)).toEqual([8, 8, 9, 9, 9, 8, 0]);
  });
});
