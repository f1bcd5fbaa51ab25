import {z} from "zod";
import {columnName, share} from "./fields.ts";

/** A prediction made elsewhere: a column of predictions.csv. */
export const signal = z.strictObject({
  /** Column of predictions.csv. */
  name: columnName,
  label: z.string().min(1).max(80).optional(),
  kind: z.enum(["net", "probability", "quantile"]),
  /** For a quantile: 0.05 for a 5 % value at risk. */
  level: share("level").optional(),
  /** For a probability: the 0/1 column that says whether the event happened. */
  outcome: columnName.optional(),
});
