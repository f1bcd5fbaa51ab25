import {mkdtempSync, rmSync, writeFileSync} from "node:fs";
import {tmpdir} from "node:os";
import {join} from "node:path";
import {afterAll, describe, expect, it} from "vitest";
import {predictOblivious} from "../../src/lib/models/catboost/evaluate.ts";
import {fromCatboostJson} from "../../src/lib/models/catboost/json-read.ts";
import {modelFileOf} from "../../src/lib/models/form/index.ts";
import {modelFileInBrowser} from "../../src/lib/models/in-browser.ts";
import {calibrated, type Design, type FitOptions, loadLearnerModule, tuned} from "../../src/lib/models/index.ts";
import {predictTrees} from "../../src/lib/models/trees/predict.ts";
import {parseXgboost} from "../../src/lib/models/trees/xgboost-json.ts";
import {stream} from "../../src/lib/numeric/index.ts";
import {pythonWith, runPython} from "../reference/python.ts";

const python = pythonWith("xgboost");
const rows = 300;
const random = stream(3, "model file");
const noise = () => Float64Array.from({length: rows}, () => random.normal());
const [a, b] = [noise(), noise().map((v, i) => (i % 9 === 0 ? Number.NaN : v))];
const x: Design = {rows, names: ["net_lag1", "b"], columns: [a, b]};
const y = a.map((v, i) => Math.sin(2 * v) + 0.3 * random.normal() + (Number.isNaN(b[i]) ? 1 : 0));
const event = y.map((v) => Number(v > 0));
const options: FitOptions = {days: Int32Array.from(a, (_, i) => i >> 1), random: stream(4, "fit")};
const folder = mkdtempSync(join(tmpdir(), "proofbook-model-file-"));
afterAll(() => rmSync(folder, {recursive: true, force: true}));

const ask = `
import sys, json, numpy as np, xgboost as xgb
given = json.load(open(sys.argv[1]))
x = np.array([[np.nan if v is None else v for v in c] for c in given["x"]]).T
out = []
for file in given["files"]:
    model = xgb.Booster(model_file=file)
    out.append(model.predict(xgb.DMatrix(x, feature_names=model.feature_names)).tolist())
print(json.dumps(out))
`;

describe("a model as another library's file", () => {
  it("is one that XGBoost loads, and says the same of, tuned and with a calibration left out too", async () => {
    const module = await loadLearnerModule("boosting");
    const plain = module.learner.fit(x, y, options);
    const searched = tuned(module.learner, {method: "random", trials: 2}).fit(x, y, options);
    const task = {kind: "probability"} as const;
    const mapped = calibrated(module, "platt").learner.fit(x, event, {...options, random: stream(5, "fit"), task});
    const files = [plain, searched, mapped].map((model) => modelFileOf(JSON.parse(JSON.stringify(model.toJSON())))!);
    expect(files.map(({library, calibrated: map}) => [library, map])).toEqual([
      ["XGBoost", false],
      ["XGBoost", false],
      ["XGBoost", true],
    ]);
    expect(predictTrees(parseXgboost(files[0].text), x)).toEqual(plain.predict(x));
    expect(predictTrees(parseXgboost(files[1].text), x)).toEqual(searched.predict(x));
    const without = predictTrees(parseXgboost(files[2].text), x);
    expect(without).not.toEqual(mapped.predict(x));
    expect(await modelFileInBrowser(plain.toJSON())).toEqual(files[0]);
    if (python === undefined) return;
    const names = files.map(({text}, k) => {
      const name = join(folder, `${k}.json`);
      writeFileSync(name, text);
      return name;
    });
    const list = join(folder, "given");
    writeFileSync(
      list,
      JSON.stringify({files: names, x: [a, b].map((c) => Array.from(c, (v) => (Number.isNaN(v) ? null : v)))}),
    );
    const told = runPython<number[][]>(python, ask, [list]);
    [plain.predict(x), searched.predict(x), without].forEach((own, k) => {
      told[k].forEach((value, i) => {
        expect(Math.abs(value - own[i])).toBeLessThan(1e-5);
      });
    });
  });

  it("is CatBoost's JSON for symmetric trees, and there is none for other learners", async () => {
    const {learner} = await loadLearnerModule("catboost");
    const model = learner.fit(x, y, options);
    const file = modelFileOf(JSON.parse(JSON.stringify(model.toJSON())))!;
    expect(file.library).toBe("CatBoost");
    expect(Object.keys(JSON.parse(file.text))).toEqual(expect.arrayContaining(["oblivious_trees", "features_info"]));
    expect(predictOblivious(fromCatboostJson(JSON.parse(file.text)), x)).toEqual(model.predict(x));
    const ridge = await loadLearnerModule("ridge");
    expect(modelFileOf(ridge.learner.fit(x, y, options).toJSON())).toBeNull();
    expect(modelFileOf(null)).toBeNull();
  });
});
