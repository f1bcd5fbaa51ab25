/** Learners that a study may name: one module of `models/` each. */
export const learnerNames = [
  "ridge",
  "elastic-net",
  "huber",
  "forest",
  "boosting",
  "catboost",
  "ensemble",
  "logistic",
  "quantile",
  "library-forest",
  "zero",
  "mean",
  "last",
  "trader-mean",
  "ewma",
  "ar1",
] as const;
export type LearnerName = (typeof learnerNames)[number];
