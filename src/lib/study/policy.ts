import {z} from "zod";
import {columnName, multiplier} from "./fields.ts";

/** How a prediction becomes an exposure multiplier. */
export const policy = z.discriminatedUnion("kind", [
  z
    .strictObject({
      kind: z.literal("fixed"),
      /** The prediction it acts on. */
      signal: columnName,
      above: z.number().optional(),
      below: z.number().optional(),
      multiplier,
    })
    .refine((p) => (p.above === undefined) !== (p.below === undefined), {
      message: "give exactly one of above and below: {above: 0.15} acts where the signal is > 0.15",
    }),
  z.strictObject({
    kind: z.literal("fitted"),
    /** Multiplier of each band; the cut-offs are chosen in training windows. amplify: null switches that band off. */
    avoid: multiplier.default(0),
    reduce: multiplier.default(0.5),
    amplify: multiplier.nullable().default(null),
  }),
  z
    .strictObject({
      kind: z.literal("sized"),
      /** Exposure follows the prediction itself, in units of volatility, or weighed against variance and turnover. */
      rule: z.enum(["linear", "risk", "mean-variance"]),
      low: multiplier.default(0),
      high: multiplier.default(1),
      /** What changing the multiplier by one costs, in the trader's volatilities. */
      cost: z.number().min(0).max(1, "cost: a share of a volatility, 1 at most").default(0),
    })
    .refine((p) => p.low < p.high, {message: "low must be below high"}),
]);
