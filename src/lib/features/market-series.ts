import {float64, int32, type Table, text} from "../numeric/index.ts";

/**
 * One log return a desk day: for each symbol from its close on its last desk day to its close on this one (days on which
 * only the market traded are part of it), then the mean over symbols. NaN where no symbol has both closes.
 *
 * @param market bars in any order: day (−1 where the desk did not trade), date, symbol, close.
 */
export function marketReturns(market: Table, days: number): Float64Array {
  const day = int32(market, "day");
  const symbol = text(market, "symbol");
  const close = float64(market, "close");
  const bars = Array.from({length: market.rows}, (_, r) => r).filter((r) => day[r] >= 0 && close[r] > 0);
  bars.sort((a, b) => (symbol[a] < symbol[b] ? -1 : symbol[a] > symbol[b] ? 1 : day[a] - day[b]));
  const sum = new Float64Array(days);
  const count = new Int32Array(days);
  for (let k = 1; k < bars.length; k++) {
    const [before, now] = [bars[k - 1], bars[k]];
    if (symbol[before] !== symbol[now]) continue;
    sum[day[now]] += Math.log(close[now] / close[before]);
    count[day[now]]++;
  }
  return Float64Array.from(sum, (s, t) => s / count[t]);
}
