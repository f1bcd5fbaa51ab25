import type {Feature} from "./feature.ts";
import {inUnits, lastOf, meanOf, meanPresent, sdPresent} from "./window.ts";

const base = {family: "desk", knownAt: "previous close"} as const;

/** What the whole desk did: common shocks, crowding, and where the trader stands among the others. */
export const features: readonly Feature[] = [
  {
    ...base,
    name: "desk_mean_lag1",
    label: "Desk P&L yesterday",
    unit: "ratio",
    description: "Mean over traders of yesterday's net P&L, each in units of its own past volatility",
    reads: ["desk.mean"],
    lookBack: 1,
    compute: ({desk}) => lastOf(desk.mean),
  },
  {
    ...base,
    name: "desk_mean_5",
    label: "Desk P&L, 5 days",
    unit: "ratio",
    description: "Mean of the desk's last 5 daily means, each in units of past volatility",
    reads: ["desk.mean"],
    lookBack: 5,
    compute: ({desk: {mean}}) => meanOf(mean, 0, mean.length, 5),
  },
  {
    ...base,
    name: "desk_winners_lag1",
    label: "Winners yesterday",
    unit: "share",
    description: "Share of the desk's traders with a gain yesterday",
    reads: ["desk.winners"],
    lookBack: 1,
    compute: ({desk}) => lastOf(desk.winners),
  },
  {
    ...base,
    name: "desk_dispersion_lag1",
    label: "Dispersion across traders",
    unit: "ratio",
    description: "Standard deviation across traders of yesterday's net P&L, each in units of its own past volatility",
    reads: ["desk.dispersion"],
    lookBack: 1,
    compute: ({desk}) => lastOf(desk.dispersion),
  },
  {
    ...base,
    name: "desk_dispersion_20",
    label: "Dispersion across traders, 20 days",
    unit: "ratio",
    description: "Mean over the desk's last 20 days (10 at least) of that standard deviation",
    reads: ["desk.dispersion"],
    lookBack: 20,
    compute: ({desk: {dispersion}}) => meanPresent(dispersion, 0, dispersion.length, 10),
  },
  {
    ...base,
    name: "desk_crowding_20",
    label: "Crowding, 20 days",
    unit: "share",
    description:
      "Variance of the desk's daily mean over the mean square of its traders' net P&L in units of volatility, last 20 days (10 at least): 1 if all move together, one over the number of traders if none do",
    reads: ["desk.mean", "desk.square"],
    lookBack: 20,
    compute: ({desk: {mean, square}}) => {
      const level = meanPresent(square, 0, square.length, 10);
      return level > 0 ? sdPresent(mean, 0, mean.length, 10) ** 2 / level : Number.NaN;
    },
  },
  {
    ...base,
    name: "desk_present_lag1",
    label: "Traders present yesterday",
    unit: "share",
    description: "Traders with a row yesterday over the most there had been on any day up to then",
    reads: ["desk.present"],
    lookBack: 1,
    compute: ({desk}) => lastOf(desk.present),
  },
  {
    ...base,
    name: "net_vs_desk_lag1",
    label: "P&L against the desk yesterday",
    unit: "ratio",
    description: "Net P&L yesterday in units of volatility, less the desk's mean; missing if the trader was absent",
    reads: ["net", "desk.mean"],
    lookBack: 1,
    compute: ({own, ownDays, to, day, scale, desk}) =>
      to > 0 && ownDays[to - 1] === day - 1 ? inUnits(own.net[to - 1], scale) - lastOf(desk.mean) : Number.NaN,
  },
  ...[5, 20, 60].map(
    (days): Feature => ({
      ...base,
      name: `rank_${days}`,
      label: `Rank on the desk, ${days} days`,
      unit: "rank",
      description: `Rank among traders by net P&L summed over the desk's last ${days} days: 0 worst, 1 best`,
      reads: ["net", "desk.rank"],
      lookBack: days,
      compute: ({rank}) => rank,
    }),
  ),
];
