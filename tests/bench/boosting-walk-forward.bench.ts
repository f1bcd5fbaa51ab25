import {boost, growDefaults, squaredError} from "../../src/lib/models/boosting/index.ts";
import {applyBins, type BinnedDesign, fitBins} from "../../src/lib/models/trees/bins.ts";
import {predictTrees} from "../../src/lib/models/trees/index.ts";
import {stream} from "../../src/lib/numeric/index.ts";
import {openWorkers} from "../../src/lib/pipeline/workers.ts";
import type {Bench} from "./bench.ts";
import {boostingBench} from "./boosting-peer.ts";

const [traders, days, features] = [200, 750, 60];
/** Days before the first fold is predicted, days of a fold, and number of folds. */
const [first, step, folds] = [150, 25, 24];
const [rounds, maxDepth, learningRate] = [200, 5, 0.1];

/** One fold: all that it reads lies in memory that the threads share. */
export interface FoldFit {
  readonly design: BinnedDesign;
  readonly columns: readonly Float64Array[];
  readonly y: Float64Array;
  /** Rows before are fitted, rows from here to `end` are predicted. */
  readonly split: number;
  readonly end: number;
}

/** Fits a fold on the rows before it; returns the sum of its squared errors. */
export function foldFit({design, columns, y, split, end}: FoldFit): number {
  const {ensemble} = boost(
    {design, y, rows: Int32Array.from({length: split}, (_, i) => i)},
    {...growDefaults, maxDepth, learningRate, objective: squaredError, rounds, subsample: 1, random: stream(1)},
  );
  const test = columns.map((column) => Float64Array.from(column.subarray(split, end)));
  const predicted = predictTrees(ensemble, {rows: end - split, names: design.names, columns: test});
  return predicted.reduce((sum, p, i) => sum + (p - y[split + i]) ** 2, 0);
}

/**
 * A walk-forward of expanding windows. Bins are made from the first window and serve all folds (see `applyBins`); threads
 * share bins and data. From arrays to predictions, on both sides.
 */
export const bench: Bench = {
  name: "boosting-walk-forward",
  async run() {
    const workers = openWorkers(2);
    try {
      return await boostingBench({
        name: "boosting-walk-forward",
        what: "walk-forward: 200 traders × 750 days × 60, 24 folds, 200 trees of depth 5, two cores (s)",
        rows: traders * days,
        features,
        pairs: 3,
        reach: 0.7,
        peer: "xgboost hist, two threads",
        threads: [2],
        script: `
def job(x, y, threads):
    settings = {"tree_method": "hist", "max_bin": 256, "max_depth": ${maxDepth}, "eta": ${learningRate}, "nthread": threads}
    total, count = 0.0, 0
    for k in range(${folds}):
        a, b = ${traders} * (${first} + k * ${step}), ${traders} * (${first} + (k + 1) * ${step})
        model = xgb.train(settings, xgb.DMatrix(x[:a], y[:a], nthread=threads), ${rounds})
        predicted = model.predict(xgb.DMatrix(x[a:b], nthread=threads))
        total += np.sum((predicted - y[a:b]) ** 2, dtype=np.float64)
        count += b - a
    return np.sqrt(total / count)
`,
        async ours(given, target) {
          const columns = given.map(shared);
          const y = shared(target);
          const names = given.map((_, j) => `f${j}`);
          const x = {rows: y.length, names, columns};
          const start = Int32Array.from({length: traders * first}, (_, i) => i);
          const design = applyBins(x, fitBins(x, {rows: start}), {shared: true});
          const items = Array.from({length: folds}, (_, k) => {
            const split = traders * (first + k * step);
            return {design, columns, y, split, end: split + traders * step};
          }).reverse(); // the long ones first: no thread waits at the end
          const sums = await workers.map(foldFit, new URL(import.meta.url), items);
          return Math.sqrt(sums.reduce((sum, s) => sum + s, 0) / (traders * step * folds));
        },
      });
    } finally {
      await workers.close();
    }
  },
};

function shared(values: Float64Array): Float64Array {
  const copy = new Float64Array(new SharedArrayBuffer(values.byteLength));
  copy.set(values);
  return copy;
}
