import {mkdtempSync, rmSync, writeFileSync} from "node:fs";
import {tmpdir} from "node:os";
import {join} from "node:path";
import {type Design, loadLearner, type Model} from "../../src/lib/models/index.ts";
import {stream} from "../../src/lib/numeric/index.ts";
import {pythonWith} from "../reference/python.ts";
import {type Bench, notMeasured, quantile} from "./bench.ts";
import {startPython} from "./python-peer.ts";

const [ROWS, FEATURES, TREES, DEPTH, TRAINING, PAIRS, REACH] = [1_000_000, 40, 100, 6, 20_000, 7, 0.4];
const name = "oblivious-predict";
const what = `predict ${ROWS} rows × ${FEATURES} features, ${TREES} symmetric trees of depth ${DEPTH}, one thread (s)`;
const reach = `<= ${REACH} × xgboost predict, one thread`;

/** As many trees, as deep, fitted to the same rows. A new DMatrix each time, outside the time: of an old one predictions are kept. */
const script = `
import sys, json, time, numpy as np, xgboost as xgb
rows, features, trees, depth, training = map(int, sys.argv[2:])
columns = np.fromfile(sys.argv[1], dtype=np.float32).reshape(features + 1, rows)
x = np.ascontiguousarray(columns[:features].T)
some = xgb.DMatrix(x[:training], columns[features, :training], nthread=1)
model = xgb.train({"tree_method": "hist", "max_depth": depth, "eta": 0.1, "nthread": 1}, some, trees)
for line in sys.stdin:
    data = xgb.DMatrix(x, nthread=1)
    start = time.perf_counter()
    found = model.predict(data)
    seconds = time.perf_counter() - start
    print(json.dumps({"seconds": seconds, "mse": float(np.mean((found.astype(float) - columns[features]) ** 2))}))
`;

/** Both sides in turn, each timed inside its own process; the median of the ratios is judged. */
export const bench: Bench = {
  name,
  async run() {
    const python = pythonWith("xgboost");
    if (python === undefined) return [notMeasured(name, what, reach, "no Python with xgboost")];
    const {x, y} = makeData();
    const folder = mkdtempSync(join(tmpdir(), "proofbook-bench-"));
    const file = join(folder, "data");
    const all = new Float32Array(ROWS * (FEATURES + 1));
    [...x.columns, y].forEach((column, j) => {
      all.set(column, j * ROWS);
    });
    writeFileSync(file, new Uint8Array(all.buffer));
    const peer = startPython(python, script, [file, ...[ROWS, FEATURES, TREES, DEPTH, TRAINING].map(String)]);
    try {
      const model = await trained(x, y);
      const [ours, theirs]: number[][] = [[], []];
      let note = "";
      for (let pair = -1; pair < PAIRS; pair++) {
        const {seconds, mse} = await peer.ask<{seconds: number; mse: number}>("predict");
        const start = performance.now();
        const predicted = model.predict(x);
        const own = (performance.now() - start) / 1000;
        if (pair < 0)
          note = `mean squared error ${meanSquare(predicted, y).toPrecision(4)}, xgboost ${mse.toPrecision(4)}`;
        if (pair < 0) continue; // to warm up
        ours.push(own);
        theirs.push(seconds);
      }
      const ratio = quantile(
        ours.map((seconds, k) => seconds / theirs[k]),
        0.5,
      );
      const median = (values: number[]) => quantile(values, 0.5);
      return [{name, what, ours: median(ours), peer: median(theirs), ratio, reach, met: ratio <= REACH, note}];
    } finally {
      peer.stop();
      rmSync(folder, {recursive: true, force: true});
    }
  },
};

async function trained(x: Design, y: Float64Array): Promise<Model> {
  const learner = await loadLearner("catboost");
  const part = {...x, rows: TRAINING, columns: x.columns.map((column) => column.slice(0, TRAINING))};
  const settings = {iterations: TREES, depth: DEPTH, earlyStoppingRounds: 0, borderCount: 128};
  const days = Int32Array.from({length: TRAINING}, (_, i) => i);
  const model = learner.fit(part, y.slice(0, TRAINING), {days, random: stream(1, "bench", name), settings});
  if (model.summary().chosen.trees !== TREES) throw new Error("not what was asked for");
  return model;
}

/** Features as 32-bit floats hold them; a target of interactions, a step, a wave and noise. */
function makeData(): {x: Design; y: Float64Array} {
  const random = stream(1, "bench", name, "data");
  const columns = Array.from({length: FEATURES}, () =>
    Float64Array.from({length: ROWS}, () => Math.fround(random.normal())),
  );
  const [a, b, c, d, e, f, g] = columns;
  const y = Float64Array.from({length: ROWS}, (_, i) =>
    Math.fround(a[i] * b[i] + Math.sin(2 * c[i]) + (d[i] > 0.5 ? e[i] : f[i]) + 0.5 * g[i] + random.normal()),
  );
  return {x: {rows: ROWS, names: columns.map((_, j) => `f${j}`), columns}, y};
}

function meanSquare(a: Float64Array, b: Float64Array): number {
  let sum = 0;
  for (let i = 0; i < a.length; i++) sum += (a[i] - b[i]) ** 2;
  return sum / a.length;
}
