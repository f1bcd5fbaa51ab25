import {defineStudy} from "../../src/lib/study/index.ts";

/** The demo desk with fewer folds and signals: what can differ between two machines differs here too, in less time. */
export default defineStudy({
  title: "Determinism",
  seed: 7,
  source: {kind: "simulated", desk: "demo"},
  learners: ["ridge", "forest", "boosting", "catboost"],
  targets: [{kind: "loss", learners: ["logistic"]}],
  tuning: {method: "halving", trials: 3, learners: ["boosting"]},
  split: {kind: "expanding", train: 250, test: 60, embargo: 1},
  primary: "ridge",
  audit: {cuts: 1},
});
