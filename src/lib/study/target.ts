import {z} from "zod";
import {count, learnerName, share} from "./fields.ts";

const trainedBy = {learners: z.array(learnerName).min(1)};

/** What else is predicted than next-day net P&L, and by which learners. */
export const target = z.discriminatedUnion("kind", [
  /** P&L of several days: the day and those after it. */
  z.strictObject({kind: z.literal("net"), horizon: count("horizon", 2, 60), ...trainedBy}),
  /** Whether the day loses. */
  z.strictObject({kind: z.literal("loss"), ...trainedBy}),
  /** Value at risk. */
  z.strictObject({kind: z.literal("quantile"), level: share("level").default(0.05), ...trainedBy}),
  /** Whether the day loses more than that many of the trader's volatilities. */
  z.strictObject({kind: z.literal("large loss"), multiple: z.number().gt(0).max(20).default(1.5), ...trainedBy}),
]);
