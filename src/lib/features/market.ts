import type {Feature} from "./feature.ts";
import {lastOf, sdOf} from "./window.ts";

const base = {unit: "share", family: "market", reads: ["market.close"], knownAt: "previous close"} as const;

/** What the market did up to the previous close. */
export const market: readonly Feature[] = [
  {
    ...base,
    name: "market_return_lag1",
    label: "Market return yesterday",
    description: "Log return from close to close of the desk's last day, mean over symbols",
    lookBack: 1,
    compute: ({marketReturn}) => lastOf(marketReturn),
  },
  {
    ...base,
    name: "market_vol_20",
    label: "Market volatility, 20 days",
    description: "Standard deviation of the market's daily log return over the desk's last 20 days (10 at least)",
    lookBack: 20,
    compute: ({marketReturn}) =>
      sdOf(
        marketReturn.filter((r) => !Number.isNaN(r)),
        10,
      ),
  },
];
