import {z} from "zod";

const date = z.string().regex(/^\d{4}-\d{2}-\d{2}$/, 'a date such as "2025-01-31"');
const symbol = z.string().min(1).max(200);
const count = z.int().min(1).max(1_000_000);

/** How a day's P&L is computed from fills, where there are any. */
export const pnl = z.strictObject({
  /** How closed lots are valued: the oldest first, or at the mean price of the position. */
  method: z.enum(["fifo", "average"]).default("fifo"),
  /** Positions held overnight: marked at the market's closes where there are any, or shown when they are closed. */
  overnight: z.enum(["marked", "when closed"]).default("marked"),
  /** Zone of the exchange ("America/New_York"): fills whose times carry a zone are moved to it. Default: the time as written. */
  timeZone: z
    .string()
    .regex(/^[A-Za-z_]+(\/[A-Za-z0-9_+-]+)*$/, 'an IANA time zone such as "America/New_York"')
    .nullable()
    .default(null),
  /** "17:00": fills at or after this time belong to the next weekday, as futures exchanges count. Default: midnight. */
  rollover: z
    .string()
    .regex(/^([01]\d|2[0-3]):[0-5]\d$/, 'a time such as "17:00"')
    .nullable()
    .default(null),
  /** `from` shares became `to` on the date: 2 for 1 is {from: 1, to: 2}. */
  splits: z
    .array(z.strictObject({symbol, date, from: count, to: count}))
    .max(100_000)
    .default([]),
  /** Positions in the symbol that are open at the end of the date are closed at the price; 0: worthless. */
  expiries: z
    .array(z.strictObject({symbol, date, price: z.number().min(0)}))
    .max(100_000)
    .default([]),
  /** Units of the study's currency for one of another, by day; where fills give rates themselves, these come first. */
  rates: z
    .array(z.strictObject({date, currency: z.string().regex(/^[A-Z]{3}$/), rate: z.number().gt(0)}))
    .max(1_000_000)
    .default([]),
  /** What accounts held at the end of a date before their first fill: quantity (below 0: short) and mean price. */
  opening: z
    .array(
      z.strictObject({
        account: z.string().min(1).max(200),
        date,
        symbol,
        quantity: z.number().refine((x) => x !== 0, "quantity: not 0; below 0 is short"),
        price: z.number().gt(0),
        currency: z
          .string()
          .regex(/^[A-Z]{3}$/)
          .optional(),
        multiplier: z.number().gt(0).optional(),
      }),
    )
    .max(100_000)
    .default([]),
  /** Differences from a daily summary up to this much a trader and day, in the study's currency, are rounding. */
  tolerance: z.number().min(0).default(0.01),
});

export type PnlStudy = z.output<typeof pnl>;
