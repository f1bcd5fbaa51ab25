import {varianceBreak} from "./change-point.ts";
import type {Feature} from "./feature.ts";
import {limited, sdOf, sdPresent} from "./window.ts";

const base = {family: "regime", knownAt: "previous close"} as const;

/** Asymptotic 95 % point of the Inclán-Tiao statistic: that of the largest |Brownian bridge|. */
const breakLevel = 1.358;

/**
 * What kind of time it is, from the past alone and without fitted parameters. Regimes of a hidden Markov model have
 * parameters and so are fitted inside each training window: see fitted.ts.
 */
export const features: readonly Feature[] = [
  {
    ...base,
    name: "market_vol_regime",
    label: "Market volatility regime",
    unit: "ratio",
    description:
      "Log of the market's volatility over 5 days over that over 60 (20 at least): above 0 it is wilder than usual",
    reads: ["market.close"],
    lookBack: 60,
    compute: ({marketReturn: r}) =>
      logVolatilityRatio(sdPresent(r, Math.max(0, r.length - 5), r.length, 4), sdPresent(r, 0, r.length, 20)),
  },
  {
    ...base,
    name: "market_vol_rank_250",
    label: "Market volatility, rank in a year",
    unit: "rank",
    description:
      "Share of the last 250 days (60 at least) whose 20-day market volatility was below the latest one, ties counting half",
    reads: ["market.close"],
    lookBack: 269,
    compute: ({marketReturn}) => rankOfVolatility(marketReturn),
  },
  {
    ...base,
    name: "market_break_60",
    label: "Change of market volatility",
    unit: "ratio",
    description:
      "Inclán and Tiao (1994) statistic for a change of variance in the market's last 60 daily returns (30 at least): above 1.36 a constant variance is rejected at 5 %",
    reads: ["market.close"],
    lookBack: 60,
    compute: ({marketReturn: r}) => varianceBreak(r, 0, r.length, 30).statistic,
  },
  {
    ...base,
    name: "market_break_age_60",
    label: "Days since market volatility changed",
    unit: "days",
    description:
      "Days since the change of variance found in the market's last 60 daily returns at 5 %; 60 where none is found",
    reads: ["market.close"],
    lookBack: 60,
    compute: ({marketReturn: r}) => breakAge(varianceBreak(r, 0, r.length, 30)),
  },
  {
    ...base,
    name: "net_vol_regime",
    label: "Volatility regime of the trader",
    unit: "ratio",
    description:
      "Log of the standard deviation of net P&L over the last 5 rows over that over 60 (20 at least), limited to ± 5",
    reads: ["net"],
    lookBack: 60,
    compute: ({own: {net}, from, to}) =>
      logVolatilityRatio(sdOf(net, Math.max(from, to - 5), to, 5), sdOf(net, from, to, 20)),
  },
  {
    ...base,
    name: "net_break_60",
    label: "Change of the trader's volatility",
    unit: "ratio",
    description:
      "Inclán and Tiao (1994) statistic for a change of variance in the trader's last 60 rows (30 at least): above 1.36 a constant variance is rejected at 5 %",
    reads: ["net"],
    lookBack: 60,
    compute: ({own, from, to}) => varianceBreak(own.net, from, to, 30).statistic,
  },
  {
    ...base,
    name: "net_break_age_60",
    label: "Rows since the trader's volatility changed",
    unit: "count",
    description: "Rows since the change of variance found in the trader's last 60 rows at 5 %; 60 where none is found",
    reads: ["net"],
    lookBack: 60,
    compute: ({own, from, to}) => breakAge(varianceBreak(own.net, from, to, 30)),
  },
];

function breakAge({statistic, age}: {statistic: number; age: number}): number {
  return Number.isNaN(statistic) ? Number.NaN : statistic > breakLevel ? age : 60;
}

function logVolatilityRatio(now: number, usual: number): number {
  return usual > 0 ? limited(Math.log(now / usual), 5) : Number.NaN;
}

function rankOfVolatility(r: Float64Array): number {
  const now = sdPresent(r, Math.max(0, r.length - 20), r.length, 20);
  let [below, equal, known] = [0, 0, 0];
  for (let end = r.length - 1; end >= 20; end--) {
    const then = sdPresent(r, end - 20, end, 20);
    if (Number.isNaN(then)) continue;
    known++;
    if (then < now) below++;
    else if (then === now) equal++;
  }
  return known < 60 || Number.isNaN(now) ? Number.NaN : (below + equal / 2) / known;
}
