import type {CheckedFile} from "./contract.ts";
import {keyOf} from "./set-aside.ts";

/** What a trader's fills of a day add up to. NaN: the file says nothing about that day. */
export interface FillDay {
  /** Number of fills. */
  readonly fills: number;
  /** Σ |quantity| · |price|, study currency. */
  readonly tradedValue: number;
  /** Σ fees; a fill without a fee counts as 0. */
  readonly fees: number;
}

export interface FillTotals {
  readonly hasFees: boolean;
  /** Totals by `keyOf(account, date)`: zeros where the file covers the date and has no fill, NaN beyond its dates. */
  readonly of: (key: string, date: string) => FillDay;
}

const NO_FILLS: FillDay = {fills: 0, tradedValue: 0, fees: 0};
const NOT_COVERED: FillDay = {fills: Number.NaN, tradedValue: Number.NaN, fees: Number.NaN};

/** What the fills become in `Desk.daily`. */
export const FILL_COLUMNS = ["fills", "traded_value", "fill_fees"] as const;

/** Adds fills up by trader and day, in the order of the file. */
export function totalFills(file: CheckedFile): FillTotals {
  const [quantity, price, fee] = ["quantity", "price", "fees"].map((name) => file.numbers.indexOf(name));
  const totals = new Map<string, {fills: number; tradedValue: number; fees: number}>();
  let first = "9999";
  let last = "";
  for (const row of file.rows) {
    const key = keyOf(row.account, row.date);
    const total = totals.get(key) ?? {fills: 0, tradedValue: 0, fees: 0};
    total.fills += 1;
    total.tradedValue += Math.abs(row.values[quantity]) * Math.abs(row.values[price]);
    if (fee >= 0 && !Number.isNaN(row.values[fee])) total.fees += row.values[fee];
    totals.set(key, total);
    if (row.date < first) first = row.date;
    if (row.date > last) last = row.date;
  }
  return {
    hasFees: fee >= 0,
    of: (key, date) => totals.get(key) ?? (date >= first && date <= last ? NO_FILLS : NOT_COVERED),
  };
}
