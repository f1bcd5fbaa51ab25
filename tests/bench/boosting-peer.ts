import {mkdtempSync, rmSync, writeFileSync} from "node:fs";
import {tmpdir} from "node:os";
import {join} from "node:path";
import {stream} from "../../src/lib/numeric/index.ts";
import {pythonWith} from "../reference/python.ts";
import {notMeasured, quantile, type Result} from "./bench.ts";
import {type PythonPeer, startPython} from "./python-peer.ts";

/** A job that XGBoost and this project both do, on the same numbers. */
export interface BoostingJob {
  readonly name: string;
  /** What is measured, with its unit, seconds. */
  readonly what: string;
  readonly rows: number;
  readonly features: number;
  readonly pairs: number;
  /** Highest ratio of times. */
  readonly reach: number;
  /** Against which XGBoost, for the table. */
  readonly peer: string;
  /**
   * XGBoost's side, in Python: a function `job(x, y, threads)` of the features (a row after the other, 32-bit floats) and
   * the target, that gives the root mean squared error on what it has not seen. It is timed whole.
   */
  readonly script: string;
  /** Numbers of threads that the peer may use; the quickest counts. */
  readonly threads: readonly number[];
  /** Our side: the same. Called once before anything is timed. */
  ours(columns: readonly Float64Array[], y: Float64Array): Promise<number>;
}

const frame = `
import sys, json, time, numpy as np, xgboost as xgb
file, rows, features = sys.argv[1], int(sys.argv[2]), int(sys.argv[3])
columns = np.fromfile(file, dtype=np.float32).reshape(features + 1, rows)
x, y = np.ascontiguousarray(columns[:features].T), columns[features]
`;
const loop = `
for line in sys.stdin:
    start = time.perf_counter()
    rmse = job(x, y, int(line))
    print(json.dumps({"seconds": time.perf_counter() - start, "rmse": float(rmse)}))
`;

/** Furthest that our error may be above XGBoost's. */
const accuracy = 1.005;

/** Times of both sides in turn, in one run; the median of the ratios is judged, and errors must agree. */
export async function boostingBench(job: BoostingJob): Promise<Result[]> {
  const {name, what, rows, features, pairs} = job;
  const reach = `<= ${job.reach} × ${job.peer}`;
  const python = pythonWith("xgboost");
  if (python === undefined) return [notMeasured(name, what, reach, "no Python with xgboost")];
  const folder = mkdtempSync(join(tmpdir(), "proofbook-bench-"));
  const file = join(folder, "data");
  const {columns, y} = makeData(job);
  const all = new Float32Array(rows * (features + 1));
  [...columns, y].forEach((column, j) => {
    all.set(column, j * rows);
  });
  writeFileSync(file, new Uint8Array(all.buffer));
  const peer = startPython(python, `${frame}${job.script}${loop}`, [file, String(rows), String(features)]);
  try {
    await job.ours(columns, y);
    const runs: Run[] = [];
    for (let pair = 0; pair < pairs; pair++) runs.push(await run(peer, job, columns, y));
    const median = (pick: (run: Run) => number) => quantile(runs.map(pick), 0.5);
    const ratio = median((r) => r.ours / r.theirs);
    const [error, theirError] = [median((r) => r.error), median((r) => r.theirError)];
    const note = `rmse ${error.toPrecision(5)}, xgboost ${theirError.toPrecision(5)}`;
    const met = ratio <= job.reach && error <= theirError * accuracy;
    return [{name, what, ours: median((r) => r.ours), peer: median((r) => r.theirs), ratio, reach, met, note}];
  } finally {
    peer.stop();
    rmSync(folder, {recursive: true, force: true});
  }
}

interface Run {
  readonly ours: number;
  readonly theirs: number;
  readonly error: number;
  readonly theirError: number;
}

async function run(peer: PythonPeer, job: BoostingJob, columns: Float64Array[], y: Float64Array): Promise<Run> {
  let theirs = Number.POSITIVE_INFINITY;
  let theirError = Number.NaN;
  for (const count of job.threads) {
    const {seconds, rmse} = await peer.ask<{seconds: number; rmse: number}>(String(count));
    theirs = Math.min(theirs, seconds);
    theirError = rmse;
  }
  const start = performance.now();
  const error = await job.ours(columns, y);
  return {ours: (performance.now() - start) / 1000, theirs, error, theirError};
}

/** Features as 32-bit floats hold them, some missing, and a target: interactions, a step, a wave, noise. */
function makeData({name, rows, features}: BoostingJob): {columns: Float64Array[]; y: Float64Array} {
  const random = stream(1, "bench", name);
  const columns = Array.from({length: features}, () =>
    Float64Array.from({length: rows}, () => Math.fround(random.normal())),
  );
  const y = Float64Array.from({length: rows}, (_, i) => {
    const at = (j: number) => columns[j][i];
    const mean = at(0) * at(1) + Math.sin(2 * at(2)) + (at(3) > 0.5 ? at(4) : at(5)) + 0.5 * at(6);
    return Math.fround(mean + random.normal());
  });
  return {columns, y};
}

/** Root mean squared error of predictions for the rows from … on. */
export function rmseFrom(from: number, predicted: Float64Array, y: Float64Array): number {
  let sum = 0;
  for (let i = 0; i < predicted.length; i++) sum += (predicted[i] - y[from + i]) ** 2;
  return Math.sqrt(sum / predicted.length);
}
