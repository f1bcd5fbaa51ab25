import type {Feature} from "./feature.ts";
import {inUnits, lastOf, meanOf, sdOf} from "./window.ts";

const base = {unit: "ratio", family: "performance", reads: ["net"], knownAt: "previous close"} as const;

/** How the trader's P&L went lately. Currency amounts are in units of the trader's past volatility, limited to ± 10. */
export const performance: readonly Feature[] = [
  {
    ...base,
    name: "net_lag1",
    label: "Last P&L",
    description: "Net P&L of the trader's last row",
    lookBack: 1,
    compute: ({own, scale}) => inUnits(lastOf(own.net), scale),
  },
  {
    ...base,
    name: "net_mean_5",
    label: "Mean P&L, 5 rows",
    description: "Mean net P&L over the trader's last 5 rows",
    lookBack: 5,
    compute: ({own, scale}) => inUnits(meanOf(own.net, 5), scale),
  },
  {
    ...base,
    name: "net_mean_20",
    label: "Mean P&L, 20 rows",
    description: "Mean net P&L over the trader's last 20 rows (10 at least)",
    lookBack: 20,
    compute: ({own, scale}) => inUnits(meanOf(own.net, 10), scale),
  },
  {
    ...base,
    name: "net_mean_60",
    label: "Mean P&L, 60 rows",
    description: "Mean net P&L over the trader's last 60 rows (20 at least): how good the trader is",
    lookBack: 60,
    compute: ({own, scale}) => inUnits(meanOf(own.net, 20), scale),
  },
  {
    ...base,
    name: "net_ewma_10",
    label: "Weighted mean P&L, span 10",
    description: "Exponentially weighted mean of net P&L, weight 9/11 a row back, over the last 40 rows (5 at least)",
    lookBack: 40,
    compute: ({own, scale}) => inUnits(ewma(own.net, 9 / 11, 5), scale),
  },
  {
    ...base,
    name: "net_sd_20",
    label: "Volatility, 20 rows",
    description:
      "Standard deviation of net P&L over the last 20 rows (10 at least): above 1 it is a wilder time than usual",
    lookBack: 20,
    compute: ({own, scale}) => inUnits(sdOf(own.net, 10), scale),
  },
  {
    ...base,
    name: "downside_20",
    label: "Downside deviation, 20 rows",
    description: "Root mean square of losses (gains count as 0) over the last 20 rows (10 at least)",
    lookBack: 20,
    compute: ({own, scale}) => inUnits(downside(own.net, 10), scale),
  },
  {
    ...base,
    name: "win_rate_10",
    label: "Win rate, 10 rows",
    unit: "share",
    description: "Share of gains among the nonzero of the last 10 rows (3 nonzero rows at least)",
    lookBack: 10,
    compute: ({own}) => winRate(own.net, 3),
  },
  {
    ...base,
    name: "drawdown_60",
    label: "Drawdown, 60 rows",
    description:
      "Fall of cumulative net P&L from its peak within the last 60 rows (10 at least), 0 or more, limited to 50",
    lookBack: 60,
    compute: ({own, scale}) => inUnits(drawdown(own.net, 10), scale, 50),
  },
];

function ewma(x: Float64Array, decay: number, least: number): number {
  if (x.length < least) return Number.NaN;
  let sum = 0;
  let weights = 0;
  for (let k = 0; k < x.length; k++) {
    sum = sum * decay + x[k];
    weights = weights * decay + 1;
  }
  return sum / weights;
}

function downside(x: Float64Array, least: number): number {
  if (x.length < least) return Number.NaN;
  let sum = 0;
  for (let k = 0; k < x.length; k++) sum += Math.min(x[k], 0) ** 2;
  return Math.sqrt(sum / x.length);
}

function winRate(x: Float64Array, least: number): number {
  let wins = 0;
  let traded = 0;
  for (let k = 0; k < x.length; k++) {
    if (x[k] > 0) wins++;
    if (x[k] !== 0) traded++;
  }
  return traded < least ? Number.NaN : wins / traded;
}

function drawdown(x: Float64Array, least: number): number {
  if (x.length < least) return Number.NaN;
  let sum = 0;
  let peak = 0;
  for (let k = 0; k < x.length; k++) {
    sum += x[k];
    peak = Math.max(peak, sum);
  }
  return peak - sum;
}
