import {boost, growDefaults, squaredError} from "../../src/lib/models/boosting/index.ts";
import {applyBins, fitBins} from "../../src/lib/models/trees/bins.ts";
import {predictTrees} from "../../src/lib/models/trees/index.ts";
import {stream} from "../../src/lib/numeric/index.ts";
import type {Bench} from "./bench.ts";
import {boostingBench, rmseFrom} from "./boosting-peer.ts";

const rows = 200_000;
const features = 40;
/** The last rows are predicted, not fitted. */
const held = 20_000;
const [rounds, maxDepth, learningRate] = [100, 6, 0.1];

/** One large fit on one thread, from arrays to a model that has predicted what it has not seen: bins included, both sides. */
export const bench: Bench = {
  name: "boosting",
  run: () =>
    boostingBench({
      name: "boosting",
      what: "boosting 200,000 × 40, 256 bins, depth 6, 100 trees (s)",
      rows: rows + held,
      features,
      pairs: 5,
      reach: 1,
      peer: "xgboost hist, one thread",
      threads: [1],
      script: `
def job(x, y, threads):
    n = ${rows}
    settings = {"tree_method": "hist", "max_bin": 256, "max_depth": ${maxDepth}, "eta": ${learningRate}, "nthread": threads}
    model = xgb.train(settings, xgb.DMatrix(x[:n], y[:n], nthread=threads), ${rounds})
    predicted = model.predict(xgb.DMatrix(x[n:], nthread=threads))
    return np.sqrt(np.mean((predicted - y[n:]) ** 2))
`,
      async ours(columns, y) {
        const names = columns.map((_, j) => `f${j}`);
        const part = (from: number, to: number) => ({
          rows: to - from,
          names,
          columns: columns.map((column) => column.subarray(from, to)),
        });
        const x = part(0, rows);
        const {ensemble} = boost(
          {design: applyBins(x, fitBins(x)), y: y.subarray(0, rows)},
          {...growDefaults, maxDepth, learningRate, objective: squaredError, rounds, subsample: 1, random: stream(1)},
        );
        return rmseFrom(rows, predictTrees(ensemble, part(rows, rows + held)), y);
      },
    }),
};
