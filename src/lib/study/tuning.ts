import {z} from "zod";
import {count, learnerName} from "./fields.ts";

/** Search for hyperparameters inside each training window; null: none. */
export const tuning = z
  .strictObject({
    method: z.enum(["random", "halving"]).default("halving"),
    /** Settings tried in each fold, the defaults among them. */
    trials: count("trials", 2, 500).default(8),
    /** Whose; default: all that have settings to search for, but the ensemble, which is several fits already. */
    learners: z.array(learnerName).min(1).optional(),
  })
  .nullable()
  .default(null);
