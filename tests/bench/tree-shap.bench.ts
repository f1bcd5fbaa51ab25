import {treeShap} from "../../src/lib/models/trees/index.ts";
import {modelBench} from "./xgboost-peer.ts";

/** Exact path-dependent TreeSHAP of a depth-wise model. */
export const bench = modelBench({
  name: "tree-shap",
  what: "exact TreeSHAP of 10,000 rows, 100 trees of depth 6 (s)",
  rows: 10_000,
  features: 40,
  trees: 100,
  depth: 6,
  pairs: 5,
  reach: 1,
  peer: "model.predict(data, pred_contribs=True)",
  ours(ensemble, x) {
    const {base, columns} = treeShap(ensemble, x);
    return (rows) => Array.from({length: rows}, (_, i) => [...columns.map((column) => column[i]), base]);
  },
  tolerance: 1e-4,
});
