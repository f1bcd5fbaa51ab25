import type {CheckedFile, Row} from "./contract.ts";

export const BAR_VALUES = ["open", "high", "low", "close", "volume"] as const;

/** A day of one symbol. NaN: not on file. */
export type Bar = Readonly<Record<(typeof BAR_VALUES)[number], number>> & {
  readonly date: string;
  readonly symbol: string;
  /** Rows of the file that it was made of. */
  readonly bars: number;
};

/** How several bars of a symbol and date become one, as reports say it. */
export const BAR_RULE =
  "Bars within a day become one: open of the first, close of the last, highest high, lowest low, volumes added up; the date as written is the day, and every bar of it counts, before and after the regular session too.";

/** One bar a date and symbol, in that order. Bars without a time of day come first, then by time. */
export function dailyBars(file: CheckedFile): Bar[] {
  const at = BAR_VALUES.map((name) => file.numbers.indexOf(name));
  const value = (row: Row, k: number) => (at[k] < 0 ? Number.NaN : row.values[at[k]]);
  const clock = (row: Row) => (Number.isNaN(row.time) ? -1 : row.time);
  const rows = [...file.rows].sort(
    (a, b) => byCodePoint(a.date, b.date) || byCodePoint(a.symbol, b.symbol) || clock(a) - clock(b) || a.line - b.line,
  );
  const bars: Bar[] = [];
  for (let i = 0; i < rows.length; ) {
    let end = i + 1;
    while (end < rows.length && rows[end].date === rows[i].date && rows[end].symbol === rows[i].symbol) end++;
    const day = rows.slice(i, end);
    const all = (k: number) => day.map((row) => value(row, k)).filter((x) => !Number.isNaN(x));
    const [highs, lows, volumes] = [all(1), all(2), all(4)];
    bars.push({
      date: rows[i].date,
      symbol: rows[i].symbol,
      open: value(day[0], 0),
      high: highs.length === 0 ? Number.NaN : highs.reduce((a, b) => Math.max(a, b)),
      low: lows.length === 0 ? Number.NaN : lows.reduce((a, b) => Math.min(a, b)),
      close: value(day[day.length - 1], 3),
      volume: volumes.length === 0 ? Number.NaN : volumes.reduce((a, b) => a + b),
      bars: day.length,
    });
    i = end;
  }
  return bars;
}

function byCodePoint(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
