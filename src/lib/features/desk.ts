import type {Feature} from "./feature.ts";
import {lastOf, meanOf} from "./window.ts";

const base = {family: "desk", reads: ["net"], knownAt: "previous close"} as const;

/** What the whole desk did: common shocks, and where the trader stands among the others. */
export const desk: readonly Feature[] = [
  {
    ...base,
    name: "desk_mean_lag1",
    label: "Desk P&L yesterday",
    unit: "ratio",
    description: "Mean over traders of yesterday's net P&L, each in units of its own past volatility",
    lookBack: 1,
    compute: ({desk}) => lastOf(desk.mean),
  },
  {
    ...base,
    name: "desk_mean_5",
    label: "Desk P&L, 5 days",
    unit: "ratio",
    description: "Mean of the desk's last 5 daily means, each in units of past volatility",
    lookBack: 5,
    compute: ({desk}) => meanOf(desk.mean, 5),
  },
  {
    ...base,
    name: "desk_winners_lag1",
    label: "Winners yesterday",
    unit: "share",
    description: "Share of the desk's traders with a gain yesterday",
    lookBack: 1,
    compute: ({desk}) => lastOf(desk.winners),
  },
  {
    ...base,
    name: "rank_20",
    label: "Rank on the desk, 20 days",
    unit: "rank",
    description: "Rank among traders by net P&L summed over the desk's last 20 days: 0 worst, 1 best",
    lookBack: 20,
    compute: ({rank}) => rank,
  },
];
