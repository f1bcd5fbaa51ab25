import {predictTrees} from "../../src/lib/models/trees/index.ts";
import {modelBench} from "./xgboost-peer.ts";

/** Prediction of ordinary binary trees; that of symmetric ones has a job of its own. */
export const bench = modelBench({
  name: "tree-predict",
  what: "predict 1,000,000 rows, 100 binary trees of depth 6 (s)",
  rows: 1_000_000,
  features: 40,
  trees: 100,
  depth: 6,
  pairs: 5,
  reach: 2,
  peer: "model.predict(data)",
  ours(ensemble, x) {
    const predicted = predictTrees(ensemble, x);
    return (rows) => Array.from({length: rows}, (_, i) => [predicted[i]]);
  },
  tolerance: 1e-4,
});
