import {boost, growDefaults, squaredError} from "../../src/lib/models/boosting/index.ts";
import {applyBins, fitBins} from "../../src/lib/models/trees/bins.ts";
import {predictTrees} from "../../src/lib/models/trees/index.ts";
import {stream} from "../../src/lib/numeric/index.ts";
import {openWorkers} from "../../src/lib/pipeline/workers.ts";
import type {Bench} from "./bench.ts";
import {boostingBench, rmseFrom} from "./boosting-peer.ts";

/** Fits a pair: 500 in all five pairs. */
const [rows, features, fits] = [2000, 40, 100];
const [rounds, maxDepth, learningRate] = [100, 4, 0.1];

/** One of the fits: its rows, and the rows after them to predict. */
export interface SmallFit {
  readonly columns: readonly Float64Array[];
  readonly y: Float64Array;
}

/** Fits on the first half of the rows; returns the error on the second. */
export function smallFit({columns, y}: SmallFit): number {
  const names = columns.map((_, j) => `f${j}`);
  const part = (from: number) => ({rows, names, columns: columns.map((column) => column.subarray(from, from + rows))});
  const x = part(0);
  const {ensemble} = boost(
    {design: applyBins(x, fitBins(x)), y: y.subarray(0, rows)},
    {...growDefaults, maxDepth, learningRate, objective: squaredError, rounds, subsample: 1, random: stream(1)},
  );
  return rmseFrom(rows, predictTrees(ensemble, part(rows)), y);
}

/** Many small fits, each on its own rows, from arrays to predictions; both sides may use two cores as they like. */
export const bench: Bench = {
  name: "boosting-small",
  async run() {
    const workers = openWorkers(2);
    try {
      return await boostingBench({
        name: "boosting-small",
        what: "500 fits of 2,000 × 40, depth 4, 100 trees, two cores (s a hundred)",
        rows: rows * (fits + 1),
        features,
        pairs: 5,
        reach: 0.3,
        peer: "xgboost hist, the better of one and two threads",
        threads: [1, 2],
        script: `
def job(x, y, threads):
    errors = []
    settings = {"tree_method": "hist", "max_bin": 256, "max_depth": ${maxDepth}, "eta": ${learningRate}, "nthread": threads}
    for k in range(${fits}):
        a, b, c = k * ${rows}, (k + 1) * ${rows}, (k + 2) * ${rows}
        model = xgb.train(settings, xgb.DMatrix(x[a:b], y[a:b], nthread=threads), ${rounds})
        predicted = model.predict(xgb.DMatrix(x[b:c], nthread=threads))
        errors.append(np.sqrt(np.mean((predicted - y[b:c]) ** 2)))
    return np.mean(errors)
`,
        async ours(columns, y) {
          const items = Array.from({length: fits}, (_, k) => ({
            columns: columns.map((column) => column.slice(k * rows, (k + 2) * rows)),
            y: y.slice(k * rows, (k + 2) * rows),
          }));
          const errors = await workers.map(smallFit, new URL(import.meta.url), items);
          return errors.reduce((sum, e) => sum + e, 0) / fits;
        },
      });
    } finally {
      await workers.close();
    }
  },
};
