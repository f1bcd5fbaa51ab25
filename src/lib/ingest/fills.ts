import type {CheckedFile, Row} from "./contract.ts";
import {behaviourByDay, type FillBehaviour, inTime, ROUND_TRIP_COLUMNS, signedQuantity} from "./fill-days.ts";
import {keyOf} from "./set-aside.ts";

/** What the fills may become in `Desk.daily`. */
export const FILL_COLUMNS: readonly string[] = [
  ...["fills", "traded_value", "fill_fees", "symbol_herfindahl", "hour_entropy"],
  ...ROUND_TRIP_COLUMNS,
];

/** Fills added up by trader and day. */
export interface FillTotals {
  /** Those of `FILL_COLUMNS` that the file gives: fees, times, symbols and sides may be absent. */
  readonly columns: readonly string[];
  /** Fills whose side is not understood: they count as fills, but open and close nothing. */
  readonly unsided: number;
  /** One value a column by `keyOf(account, date)`: zeros (NaN for a share) where the file covers the date and has no fill, NaN beyond its dates. */
  readonly of: (key: string, date: string) => readonly number[];
}

/** Shares and entropies of nothing are missing, not zero. */
const UNDEFINED_WITHOUT_FILLS = ["symbol_herfindahl", "hour_entropy"];

interface DayTotal {
  fills: number;
  traded_value: number;
  fill_fees: number;
}

/** Adds fills up by trader and day: numbers in the order of the file, behaviour in the order of time. */
export function totalFills(file: CheckedFile): FillTotals {
  const [quantity, price, fee] = ["quantity", "price", "fees"].map((name) => file.numbers.indexOf(name));
  const totals = new Map<string, DayTotal>();
  const byTrader = new Map<string, Row[]>();
  let first = "9999";
  let last = "";
  for (const row of file.rows) {
    const key = keyOf(row.account, row.date);
    const total = totals.get(key) ?? {fills: 0, traded_value: 0, fill_fees: 0};
    total.fills += 1;
    total.traded_value += Math.abs(row.values[quantity]) * Math.abs(row.values[price]);
    if (fee >= 0 && !Number.isNaN(row.values[fee])) total.fill_fees += row.values[fee];
    totals.set(key, total);
    const own = byTrader.get(row.account);
    if (own === undefined) byTrader.set(row.account, [row]);
    else own.push(row);
    if (row.date < first) first = row.date;
    if (row.date > last) last = row.date;
  }
  const signsUsed = file.rows.some((row) => row.values[quantity] < 0);
  const behaviour = new Map<string, FillBehaviour>();
  for (const [account, rows] of byTrader) {
    const fills = [...rows].sort(inTime).map((row) => ({
      date: row.date,
      time: row.time,
      symbol: row.symbol,
      quantity: signedQuantity(row.values[quantity], row.side, signsUsed),
      price: row.values[price],
      value: Math.abs(row.values[quantity] * row.values[price]),
    }));
    for (const [date, day] of behaviourByDay(fills)) behaviour.set(keyOf(account, date), day);
  }
  const unsided = file.rows.filter((row) => Number.isNaN(signedQuantity(1, row.side, signsUsed))).length;
  const given: Readonly<Record<string, boolean>> = {
    fill_fees: fee >= 0,
    symbol_herfindahl: file.rows.some((row) => row.symbol !== ""),
    hour_entropy: file.rows.some((row) => !Number.isNaN(row.time)),
  };
  const columns = FILL_COLUMNS.filter((name) =>
    (ROUND_TRIP_COLUMNS as readonly string[]).includes(name) ? unsided < file.rows.length : (given[name] ?? true),
  );
  const none = columns.map((name) => (UNDEFINED_WITHOUT_FILLS.includes(name) ? Number.NaN : 0));
  const beyond = columns.map(() => Number.NaN);
  return {
    columns,
    unsided,
    of(key, date) {
      const total = totals.get(key);
      if (total === undefined) return date >= first && date <= last ? none : beyond;
      const all = {...total, ...behaviour.get(key)} as unknown as Readonly<Record<string, number>>;
      return columns.map((name) => all[name]);
    },
  };
}
