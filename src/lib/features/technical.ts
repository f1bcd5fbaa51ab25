import type {Bars, Feature} from "./feature.ts";
import {
  adx,
  atr,
  bollingerPosition,
  drawdownFromHigh,
  gap,
  logReturn,
  macdHistogram,
  meanOverSymbols,
  parkinson,
  rsi,
  shareOfSymbols,
  spreadOverSymbols,
  volumeAnomaly,
} from "./indicators.ts";
import {lastOf, meanOf, sdOf, sdPresent} from "./window.ts";

const base = {family: "technical", knownAt: "previous close"} as const;

/** Bars behind a smoothed indicator: Wilder's and exponential weights of older ones are below a thousandth. */
const smoothed = 120;

/** What the market did up to the previous close. With several symbols: the mean over those that have a value. */
export const features: readonly Feature[] = [
  {
    ...base,
    name: "market_return_lag1",
    label: "Market return yesterday",
    unit: "share",
    description: "Log return from close to close of the desk's last day, mean over symbols",
    reads: ["market.close"],
    lookBack: 1,
    compute: ({marketReturn}) => lastOf(marketReturn),
  },
  ...[5, 20, 60].map(
    (days): Feature => ({
      ...base,
      name: `market_return_${days}`,
      label: `Market return, ${days} days`,
      unit: "share",
      description: `Sum of the market's daily log returns over the desk's last ${days} days`,
      reads: ["market.close"],
      lookBack: days,
      compute: ({marketReturn: r}) => days * meanOf(r, 0, r.length, days),
    }),
  ),
  ...[
    {days: 5, least: 4},
    {days: 20, least: 10},
    {days: 60, least: 20},
  ].map(
    ({days, least}): Feature => ({
      ...base,
      name: `market_vol_${days}`,
      label: `Market volatility, ${days} days`,
      unit: "share",
      description: `Realised volatility: standard deviation of the market's daily log return over the desk's last ${days} days (${least} at least)`,
      reads: ["market.close"],
      lookBack: days,
      compute: ({marketReturn: r}) => sdPresent(r, 0, r.length, least),
    }),
  ),
  {
    ...base,
    name: "market_trend_20",
    label: "Market trend, 20 days",
    unit: "ratio",
    description: "Mean over standard deviation of the market's daily log return over the desk's last 20 days",
    reads: ["market.close"],
    lookBack: 20,
    compute: ({marketReturn: r}) => {
      const sd = sdOf(r, 0, r.length, 20);
      return sd > 0 ? meanOf(r, 0, r.length) / sd : Number.NaN;
    },
  },
  ofBars("market_rsi_14", "Relative strength index", "share", smoothed, ["close"], rsi, {
    description: "RSI of 14 bars with Wilder's smoothing (Wilder 1978), 0 to 1",
  }),
  ofBars("market_macd", "MACD histogram", "share", smoothed, ["close"], macdHistogram, {
    description:
      "MACD (12, 26) less its signal line (9), over the close (Appel 1979); exponential means start from the first of 120 bars",
  }),
  ofBars("market_bollinger_20", "Place in the Bollinger band", "ratio", 20, ["close"], bollingerPosition, {
    description:
      "Close less its mean of 20 bars, over two standard deviations (divisor n): ± 1 is the band (Bollinger 2001)",
  }),
  ofBars("market_drawdown_60", "Market drawdown, 60 bars", "share", 60, ["close"], drawdownFromHigh, {
    description: "Fall of the close from its highest in the last 60 bars, as a share of the latter",
  }),
  ofBars("market_atr_14", "Average true range", "share", smoothed, ["high", "low", "close"], atr, {
    description: "Average true range of 14 bars with Wilder's smoothing, over the close (Wilder 1978)",
  }),
  ofBars("market_adx_14", "Average directional index", "share", smoothed, ["high", "low", "close"], adx, {
    description: "ADX of 14 bars with Wilder's smoothing (Wilder 1978), 0 (no trend) to 1",
  }),
  ofBars("market_parkinson_20", "Range volatility, 20 bars", "share", 20, ["high", "low"], parkinson, {
    description: "Parkinson's (1980) daily volatility from highs and lows of the last 20 bars (10 at least)",
  }),
  ofBars("market_gap_lag1", "Overnight gap", "share", 2, ["open", "close"], gap, {
    description: "Log of the last bar's open over the close before it",
  }),
  ofBars(
    "market_range_lag1",
    "Day's range",
    "share",
    1,
    ["high", "low"],
    ({high, low}) => Math.log(lastOf(high) / lastOf(low)),
    {
      description: "Log of the last bar's high over its low",
    },
  ),
  ofBars("market_volume_anomaly_20", "Volume anomaly", "ratio", 21, ["volume"], volumeAnomaly, {
    description:
      "Log volume of the last bar less its mean, over its standard deviation, of the 20 bars before it (10 at least), limited to ± 10",
  }),
  {
    ...base,
    name: "market_breadth_lag1",
    label: "Breadth: symbols up",
    unit: "share",
    description: "Share of symbols (2 at least) whose last close is above the one before",
    reads: ["market.close"],
    lookBack: 2,
    compute: ({market}) => shareOfSymbols(market, (bars) => logReturn(bars, 1) > 0),
  },
  {
    ...base,
    name: "market_breadth_20",
    label: "Breadth: symbols above their mean",
    unit: "share",
    description: "Share of symbols (2 at least) whose last close is above the mean of their last 20",
    reads: ["market.close"],
    lookBack: 20,
    compute: ({market}) => shareOfSymbols(market, ({close}) => lastOf(close) > meanOf(close, 0, close.length)),
  },
  {
    ...base,
    name: "market_dispersion_lag1",
    label: "Dispersion over symbols",
    unit: "share",
    description: "Standard deviation over symbols (2 at least) of the last bar's log return",
    reads: ["market.close"],
    lookBack: 2,
    compute: ({market}) => spreadOverSymbols(market, (bars) => logReturn(bars, 1)),
  },
];

/** An indicator of one symbol's bars, averaged over symbols. */
function ofBars(
  name: string,
  label: string,
  unit: Feature["unit"],
  lookBack: number,
  columns: readonly (keyof Bars)[],
  indicator: (bars: Bars) => number,
  {description}: {description: string},
): Feature {
  return {
    ...base,
    name,
    label,
    unit,
    description,
    reads: ["market.close", ...columns.filter((c) => c !== "close").map((c) => `market.${c}`)],
    lookBack,
    compute: ({market}) => meanOverSymbols(market, indicator),
  };
}
