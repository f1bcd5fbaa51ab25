import {type Column, type Table, table} from "../numeric/index.ts";
import {BAR_VALUES, dailyBars} from "./bars.ts";
import type {CheckedFile, Row} from "./contract.ts";
import type {FillTotals} from "./fills.ts";
import {keyOf} from "./set-aside.ts";

/** The desk's traders and days, and the numbers that stand for them. */
export interface Axes {
  readonly accounts: readonly string[];
  readonly days: readonly string[];
  readonly trader: ReadonlyMap<string, number>;
  readonly day: ReadonlyMap<string, number>;
}

/** Traders by code point and days in order of time: those of the daily rows that are used. */
export function axesOf(daily: CheckedFile): Axes {
  const accounts = [...new Set(daily.rows.map((row) => row.account))].sort(byCodePoint);
  const days = [...new Set(daily.rows.map((row) => row.date))].sort(byCodePoint);
  return {accounts, days, trader: numbered(accounts), day: numbered(days)};
}

/** Rows sorted by trader, then day. */
export function sortedRows(file: CheckedFile, {trader, day}: Axes): Row[] {
  return [...file.rows].sort(
    (a, b) => trader.get(a.account)! - trader.get(b.account)! || day.get(a.date)! - day.get(b.date)! || a.line - b.line,
  );
}

/** `Desk.daily`: net first, then the other numbers of daily.csv, then what the fills add up to. */
export function dailyTable(
  rows: readonly Row[],
  numbers: readonly string[],
  axes: Axes,
  fills: FillTotals | null,
): Table {
  const columns: Record<string, Column> = {...index(rows, axes), net: values(rows, numbers.indexOf("net"))};
  numbers.forEach((name, k) => {
    if (name !== "net") columns[name] = values(rows, k);
  });
  if (fills !== null) {
    const totals = rows.map((row) => fills.of(keyOf(row.account, row.date), row.date));
    fills.columns.forEach((name, k) => {
      columns[name] = Float64Array.from(totals, (t) => t[k]);
    });
  }
  return table(columns);
}

/** `Desk.predictions`: trader, day, fold, then the signals and labels in the order of the file. */
export function predictionsTable(rows: readonly Row[], numbers: readonly string[], axes: Axes): Table {
  const fold = numbers.indexOf("fold");
  const columns: Record<string, Column> = {
    ...index(rows, axes),
    fold: fold < 0 ? new Float64Array(rows.length).fill(Number.NaN) : values(rows, fold),
  };
  numbers.forEach((name, k) => {
    if (k !== fold) columns[name] = values(rows, k);
  });
  return table(columns);
}

/** `Desk.interventions`: trader, day, multiplier, and propensity where the file has it. */
export function interventionsTable(rows: readonly Row[], numbers: readonly string[], axes: Axes): Table {
  const propensity = numbers.indexOf("propensity");
  return table({
    ...index(rows, axes),
    multiplier: values(rows, numbers.indexOf("multiplier")),
    ...(propensity < 0 ? {} : {propensity: values(rows, propensity)}),
  });
}

/** `Desk.market`, by date and symbol, bars of a day made one. What the file does not have is NaN, the symbol "". */
export function marketTable(file: CheckedFile, axes: Axes): Table {
  const bars = dailyBars(file);
  const columns: Record<string, Column> = {
    day: Int32Array.from(bars, (bar) => axes.day.get(bar.date) ?? -1),
    date: bars.map((bar) => bar.date),
    symbol: bars.map((bar) => bar.symbol),
  };
  for (const name of BAR_VALUES) columns[name] = Float64Array.from(bars, (bar) => bar[name]);
  return table(columns);
}

function index(rows: readonly Row[], {trader, day}: Axes): Record<string, Column> {
  return {
    trader: Int32Array.from(rows, (row) => trader.get(row.account)!),
    day: Int32Array.from(rows, (row) => day.get(row.date)!),
  };
}

function values(rows: readonly Row[], k: number): Float64Array {
  return Float64Array.from(rows, (row) => row.values[k]);
}

function numbered(names: readonly string[]): Map<string, number> {
  return new Map(names.map((name, i) => [name, i]));
}

function byCodePoint(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
