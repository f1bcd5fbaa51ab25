import {z} from "zod";
import {count, share} from "./fields.ts";

/** Selection of features inside each training window; null uses all. */
export const selection = z
  .strictObject({
    /** Drops features missing on more than this share of rows. */
    maxMissing: share("maxMissing").default(0.5),
    /** Of features that correlate at least this much, one stays; null leaves the step out. */
    maxCorrelation: share("maxCorrelation").nullable().default(0.95),
    /** Drops features whose mutual information with the target is not above chance at this level; null: leaves it out. */
    informationLevel: share("informationLevel").nullable().default(null),
    /** Keeps features that a lasso lets in among its first `features` in at least `share` of half-samples of days. */
    stability: z
      .strictObject({
        share: share("share").default(0.6),
        draws: count("draws", 1, 1000).default(50),
        features: count("features", 1, 1000).default(12),
      })
      .nullable()
      .default(null),
    /** Keeps features whose shuffling harms the learner's prediction of the last 30 % of the window's days. */
    permutation: z
      .strictObject({repeats: count("repeats", 1, 100).default(5)})
      .nullable()
      .default(null),
  })
  .nullable()
  .default({maxMissing: 0.5, maxCorrelation: 0.95, informationLevel: null, stability: null, permutation: null});
