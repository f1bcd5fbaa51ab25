import {mkdtempSync, rmSync, writeFileSync} from "node:fs";
import {tmpdir} from "node:os";
import {join} from "node:path";
import {
  assembleForest,
  type ForestPlan,
  forestModel,
  forestSettings,
  type GrownTree,
  growTrees,
  prepareForest,
} from "../../src/lib/models/forest/index.ts";
import {stream} from "../../src/lib/numeric/index.ts";
import {openWorkers} from "../../src/lib/pipeline/workers.ts";
import {pythonWith} from "../reference/python.ts";
import {type Bench, notMeasured, quantile, type Result} from "./bench.ts";
import {startPython} from "./python-peer.ts";

const name = "forest";
const [rows, features, trees, depth, threads] = [20_000, 40, 100, 8, 2];
const pairs = 3;
const reach = 0.5;
const what = `${trees} bagged trees of depth ${depth} on ${rows} × ${features}, ${threads} cores, seconds`;
/** Furthest that our error on fresh rows may be above scikit-learn's. */
const accuracy = 1.01;

/** Trees of a plan, for a worker thread. */
export interface SomeTrees {
  readonly plan: ForestPlan;
  readonly from: number;
  readonly to: number;
}

export function growSome({plan, from, to}: SomeTrees): GrownTree[] {
  return growTrees(plan, from, to);
}

const script = `
import sys, json, time, numpy as np
from sklearn.ensemble import RandomForestRegressor
file, rows, features, trees, depth, threads = sys.argv[1], *map(int, sys.argv[2:])
columns = np.fromfile(file, dtype=np.float64).reshape(features + 1, 2 * rows)
x, y = np.ascontiguousarray(columns[:features].T), columns[features]
for line in sys.stdin:
    start = time.perf_counter()
    model = RandomForestRegressor(trees, max_depth=depth, min_samples_leaf=1, max_features=1.0, n_jobs=threads, random_state=int(line))
    model.fit(x[:rows], y[:rows])
    seconds = time.perf_counter() - start
    error = float(np.sqrt(np.mean((model.predict(x[rows:]) - y[rows:]) ** 2)))
    print(json.dumps({"seconds": seconds, "rmse": error}))
`;

/**
 * A forest as scikit-learn's RandomForestRegressor makes it by default but for the depth: bootstrap, all features at each
 * split, leaves of one row; ours on 255 bins, with the out-of-bag error beside. Times of both in turn, fit only, from the
 * columns to the model; the threads of both are up. Errors on as many fresh rows must agree.
 */
export const bench: Bench = {
  name,
  async run(): Promise<Result[]> {
    const limit = `<= ${reach} × scikit-learn, ${threads} threads`;
    const python = pythonWith("sklearn");
    if (python === undefined) return [notMeasured(name, what, limit, "no Python with scikit-learn")];
    const {columns, y} = makeData();
    const folder = mkdtempSync(join(tmpdir(), "proofbook-bench-"));
    const file = join(folder, "data");
    const all = new Float64Array(2 * rows * (features + 1));
    [...columns, y].forEach((column, j) => {
      all.set(column, 2 * rows * j);
    });
    writeFileSync(file, new Uint8Array(all.buffer));
    const peer = startPython(python, script, [file, ...[rows, features, trees, depth, threads].map(String)]);
    const workers = openWorkers(threads);
    try {
      const ours = async (seed: number) => {
        const start = performance.now();
        const model = await fitOn(workers, columns, y, seed);
        const seconds = (performance.now() - start) / 1000;
        const predicted = model.predict(design(columns, rows));
        const sum = predicted.reduce((s, v, i) => s + (v - y[rows + i]) ** 2, 0);
        return {seconds, rmse: Math.sqrt(sum / rows)};
      };
      await ours(0); // the threads start, and the code is compiled
      const runs: {ours: {seconds: number; rmse: number}; theirs: {seconds: number; rmse: number}}[] = [];
      for (let pair = 0; pair < pairs; pair++)
        runs.push({theirs: await peer.ask(String(pair)), ours: await ours(pair)});
      const median = (pick: (run: (typeof runs)[number]) => number) => quantile(runs.map(pick), 0.5);
      const ratio = median((r) => r.ours.seconds / r.theirs.seconds);
      const [error, theirError] = [median((r) => r.ours.rmse), median((r) => r.theirs.rmse)];
      return [
        {
          name,
          what,
          ours: median((r) => r.ours.seconds),
          peer: median((r) => r.theirs.seconds),
          ratio,
          reach: limit,
          met: ratio <= reach && error <= theirError * accuracy,
          note: `rmse ${error.toPrecision(5)}, scikit-learn ${theirError.toPrecision(5)}`,
        },
      ];
    } finally {
      peer.stop();
      await workers.close();
      rmSync(folder, {recursive: true, force: true});
    }
  },
};

async function fitOn(workers: ReturnType<typeof openWorkers>, columns: Float64Array[], y: Float64Array, seed: number) {
  const settings = forestSettings({trees, depth, minLeaf: 1, featureShare: 1, bins: 255});
  const days = Int32Array.from({length: rows}, (_, i) => i);
  const weights = new Float64Array(rows).fill(1);
  const given = {days, seed, task: {kind: "mean"} as const, settings};
  const prepared = prepareForest(design(columns, 0), y.subarray(0, rows), weights, given, true);
  // More pieces than threads, so that neither waits long for the other.
  const pieces = Array.from({length: 10}, (_, k) => ({plan: prepared.plan, from: 10 * k, to: 10 * (k + 1)}));
  const grown = await workers.map(growSome, new URL(import.meta.url), pieces);
  return forestModel(assembleForest(prepared, grown.flat()));
}

function design(columns: Float64Array[], from: number) {
  return {rows, names: columns.map((_, j) => `f${j}`), columns: columns.map((c) => c.subarray(from, from + rows))};
}

/** Twice the rows: half to fit on, half to judge by. */
function makeData(): {columns: Float64Array[]; y: Float64Array} {
  const random = stream(1, "bench", name);
  const draw = () => Float64Array.from({length: 2 * rows}, () => Math.fround(random.normal()));
  const columns = Array.from({length: features}, draw);
  const y = Float64Array.from({length: 2 * rows}, (_, i) => {
    const at = (j: number) => columns[j][i];
    return at(0) * at(1) + Math.sin(2 * at(2)) + (at(3) > 0.5 ? at(4) : at(5)) + 0.5 * at(6) + random.normal();
  });
  return {columns, y};
}
