import {mkdtempSync, readFileSync, rmSync, writeFileSync} from "node:fs";
import {tmpdir} from "node:os";
import {join} from "node:path";
import type {Design} from "../../src/lib/models/index.ts";
import {parseXgboost, type TreeEnsemble} from "../../src/lib/models/trees/index.ts";
import {stream} from "../../src/lib/numeric/index.ts";
import {pythonWith} from "../reference/python.ts";
import {type Bench, notMeasured, quantile} from "./bench.ts";
import {startPython} from "./python-peer.ts";

/** A job on a model that XGBoost trained: the same model and the same rows, ours and XGBoost's in turn. */
export interface ModelJob {
  readonly name: string;
  /** What is measured, with its unit, seconds. */
  readonly what: string;
  readonly rows: number;
  readonly features: number;
  readonly trees: number;
  readonly depth: number;
  readonly pairs: number;
  /** Highest ratio of times. */
  readonly reach: number;
  /** XGBoost's side, in Python: an expression of `model` and `data`, whose rows are ours. */
  readonly peer: string;
  /** Our side: numbers of the first rows, in the order of the peer's. */
  ours(ensemble: TreeEnsemble, x: Design): (rows: number) => number[][];
  /** How far these may be apart. */
  readonly tolerance: number;
}

/** Trains on the file's data (32-bit floats, a column after the other, the target last) with one thread, then times each question, on a new DMatrix, as XGBoost keeps an old one's predictions. */
const script = `
import sys, json, time, numpy as np, xgboost as xgb
file, model_file, expression = sys.argv[1:4]
rows, features, trees, depth = map(int, sys.argv[4:])
columns = np.fromfile(file, dtype=np.float32).reshape(features + 1, rows)
x = np.ascontiguousarray(columns[:features].T)
some = xgb.DMatrix(x[:20000], columns[features, :20000], nthread=1)
model = xgb.train({"tree_method": "hist", "max_depth": depth, "eta": 0.1, "nthread": 1}, some, trees)
model.save_model(model_file)
for line in sys.stdin:
    data = xgb.DMatrix(x, nthread=1)
    start = time.perf_counter()
    found = eval(expression)
    seconds = time.perf_counter() - start
    print(json.dumps({"seconds": seconds, "first": found[:100].reshape(min(100, rows), -1).tolist()}))
`;

/** Medians of pairs, each timed inside its own process, after one run of each to warm up and to compare results. */
export function modelBench(job: ModelJob): Bench {
  const {name, what, rows, features, trees, depth, pairs} = job;
  const reach = `<= ${job.reach} × xgboost, one thread`;
  return {
    name,
    async run() {
      const python = pythonWith("xgboost");
      if (python === undefined) return [notMeasured(name, what, reach, "no Python with xgboost")];
      const folder = mkdtempSync(join(tmpdir(), "proofbook-bench-"));
      const [data, saved] = [join(folder, "data"), join(folder, "model.json")];
      const columns = makeColumns(job);
      writeFileSync(data, bytesOf(columns));
      const sizes = [rows, features, trees, depth].map(String);
      const peer = startPython(python, script, [data, saved, job.peer, ...sizes]);
      try {
        const {first} = await peer.ask<{first: number[][]}>("first");
        const ensemble = parseXgboost(readFileSync(saved, "utf8"));
        const x = {rows, names: ensemble.names, columns: columns.slice(0, features)};
        const found = job.ours(ensemble, x)(first.length);
        const apart = Math.max(...first.flatMap((row, i) => row.map((v, j) => Math.abs(v - found[i][j]))));
        if (!(apart < job.tolerance)) throw new Error(`results differ from XGBoost's by ${apart}`);
        const ours: number[] = [];
        const theirs: number[] = [];
        for (let pair = 0; pair < pairs; pair++) {
          theirs.push((await peer.ask<{seconds: number}>("again")).seconds);
          const start = performance.now();
          job.ours(ensemble, x);
          ours.push((performance.now() - start) / 1000);
        }
        const median = (values: number[]) => quantile(values, 0.5);
        const ratio = median(ours.map((seconds, k) => seconds / theirs[k]));
        const note = `results agree to ${apart.toExponential(1)}`;
        return [{name, what, ours: median(ours), peer: median(theirs), ratio, reach, met: ratio <= job.reach, note}];
      } finally {
        peer.stop();
        rmSync(folder, {recursive: true, force: true});
      }
    },
  };
}

/** Features as 32-bit floats hold them, then the target: interactions, a step, a wave, noise. */
function makeColumns({name, rows, features}: ModelJob): Float64Array[] {
  const random = stream(1, "bench", name);
  const columns = Array.from({length: features}, () =>
    Float64Array.from({length: rows}, () => Math.fround(random.normal())),
  );
  const y = Float64Array.from({length: rows}, (_, i) => {
    const at = (j: number) => columns[j][i];
    return at(0) * at(1) + Math.sin(2 * at(2)) + (at(3) > 0.5 ? at(4) : at(5)) + 0.5 * at(6) + random.normal();
  });
  return [...columns, y];
}

function bytesOf(columns: readonly Float64Array[]): Uint8Array {
  const all = new Float32Array(columns.length * columns[0].length);
  columns.forEach((column, j) => {
    all.set(column, j * column.length);
  });
  return new Uint8Array(all.buffer);
}
