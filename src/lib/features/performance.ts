import type {Feature} from "./feature.ts";
import {downside, drawdown, ewma, longestLosingRun, meanOverSd, profitShare, winRate} from "./performance-measures.ts";
import {inUnits, lastOf, limited, meanOf, sdOf} from "./window.ts";

const base = {unit: "ratio", family: "performance", reads: ["net"], knownAt: "previous close"} as const;

/** Windows in the trader's own rows, and the fewest rows that give a value. */
const windows = [
  {rows: 3, least: 3, traded: 2},
  {rows: 5, least: 5, traded: 2},
  {rows: 10, least: 5, traded: 3},
  {rows: 20, least: 10, traded: 5},
  {rows: 60, least: 20, traded: 10},
] as const;

/** How the trader's P&L went lately. Currency amounts are in units of the trader's past volatility, limited to ± 10. */
export const features: readonly Feature[] = [
  {
    ...base,
    name: "net_lag1",
    label: "Last P&L",
    description: "Net P&L of the trader's last row",
    lookBack: 1,
    compute: ({own, to, scale}) => inUnits(lastOf(own.net, to), scale),
  },
  ...windows.flatMap(overWindow),
  ...[
    {span: 3, rows: 12, least: 3},
    {span: 10, rows: 40, least: 5},
    {span: 20, rows: 80, least: 10},
  ].map(weighted),
  {
    ...base,
    name: "downside_20",
    label: "Downside deviation, 20 rows",
    description: "Root mean square of losses (gains count as 0) over the last 20 rows (10 at least)",
    lookBack: 20,
    compute: ({own, from, to, scale}) => inUnits(downside(own.net, from, to, 10), scale),
  },
];

/** The eight measures of one window. Ratios need no units: P&L is divided by P&L. */
function overWindow({rows, least, traded}: (typeof windows)[number]): Feature[] {
  const over = `over the trader's last ${rows} rows (${least} at least)`;
  const feature = (
    name: string,
    label: string,
    description: string,
    compute: Feature["compute"],
    unit: Feature["unit"] = "ratio",
  ): Feature => ({
    ...base,
    unit,
    name: `${name}_${rows}`,
    label: `${label}, ${rows} rows`,
    description,
    lookBack: rows,
    compute,
  });
  return [
    feature("net_mean", "Mean P&L", `Mean net P&L ${over}`, ({own, from, to, scale}) =>
      inUnits(meanOf(own.net, from, to, least), scale),
    ),
    feature(
      "net_sd",
      "Volatility",
      `Standard deviation of net P&L ${over}: above 1 it is a wilder time than usual`,
      (p) => inUnits(sdOf(p.own.net, p.from, p.to, least), p.scale),
    ),
    feature("sharpe", "Sharpe ratio", `Mean over standard deviation of daily net P&L ${over}, limited to ± 10`, (p) =>
      limited(meanOverSd(p.own.net, p.from, p.to, least), 10),
    ),
    feature(
      "sortino",
      "Sortino ratio",
      `Mean over downside deviation of daily net P&L ${over}, limited to ± 10 (10 where there was no loss)`,
      ({own: {net}, from, to}) => limited(meanOf(net, from, to, least) / downside(net, from, to, least), 10),
    ),
    feature(
      "win_rate",
      "Win rate",
      `Share of gains among the nonzero of the trader's last ${rows} rows (${traded} nonzero rows at least)`,
      ({own, from, to}) => winRate(own.net, from, to, traded),
      "share",
    ),
    feature(
      "profit_factor",
      "Profit factor",
      `Gains over gains plus losses ${over}: F / (1 + F) of the profit factor F = gains / losses, so that it stays finite`,
      ({own, from, to}) => profitShare(own.net, from, to, least),
      "share",
    ),
    feature(
      "drawdown",
      "Drawdown",
      `Fall of cumulative net P&L from its peak within the trader's last ${rows} rows (${Math.min(least, 10)} at least), 0 or more, limited to 50`,
      ({own, from, to, scale}) => inUnits(drawdown(own.net, from, to, Math.min(least, 10)), scale, 50),
    ),
    feature(
      "losing_run",
      "Longest losing streak",
      `Most losses in a row ${over}; rows with zero P&L neither count nor break a streak`,
      ({own, from, to}) => longestLosingRun(own.net, from, to, least),
      "count",
    ),
  ];
}

function weighted({span, rows, least}: {span: number; rows: number; least: number}): Feature {
  return {
    ...base,
    name: `net_ewma_${span}`,
    label: `Weighted mean P&L, span ${span}`,
    description: `Exponentially weighted mean of net P&L, weight ${span - 1}/${span + 1} a row back, over the last ${rows} rows (${least} at least)`,
    lookBack: rows,
    compute: ({own, from, to, scale}) => inUnits(ewma(own.net, from, to, (span - 1) / (span + 1), least), scale),
  };
}
