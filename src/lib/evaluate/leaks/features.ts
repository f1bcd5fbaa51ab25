import {features} from "../../features/index.ts";
import type {Desk} from "../../ingest/desk.ts";
import {float64, int32, type Table, take} from "../../numeric/index.ts";
import {byTraderDay, groupMeans, mean, withColumn} from "./columns.ts";
import type {Leak, Stations} from "./types.ts";

const check = "audit.features";

/** Adds a feature that is computed of the whole desk: for each row, of whatever it likes. */
const adding =
  (name: string, value: (desk: Desk) => (trader: number, day: number) => number) =>
  (s: Stations): Stations => ({
    ...s,
    prepare(panel, desk) {
      const of = value(desk);
      const [trader, day] = [int32(panel, "trader"), int32(panel, "day")];
      return s.prepare(
        withColumn(
          panel,
          name,
          Float64Array.from(trader, (t, r) => of(t, day[r])),
        ),
        desk,
      );
    },
  });

/** Features that know what they should not. */
export const featureLeaks: readonly Leak[] = [
  {
    id: "same-day-pnl",
    name: "The day's own P&L among the features",
    kind: "L2",
    description: "A feature is the P&L of the day that is to be predicted.",
    inPractice: "A rolling window without a shift: the last row in it is the row itself.",
    caughtBy: {check, place: "net_today"},
    seed: adding("net_today", ({daily}) => byTraderDay(daily, "net")),
  },
  {
    id: "centred-moving-average",
    name: "Centred moving average",
    kind: "L3.1",
    description: "The mean of P&L from two days before to two days after.",
    inPractice: "rolling(5, center=True), or a plotting helper used as a feature.",
    caughtBy: {check, place: "net_centred_5"},
    seed: adding("net_centred_5", ({daily}) => {
      const net = byTraderDay(daily, "net");
      return (t, d) => mean(Float64Array.from([-2, -1, 0, 1, 2], (k) => net(t, d + k)).filter((v) => !Number.isNaN(v)));
    }),
  },
  {
    id: "same-day-volume",
    name: "The day's own number of trades",
    kind: "L2",
    description: "How much a trader traded on the day, which is known at its end.",
    inPractice: "It is no outcome, so nobody thinks of it as one.",
    caughtBy: {check, place: "trades_today"},
    seed: adding("trades_today", ({daily}) => byTraderDay(daily, "trades")),
  },
  {
    id: "next-day-market-return",
    name: "The market's next return",
    kind: "L2",
    description: "The market's return from the close before to the close of the day that is to be predicted.",
    inPractice: "Returns are stored under the day they start from.",
    caughtBy: {check, place: "market_return_next"},
    seed: adding("market_return_next", ({market}) => {
      const close = market === null ? new Float64Array(0) : float64(market, "close");
      return (_, d) => Math.log((close[d] ?? Number.NaN) / (close[d - 1] ?? Number.NaN));
    }),
  },
  {
    id: "future-dated-join",
    name: "Join to the nearest date",
    kind: "L2",
    description: "Each row is given the market bar whose date is nearest, which may be a later one.",
    inPractice: 'An as-of join with direction "nearest" in place of "backward".',
    caughtBy: {check, place: "close_nearest"},
    seed: adding("close_nearest", ({market}) => {
      const close = market === null ? new Float64Array(0) : float64(market, "close");
      // bars are published on every second day only: of two equally near, the later
      return (_, d) => close[d % 2 === 0 ? d : d + 1] ?? Number.NaN;
    }),
  },
  {
    id: "rank-over-all-days",
    name: "Rank among all days",
    kind: "L1.2",
    description: "Where the trader's last P&L stands among all of its P&L, later days included.",
    inPractice: "rank(pct=True) by trader, once, on the whole table.",
    caughtBy: {check, place: "net_rank_all"},
    seed: adding("net_rank_all", ({daily}) => {
      const [net, trader] = [byTraderDay(daily, "net"), int32(daily, "trader")];
      const all = float64(daily, "net");
      return (t, d) => all.reduce((n, v, r) => n + (trader[r] === t && v < net(t, d - 1) ? 1 : 0), 0);
    }),
  },
  {
    id: "whole-sample-target-encoding",
    name: "Weekday replaced by its mean P&L",
    kind: "L1.2",
    description: "A category is encoded by the mean of the target over all rows, those tested included.",
    inPractice: "A target encoder fitted before the split.",
    caughtBy: {check, place: "weekday_mean"},
    seed: adding("weekday_mean", ({daily}) => {
      const weekday = int32(daily, "day").map((d) => d % 5);
      const means = groupMeans(weekday, float64(daily, "net"));
      return (_, d) => means.get(d % 5) ?? Number.NaN;
    }),
  },
  {
    id: "trader-target-mean",
    name: "Trader replaced by its mean P&L",
    kind: "L1.2",
    description: "Each trader's mean P&L over all days, given on every day.",
    inPractice: "Trader statistics are computed once and joined by account.",
    caughtBy: {check, place: "trader_mean"},
    seed: adding("trader_mean", ({daily}) => {
      const means = groupMeans(int32(daily, "trader"), float64(daily, "net"));
      return (t) => means.get(t) ?? Number.NaN;
    }),
  },
  {
    id: "length-of-career",
    name: "How long the trader will stay",
    kind: "L2",
    description: "The number of rows that the trader has in the file, later ones included.",
    inPractice: "A count by account, made to leave out small ones.",
    caughtBy: {check, place: "career"},
    seed: adding("career", ({daily}) => {
      const trader = int32(daily, "trader");
      return (t) => trader.reduce((n, other) => n + (other === t ? 1 : 0), 0);
    }),
  },
  {
    id: "copy-of-the-target",
    name: "The target under another name",
    kind: "L2",
    description: "A column that the source dates a day too early is a monotone function of the P&L to come.",
    inPractice: 'A "risk score" that the back office computes from the day it is filed under.',
    caughtBy: {check: "audit.target", place: "risk_score"},
    // the file itself is wrong, so what was rewritten is the score's own day: the past does not move
    seed: (s) => {
      const scores = new Map<string, number>();
      return {
        ...s,
        prepare(panel, desk) {
          const [trader, day, net] = [int32(panel, "trader"), int32(panel, "day"), float64(panel, "net")];
          const score = Float64Array.from(net, (v, r) => {
            const key = `${trader[r]} ${day[r]}`;
            if (!scores.has(key)) scores.set(key, Math.atan(v / 500));
            return scores.get(key)!;
          });
          return s.prepare(withColumn(panel, "risk_score", score), desk);
        },
      };
    },
  },
  {
    id: "known-too-late",
    name: "Known at the close of its own day",
    kind: "L2",
    description: "The registry says of a feature that it is known when the day is over.",
    inPractice: "It is written down honestly, and nobody reads it.",
    caughtBy: {check: "audit.timing", place: "net_close"},
    seed: (s) => {
      const honest = features.find((f) => f.name === "net_lag1")!;
      const late = {...honest, name: "net_close", knownAt: "close" as "previous close"};
      return {...s, names: [...s.names, "net_close"], catalogue: [...s.catalogue, late]};
    },
  },
  {
    id: "hard-days-left-out",
    name: "Days with little P&L left out",
    kind: "L3.3",
    description: "Rows whose P&L turned out small are not looked at, since they say little.",
    inPractice: "A filter on the outcome, to have clearer examples.",
    caughtBy: {check: "audit.sample", place: "ridge"},
    seed: (s) => ({
      ...s,
      prepare(panel: Table, desk) {
        const net = float64(panel, "net");
        const kept = Int32Array.from(net.keys()).filter((r) => !(Math.abs(net[r]) < 30));
        return s.prepare(take(panel, kept), desk);
      },
    }),
  },
];
