import type {CheckedFile, Row} from "./contract.ts";
import {behaviourOf, type Fill, type FillBehaviour, inTime, ROUND_TRIP_COLUMNS, signedQuantity} from "./fill-days.ts";
import {type KnownPositions, knownPositions} from "./known-positions.ts";
import {emptyBook} from "./round-trips.ts";
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
  /** Fills by `keyOf(account, date)`. */
  readonly counts: ReadonlyMap<string, number>;
}

/** A fill with its fees of all kinds, 0 where it has none. */
export interface ChargedFill extends Fill {
  readonly fee: number;
}

/** Shares and entropies of nothing are missing, not zero. */
const UNDEFINED_WITHOUT_FILLS = ["symbol_herfindahl", "hour_entropy"];

interface DayTotal {
  readonly fills: number;
  readonly traded_value: number;
  readonly fill_fees: number;
}

/** Takes fills one by one, trader by trader and each trader's in the order of time, and holds no more than those of one day. */
export interface FillTotaller {
  add(trader: string, fill: ChargedFill): void;
  /** What they add up to, once all were taken. @param charged whether the files have fees. */
  totals(charged: boolean): FillTotals;
}

export function fillTotaller(known: (trader: string) => KnownPositions = knownPositions({})): FillTotaller {
  const days = new Map<string, DayTotal & FillBehaviour>();
  const seen = {fills: 0, unsided: 0, symbols: false, times: false, first: "9999", last: ""};
  let trader: string | null = null;
  let book = emptyBook();
  let day: ChargedFill[] = [];
  const close = () => {
    if (trader === null || day.length === 0) return;
    const total = {fills: day.length, traded_value: 0, fill_fees: 0};
    for (const {value, fee} of day) {
      total.traded_value += value;
      total.fill_fees += fee;
    }
    days.set(keyOf(trader, day[0].date), {...total, ...behaviourOf(day, book)});
    day = [];
  };
  return {
    add(account, fill) {
      if (account !== trader || (day.length > 0 && day[0].date !== fill.date)) close();
      if (account !== trader) book = emptyBook(known(account));
      trader = account;
      day.push(fill);
      seen.fills++;
      if (Number.isNaN(fill.quantity)) seen.unsided++;
      if (fill.symbol !== "") seen.symbols = true;
      if (!Number.isNaN(fill.time)) seen.times = true;
      if (fill.date < seen.first) seen.first = fill.date;
      if (fill.date > seen.last) seen.last = fill.date;
    },
    totals(charged) {
      close();
      const {first, last, unsided} = seen;
      const given: Readonly<Record<string, boolean>> = {
        fill_fees: charged,
        symbol_herfindahl: seen.symbols,
        hour_entropy: seen.times,
      };
      const columns = FILL_COLUMNS.filter((name) =>
        (ROUND_TRIP_COLUMNS as readonly string[]).includes(name) ? unsided < seen.fills : (given[name] ?? true),
      );
      const none = columns.map((name) => (UNDEFINED_WITHOUT_FILLS.includes(name) ? Number.NaN : 0));
      const beyond = columns.map(() => Number.NaN);
      return {
        columns,
        unsided,
        counts: new Map(Array.from(days, ([key, total]) => [key, total.fills])),
        of(key, date) {
          const total = days.get(key) as Readonly<Record<string, number>> | undefined;
          if (total === undefined) return date >= first && date <= last ? none : beyond;
          return columns.map((name) => total[name]);
        },
      };
    },
  };
}

/** Columns of a file of fills that hold numbers and no fees. */
const NO_FEES = ["quantity", "price", "multiplier", "fx_to_base"];

/** The fees of a file of fills: the kind, as the file calls it, and its place among the file's numbers. */
export function feeNumbers({numbers, columns}: CheckedFile): {readonly name: string; readonly k: number}[] {
  return numbers.flatMap((name, k) => {
    if (NO_FEES.includes(name)) return [];
    const written = columns.find((column) => column.role === `fee, called ${name}`)?.name;
    return [{name: written ?? name, k}];
  });
}

/** Adds fills up by trader and day, each trader's in the order of time. */
export function totalFills(file: CheckedFile, known?: (trader: string) => KnownPositions): FillTotals {
  const totaller = fillTotaller(known);
  const byTrader = new Map<string, Row[]>();
  for (const row of file.rows) {
    const own = byTrader.get(row.account);
    if (own === undefined) byTrader.set(row.account, [row]);
    else own.push(row);
  }
  const charge = chargedFill(file);
  for (const [account, rows] of byTrader) for (const row of [...rows].sort(inTime)) totaller.add(account, charge(row));
  return totaller.totals(feeNumbers(file).length > 0);
}

/** Makes fills of the rows of a file. */
export function chargedFill(file: CheckedFile): (row: Row) => ChargedFill {
  const [quantity, price, multiplier] = ["quantity", "price", "multiplier"].map((name) => file.numbers.indexOf(name));
  const fees = feeNumbers(file);
  const signsUsed = file.rows.some((row) => row.values[quantity] < 0);
  return ({date, time, symbol, side, values, account, own = account}) => {
    const worth = multiplier < 0 || Number.isNaN(values[multiplier]) ? 1 : values[multiplier];
    const paid = values[price] * worth;
    return {
      ...{date, time, symbol, account: own, price: paid},
      quantity: signedQuantity(values[quantity], side, signsUsed),
      value: Math.abs(values[quantity] * paid),
      fee: fees.reduce((sum, {k}) => sum + (Number.isNaN(values[k]) ? 0 : values[k]), 0),
    };
  };
}
