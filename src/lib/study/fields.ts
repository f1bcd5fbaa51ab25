import {z} from "zod";
import {learnerNames} from "./learner-names.ts";

/** Whole trading days, `minimum` or more; errors begin with `what`, the option's name. */
export const days = (what: string, minimum: number) =>
  z.int(`${what}: a whole number of trading days`).min(minimum, `${what}: at least ${minimum}`);
/** A whole number from `low` to `high`. */
export const count = (what: string, low: number, high: number) =>
  z.int(`${what}: a whole number`).min(low, `${what}: at least ${low}`).max(high, `${what}: at most ${high}`);
/** A share, between 0 and 1. */
export const share = (what: string) => z.number().gt(0, `${what}: above 0`).lt(1, `${what}: below 1 (0.95, not 95)`);
/** An exposure multiplier, 0 to 5. */
export const multiplier = z
  .number()
  .min(0, "a multiplier is 0 (avoid) or more; 1 is normal exposure")
  .max(5, "a multiplier above 5 is surely a percentage: 0.5 halves, 1 is normal");
/** A column's name in predictions.csv. */
export const columnName = z
  .string()
  .min(1)
  .max(64)
  .regex(/^[A-Za-z_][A-Za-z0-9_]*$/, "a column name: letters, digits and _");
export const learnerName = z.enum(learnerNames);
