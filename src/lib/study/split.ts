import {z} from "zod";
import {days} from "./fields.ts";

/** Windows of training and test; "auto" takes a third of the days as the first training window. */
export const split = z
  .union([
    z.literal("auto"),
    z
      .strictObject({
        kind: z.enum(["expanding", "rolling", "anchored"]).default("expanding"),
        /** What train and test count: trading days, or calendar months or quarters. */
        unit: z.enum(["day", "month", "quarter"]).default("day"),
        train: z.int("train: a whole number").min(1, "train: at least 1"),
        test: z.int("test: a whole number").min(1, "test: at least 1"),
        /** Days left out between train and test, beyond what the label needs. */
        embargo: days("embargo", 0).default(1),
        /** Anchored: training starts with this day; what lies before is not used. */
        anchor: z.iso.date("anchor: a date, YYYY-MM-DD").optional(),
      })
      .refine(({unit, train}) => unit !== "day" || train >= 10, {
        path: ["train"],
        message: "train: at least 10 trading days",
      })
      .refine(({kind, anchor}) => (kind === "anchored") === (anchor !== undefined), {
        path: ["anchor"],
        message: 'kind "anchored" and anchor belong together: {kind: "anchored", anchor: "2024-01-02", …}',
      }),
  ])
  .default("auto");
