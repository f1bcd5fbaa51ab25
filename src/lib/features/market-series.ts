import {float64, int32, type Table, text} from "../numeric/index.ts";
import type {Bars} from "./feature.ts";

/** Columns of a bar. */
export const BAR_COLUMNS = ["open", "high", "low", "close", "volume"] as const;

/** A symbol's bars in order of date, the date of each. */
export interface SymbolBars extends Bars {
  readonly symbol: string;
  readonly dates: readonly string[];
}

/** The market by symbol (code point order), bars in order of date, whether the desk traded that day or not; bars without a close are left out. */
export function barsBySymbol(market: Table): SymbolBars[] {
  const symbol = text(market, "symbol");
  const date = text(market, "date");
  const close = float64(market, "close");
  const rows = Array.from({length: market.rows}, (_, r) => r).filter((r) => close[r] > 0);
  rows.sort((a, b) =>
    symbol[a] < symbol[b] ? -1 : symbol[a] > symbol[b] ? 1 : date[a] < date[b] ? -1 : date[a] > date[b] ? 1 : a - b,
  );
  const groups = new Map<string, number[]>();
  for (const r of rows) {
    const group = groups.get(symbol[r]);
    if (group === undefined) groups.set(symbol[r], [r]);
    else group.push(r);
  }
  return [...groups].map(([name, list]) => {
    const column = (c: string) =>
      c in market.columns
        ? Float64Array.from(list, (r) => float64(market, c)[r])
        : new Float64Array(list.length).fill(Number.NaN);
    const [open, high, low, closes, volume] = BAR_COLUMNS.map(column);
    return {symbol: name, dates: list.map((r) => date[r]), open, high, low, close: closes, volume};
  });
}

/** Copies of each symbol's bars dated up to `date`, at most `lookBack`. Copies, not views: there is no way on to later bars. */
export function barsUpTo(symbols: readonly SymbolBars[], date: string | null, lookBack: number): Bars[] {
  return symbols.map((bars) => {
    const to = date === null ? 0 : countUpTo(bars.dates, date);
    const from = Math.max(0, to - lookBack);
    return {
      open: bars.open.slice(from, to),
      high: bars.high.slice(from, to),
      low: bars.low.slice(from, to),
      close: bars.close.slice(from, to),
      volume: bars.volume.slice(from, to),
    };
  });
}

function countUpTo(dates: readonly string[], date: string): number {
  let low = 0;
  let high = dates.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (dates[middle] <= date) low = middle + 1;
    else high = middle;
  }
  return low;
}

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
