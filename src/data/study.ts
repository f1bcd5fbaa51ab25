import {defineStudy} from "../lib/study/index.ts";

/** What this repository studies as it stands: a simulated desk whose truth is known. Edit it, or pass --study or --data. */
export default defineStudy({
  title: "Demo desk",
  seed: 7,
  source: {kind: "simulated", desk: "demo"},
  learners: ["ridge", "elastic-net", "huber", "forest", "boosting", "catboost"],
  targets: [
    {kind: "quantile", level: 0.05, learners: ["quantile"]},
    {kind: "loss", learners: ["logistic"]},
  ],
  tuning: {method: "halving", trials: 4, learners: ["boosting"]},
  split: {kind: "expanding", train: 166, test: 14, embargo: 1},
  primary: "ridge",
  audit: {cuts: 1},
});
