import {
  afterLossAgainstGain,
  againstHabit,
  correlation,
  feesShare,
  meanAfterLoss,
  rowsSinceBelow,
  streak,
  tradedShare,
} from "./behaviour-measures.ts";
import type {Feature} from "./feature.ts";
import {inUnits, lastOf, limited, meanPresent, sdPresent} from "./window.ts";

const base = {family: "behaviour", knownAt: "previous close"} as const;

/** Behaviour that shows in daily rows: net, trades, volume, fees. */
export const fromDaily: readonly Feature[] = [
  {
    ...base,
    name: "loss_streak",
    label: "Losses in a row",
    unit: "count",
    description:
      "Losses in a row up to the trader's last row, at most 10; rows with zero P&L neither count nor break it",
    reads: ["net"],
    lookBack: 20,
    compute: ({own, from, to}) => streak(own.net, from, to, -1, 10),
  },
  {
    ...base,
    name: "win_streak",
    label: "Gains in a row",
    unit: "count",
    description:
      "Gains in a row up to the trader's last row, at most 10; rows with zero P&L neither count nor break it",
    reads: ["net"],
    lookBack: 20,
    compute: ({own, from, to}) => streak(own.net, from, to, 1, 10),
  },
  {
    ...base,
    name: "big_loss_recent",
    label: "Rows since a large loss",
    unit: "count",
    description:
      "Rows since a loss of more than 2 times the trader's volatility: 0 is the last row; 20 where there was none",
    reads: ["net"],
    lookBack: 20,
    compute: ({own, from, to, scale}) => rowsSinceBelow(own.net, from, to, -2 * scale, 20),
  },
  {
    ...base,
    name: "traded_share_10",
    label: "Days traded of 10",
    unit: "share",
    description: "Share of the desk's last 10 days on which the trader had nonzero P&L",
    reads: ["net"],
    lookBack: 10,
    compute: (past) => tradedShare(past, 10),
  },
  {
    ...base,
    name: "days_away",
    label: "Days away",
    unit: "days",
    description: "Desk days since the trader's last row: 0 if there yesterday, at most 20",
    reads: ["net"],
    lookBack: 1,
    compute: ({ownDays, to, day}) => (to === 0 ? Number.NaN : Math.min(day - ownDays[to - 1] - 1, 20)),
  },
  {
    ...base,
    name: "concentration_20",
    label: "Concentration of P&L in few days",
    unit: "share",
    description:
      "Herfindahl index of |net P&L| over the last 20 rows (10 at least): 1/20 spread evenly, 1 all on one day",
    reads: ["net"],
    lookBack: 20,
    compute: ({own: {net}, from, to}) => {
      if (to - from < 10) return Number.NaN;
      let sum = 0;
      let squares = 0;
      for (let k = from; k < to; k++) {
        sum += Math.abs(net[k]);
        squares += net[k] * net[k];
      }
      return squares / (sum * sum);
    },
  },
  {
    ...base,
    name: "net_after_loss_20",
    label: "P&L after a loss",
    unit: "ratio",
    description:
      "Mean net P&L of the rows that follow a row with a loss, within the last 20 rows (3 such rows at least)",
    reads: ["net"],
    lookBack: 20,
    compute: ({own: {net}, from, to, scale}) => inUnits(meanAfterLoss(net, net, from, to, 3), scale),
  },
  {
    ...base,
    name: "trades_lag1",
    label: "Last number of trades",
    unit: "count",
    description: "log(1 + trades) of the trader's last row",
    reads: ["trades"],
    lookBack: 1,
    compute: ({own, to}) => Math.log1p(Math.max(0, lastOf(own.trades, to))),
  },
  {
    ...base,
    name: "trades_vs_habit_20",
    label: "Trades against habit",
    unit: "ratio",
    description:
      "Trades of the last row over their mean in the 20 rows before it (10 known ones at least), limited to 10",
    reads: ["trades"],
    lookBack: 21,
    compute: ({own, from, to}) => againstHabit(own.trades, from, to, 10),
  },
  {
    ...base,
    name: "trades_z_60",
    label: "Trades, deviation from own habit",
    unit: "ratio",
    description:
      "Trades of the last row less their mean, over their standard deviation, of the last 60 rows (20 known ones at least)",
    reads: ["trades"],
    lookBack: 60,
    compute: ({own: {trades}, from, to}) =>
      inUnits(lastOf(trades, to) - meanPresent(trades, from, to, 20), positive(sdPresent(trades, from, to, 20))),
  },
  {
    ...base,
    name: "busy_days_20",
    label: "Over-trading",
    unit: "share",
    description:
      "Share of the last 20 rows (10 known ones at least) with more than 1.5 times their mean number of trades",
    reads: ["trades"],
    lookBack: 20,
    compute: ({own: {trades}, from, to}) => {
      const level = 1.5 * meanPresent(trades, from, to, 10);
      if (Number.isNaN(level)) return Number.NaN;
      let busy = 0;
      let known = 0;
      for (let k = from; k < to; k++) {
        if (trades[k] > level) busy++;
        if (!Number.isNaN(trades[k])) known++;
      }
      return busy / known;
    },
  },
  {
    ...base,
    name: "trades_pay_20",
    label: "Whether trading more pays",
    unit: "ratio",
    description:
      "Correlation of trades and net P&L over the last 20 rows (10 known ones at least): below 0, busy days lose",
    reads: ["net", "trades"],
    lookBack: 20,
    compute: ({own: {net, trades}, from, to}) => correlation(trades, net, from, to, 10),
  },
  {
    ...base,
    name: "revenge_trades_20",
    label: "Trades after losses",
    unit: "ratio",
    description:
      "Log of mean trades on rows that follow a loss over mean trades on rows that follow a gain, within the last 20 rows (3 of each at least): above 0 is revenge trading",
    reads: ["net", "trades"],
    lookBack: 20,
    compute: ({own: {net, trades}, from, to}) => limited(afterLossAgainstGain(trades, net, from, to, 3), 5),
  },
  {
    ...base,
    name: "volume_vs_habit_20",
    label: "Volume against habit",
    unit: "ratio",
    description:
      "Volume of the last row over its mean in the 20 rows before it (10 known ones at least), limited to 10",
    reads: ["volume"],
    lookBack: 21,
    compute: ({own, from, to}) => againstHabit(own.volume, from, to, 10),
  },
  {
    ...base,
    name: "volume_after_loss_20",
    label: "Size after losses",
    unit: "ratio",
    description:
      "Log of mean volume on rows that follow a loss over mean volume on rows that follow a gain, within the last 20 rows (3 of each at least)",
    reads: ["net", "volume"],
    lookBack: 20,
    compute: ({own: {net, volume}, from, to}) => limited(afterLossAgainstGain(volume, net, from, to, 3), 5),
  },
  {
    ...base,
    name: "fees_share_5",
    label: "Fees against P&L, 5 rows",
    unit: "share",
    description: "Sum of |fees| over the sum of |fees| and |net| in the last 5 rows (3 at least)",
    reads: ["net", "fees"],
    lookBack: 5,
    compute: ({own, from, to}) => feesShare(own.net, own.fees, from, to, 3),
  },
  {
    ...base,
    name: "fees_share_20",
    label: "Fees against P&L, 20 rows",
    unit: "share",
    description: "Sum of |fees| over the sum of |fees| and |net| in the last 20 rows (10 at least)",
    reads: ["net", "fees"],
    lookBack: 20,
    compute: ({own, from, to}) => feesShare(own.net, own.fees, from, to, 10),
  },
];

/** NaN in place of a spread of zero: nothing can be measured in it. */
function positive(spread: number): number {
  return spread > 0 ? spread : Number.NaN;
}
