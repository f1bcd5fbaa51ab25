import type {Feature} from "./feature.ts";
import {inUnits, lastOf} from "./window.ts";

const base = {family: "behaviour", knownAt: "previous close"} as const;

/** How the trader has been acting: streaks, presence, activity, costs. */
export const behaviour: readonly Feature[] = [
  {
    ...base,
    name: "loss_streak",
    label: "Losses in a row",
    unit: "count",
    description:
      "Losses in a row up to the trader's last row, at most 10; rows with zero P&L neither count nor break it",
    reads: ["net"],
    lookBack: 20,
    compute: ({own}) => lossStreak(own.net, 10),
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
    compute: ({own, scale}) => rowsSinceBelow(own.net, -2 * scale),
  },
  {
    ...base,
    name: "traded_share_10",
    label: "Days traded of 10",
    unit: "share",
    description: "Share of the desk's last 10 days on which the trader had nonzero P&L",
    reads: ["net"],
    lookBack: 10,
    compute: ({own, ownDays, day}) => tradedShare(own.net, ownDays, day, 10),
  },
  {
    ...base,
    name: "days_away",
    label: "Days away",
    unit: "days",
    description: "Desk days since the trader's last row: 0 if there yesterday, at most 20",
    reads: ["net"],
    lookBack: 1,
    compute: ({ownDays, day}) =>
      ownDays.length === 0 ? Number.NaN : Math.min(day - ownDays[ownDays.length - 1] - 1, 20),
  },
  {
    ...base,
    name: "trades_lag1",
    label: "Last number of trades",
    unit: "count",
    description: "log(1 + trades) of the trader's last row",
    reads: ["trades"],
    lookBack: 1,
    compute: ({own}) => Math.log1p(Math.max(0, lastOf(own.trades))),
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
    compute: ({own}) => againstHabit(own.trades, 10),
  },
  {
    ...base,
    name: "fees_share_5",
    label: "Fees against P&L, 5 rows",
    unit: "share",
    description: "Sum of |fees| over the sum of |fees| and |net| in the last 5 rows (3 at least)",
    reads: ["net", "fees"],
    lookBack: 5,
    compute: ({own}) => feesShare(own.net, own.fees, 3),
  },
];

function lossStreak(net: Float64Array, most: number): number {
  if (net.length === 0) return Number.NaN;
  let streak = 0;
  for (let k = net.length - 1; k >= 0 && streak < most && !(net[k] > 0); k--) if (net[k] < 0) streak++;
  return streak;
}

function rowsSinceBelow(net: Float64Array, level: number): number {
  if (net.length === 0 || Number.isNaN(level)) return Number.NaN;
  for (let k = net.length - 1; k >= 0; k--) if (net[k] < level) return net.length - 1 - k;
  return 20;
}

function tradedShare(net: Float64Array, ownDays: Int32Array, day: number, window: number): number {
  if (day < 5) return Number.NaN;
  let traded = 0;
  for (let k = net.length - 1; k >= 0 && ownDays[k] >= day - window; k--) if (net[k] !== 0) traded++;
  return traded / Math.min(window, day);
}

function againstHabit(trades: Float64Array, least: number): number {
  let sum = 0;
  let count = 0;
  for (let k = 0; k < trades.length - 1; k++) {
    if (Number.isNaN(trades[k])) continue;
    sum += trades[k];
    count++;
  }
  return count >= least && sum > 0 ? inUnits(lastOf(trades), sum / count) : Number.NaN;
}

function feesShare(net: Float64Array, fees: Float64Array, least: number): number {
  if (net.length < least) return Number.NaN;
  let paid = 0;
  let moved = 0;
  for (let k = 0; k < net.length; k++) {
    paid += Math.abs(fees[k]);
    moved += Math.abs(net[k]);
  }
  return paid + moved > 0 ? paid / (paid + moved) : Number.NaN;
}
