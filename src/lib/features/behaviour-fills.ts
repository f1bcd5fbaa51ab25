import {againstHabit, logRatio} from "./behaviour-measures.ts";
import type {Feature} from "./feature.ts";
import {lastOf, limited, meanPresent, sumPresent} from "./window.ts";

const base = {family: "behaviour", knownAt: "previous close"} as const;

/** Behaviour that only fills show; the daily columns it reads are made by ingest/fill-days.ts. */
export const fromFills: readonly Feature[] = [
  {
    ...base,
    name: "turnover_vs_habit_20",
    label: "Turnover against habit",
    unit: "ratio",
    description:
      "Traded value of the last row over its mean in the 20 rows before it (10 known ones at least), limited to 10",
    reads: ["traded_value"],
    lookBack: 21,
    compute: ({own, from, to}) => againstHabit(own.traded_value, from, to, 10),
  },
  {
    ...base,
    name: "fee_rate_20",
    label: "Fees in basis points of turnover",
    unit: "share",
    description:
      "Sum of |fees| of fills over their traded value in the last 20 rows, in basis points, limited to 1,000",
    reads: ["fill_fees", "traded_value"],
    lookBack: 20,
    compute: ({own, from, to}) => {
      const value = sumPresent(own.traded_value, from, to);
      return value > 0 ? limited((10_000 * Math.abs(sumPresent(own.fill_fees, from, to))) / value, 1000) : Number.NaN;
    },
  },
  {
    ...base,
    name: "symbol_concentration_5",
    label: "Concentration in few symbols",
    unit: "share",
    description:
      "Herfindahl index of a day's traded value over symbols, mean of the last 5 rows with fills: 1 is one symbol",
    reads: ["symbol_herfindahl"],
    lookBack: 5,
    compute: ({own, from, to}) => meanPresent(own.symbol_herfindahl, from, to),
  },
  {
    ...base,
    name: "hour_entropy_5",
    label: "Spread of fills over the day",
    unit: "share",
    description:
      "Entropy of a day's fills over the hours of the day, over log 24, mean of the last 5 rows with fills: 0 is all within one hour",
    reads: ["hour_entropy"],
    lookBack: 5,
    compute: ({own, from, to}) => meanPresent(own.hour_entropy, from, to),
  },
  {
    ...base,
    name: "hour_entropy_dev_20",
    label: "Spread over the day, against habit",
    unit: "share",
    description: "That entropy on the last row less its mean in the last 20 rows (5 known ones at least)",
    reads: ["hour_entropy"],
    lookBack: 20,
    compute: ({own, from, to}) => lastOf(own.hour_entropy, to) - meanPresent(own.hour_entropy, from, to, 5),
  },
  {
    ...base,
    name: "round_trips_lag1",
    label: "Round trips, last row",
    unit: "count",
    description: "log(1 + round trips closed) on the trader's last row, first in first out",
    reads: ["gain_trips", "loss_trips"],
    lookBack: 1,
    compute: ({own, to}) => Math.log1p(lastOf(own.gain_trips, to) + lastOf(own.loss_trips, to)),
  },
  {
    ...base,
    name: "trip_win_rate_20",
    label: "Round trips with a gain",
    unit: "share",
    description:
      "Share of round trips closed with a gain, among those with a gain or a loss, in the last 20 rows (5 at least)",
    reads: ["gain_trips", "loss_trips"],
    lookBack: 20,
    compute: ({own, from, to}) => {
      const gains = sumPresent(own.gain_trips, from, to);
      const all = gains + sumPresent(own.loss_trips, from, to);
      return all >= 5 ? gains / all : Number.NaN;
    },
  },
  {
    ...base,
    name: "gain_hold_20",
    label: "Holding time of gains",
    unit: "count",
    description: "log(1 + mean minutes held) of round trips closed with a gain in the last 20 rows",
    reads: ["gain_minutes", "gain_timed"],
    lookBack: 20,
    compute: ({own, from, to}) => Math.log1p(meanPer(own.gain_minutes, own.gain_timed, from, to, 1)),
  },
  {
    ...base,
    name: "loss_hold_20",
    label: "Holding time of losses",
    unit: "count",
    description: "log(1 + mean minutes held) of round trips closed with a loss in the last 20 rows",
    reads: ["loss_minutes", "loss_timed"],
    lookBack: 20,
    compute: ({own, from, to}) => Math.log1p(meanPer(own.loss_minutes, own.loss_timed, from, to, 1)),
  },
  {
    ...base,
    name: "disposition_20",
    label: "Disposition effect",
    unit: "ratio",
    description:
      "Log of the mean holding time of losses over that of gains in the last 20 rows (3 round trips of each at least), limited to ± 5: above 0, losses are held longer (Shefrin and Statman 1985)",
    reads: ["gain_minutes", "gain_timed", "loss_minutes", "loss_timed"],
    lookBack: 20,
    compute: ({own, from, to}) =>
      limited(
        logRatio(
          meanPer(own.loss_minutes, own.loss_timed, from, to, 3),
          meanPer(own.gain_minutes, own.gain_timed, from, to, 3),
        ),
        5,
      ),
  },
  {
    ...base,
    name: "revenge_20",
    label: "Revenge trading",
    unit: "share",
    description:
      "Share of position-opening fills made within 30 minutes after a round trip was closed with a loss, in the last 20 rows (5 opening fills at least)",
    reads: ["opens", "opens_soon_after_loss"],
    lookBack: 20,
    compute: ({own, from, to}) => {
      const opens = sumPresent(own.opens, from, to);
      return opens >= 5 ? sumPresent(own.opens_soon_after_loss, from, to) / opens : Number.NaN;
    },
  },
  {
    ...base,
    name: "size_after_loss_20",
    label: "Size after a losing round trip",
    unit: "ratio",
    description:
      "Log of the mean value of opening fills whose latest closed round trip of the day was a loss, over that of those where it was a gain, last 20 rows (3 fills of each at least), limited to ± 5",
    reads: ["opens_after_gain", "opens_after_loss", "value_after_gain", "value_after_loss"],
    lookBack: 20,
    compute: ({own, from, to}) =>
      limited(
        logRatio(
          meanPer(own.value_after_loss, own.opens_after_loss, from, to, 3),
          meanPer(own.value_after_gain, own.opens_after_gain, from, to, 3),
        ),
        5,
      ),
  },
];

/** Σ amounts / Σ counts; NaN where fewer than `least` were counted. */
function meanPer(amounts: Float64Array, counts: Float64Array, from: number, to: number, least: number): number {
  const count = sumPresent(counts, from, to);
  return count >= least ? sumPresent(amounts, from, to) / count : Number.NaN;
}
