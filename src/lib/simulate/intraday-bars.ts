import {type Table, table} from "../numeric/index.ts";
import {clock} from "./fill-source.ts";
import {BAR_SECONDS, BARS, HALF_DAY_BARS, intradayShape, OPEN_SECOND} from "./session.ts";
import type {Simulation} from "./simulation.ts";

/** Half-hour bars of the simulated market: date, time (of the bar's start), symbol, bar (0 …), open, close, volume. */
export type IntradayBars = Table;

/** The market's half-hour bars, by day, symbol and bar; a half day has 7. Volume follows the session's U-shape. */
export function intradayBars({dates, market}: Simulation): IntradayBars {
  const {symbols, bars, path, volume} = market;
  const shapes = new Map([HALF_DAY_BARS, BARS].map((n) => [n, intradayShape(n)]));
  let count = 0;
  for (const n of bars) count += n * symbols.length;
  const columns = {
    date: new Array<string>(count),
    time: new Array<string>(count),
    symbol: new Array<string>(count),
    bar: new Int32Array(count),
    open: new Float64Array(count),
    close: new Float64Array(count),
    volume: new Float64Array(count),
  };
  let k = 0;
  for (let t = 0; t < dates.length; t++) {
    const shape = shapes.get(bars[t])!;
    for (let s = 0; s < symbols.length; s++) {
      const cell = t * symbols.length + s;
      for (let b = 0; b < bars[t]; b++, k++) {
        columns.date[k] = dates[t];
        columns.time[k] = clock(OPEN_SECOND + b * BAR_SECONDS);
        columns.symbol[k] = symbols[s];
        columns.bar[k] = b;
        columns.open[k] = path[cell * (BARS + 1) + b];
        columns.close[k] = path[cell * (BARS + 1) + b + 1];
        columns.volume[k] = Math.round(volume[cell] * shape[b]);
      }
    }
  }
  return table(columns);
}
