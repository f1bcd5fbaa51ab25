import type {Aside, CheckedFile, Row, TakenAs} from "./contract.ts";
import {signedQuantity} from "./fill-days.ts";
import {feeNumbers} from "./fills.ts";
import type {NamedText} from "./source.ts";
import {
  type SourceDay,
  type SourceFill,
  type SourceId,
  type SourceOptions,
  type SourceRows,
  sourceFormat,
  totalFees,
} from "./sources/index.ts";
import {readSide} from "./sources/sides.ts";
import {SPECS} from "./specs.ts";

/** An export that was read: its rows in the one shape of sources/types.ts, and as checked rows of a kind that a desk is made of. */
export interface ReadExport {
  readonly rows: SourceRows;
  readonly checked: CheckedFile;
}

/**
 * Reads an export of a platform.
 * @param evidence why it was taken for what it is.
 * @throws IngestError for what concerns the whole file; single rows are set aside.
 */
export function readExport(file: NamedText, id: SourceId, evidence: string, options: SourceOptions): ReadExport {
  const {label, read} = sourceFormat(id);
  const rows = read(file, options);
  const used = rows.fills.length + rows.days.reduce((n, day) => n + 1 + day.more.length, 0);
  if (rows.rowsRead !== used + rows.aside.length)
    throw new Error(`${file.name}: ${rows.rowsRead} rows read, ${used} used, ${rows.aside.length} set aside`);
  const taken = {as: label, evidence, notes: rows.notes, besides: counted(rows), stated: rows.stated};
  const checked = rows.days.length > 0 ? checkedDays(file, rows.days) : checkedFills(file, rows.fills);
  return {
    rows,
    checked: {
      ...checked,
      dates: {format: rows.dateFormat as never, undecided: false, otherOrder: 0, eitherOrder: 0},
      columns: rows.columns,
      rowsRead: rows.rowsRead,
      aside: rows.aside as Aside[],
      joined: rows.joined,
      taken,
    },
  };
}

function counted({besides}: SourceRows): TakenAs["besides"] {
  const kinds = new Map<string, {what: string; count: number; first: number}>();
  for (const {what, line} of besides) {
    const kind = kinds.get(what);
    if (kind === undefined) kinds.set(what, {what, count: 1, first: line});
    else kind.count++;
  }
  return [...kinds.values()];
}

const DAY_VALUES = ["net", "gross", "fees", "trades", "volume"] as const;

/** Days as rows of the daily contract: net first, then what any of them says. */
export function checkedDays(file: NamedText, days: readonly SourceDay[]): CheckedFile {
  const value = (day: SourceDay, name: (typeof DAY_VALUES)[number]) =>
    name === "fees" ? (Object.keys(day.fees).length > 0 ? totalFees(day.fees) : Number.NaN) : day[name];
  const charged = days.some((day) => Object.keys(day.fees).length > 0);
  const numbers = DAY_VALUES.filter((name) => name === "net" || days.some((day) => !Number.isNaN(value(day, name))));
  const of = (day: SourceDay, name: (typeof DAY_VALUES)[number]) => {
    const x = value(day, name);
    return name === "fees" && charged && Number.isNaN(x) ? 0 : x; // a day without a fee in a file that lists fees
  };
  return {
    ...nothing(file, "daily"),
    numbers,
    rows: days.map(({line, text, account, date, more, reformatted, ...day}): Row => {
      const all = {...day, line, text, account, date, more, reformatted};
      const values = numbers.map((name) => of(all, name) + 0);
      return {line, text, account, date, more, reformatted, values, symbol: "", time: Number.NaN, side: ""};
    }),
  };
}

/** Fills as rows of the fills contract. */
export function checkedFills(file: NamedText, fills: readonly SourceFill[]): CheckedFile {
  const charged = fills.some((fill) => Object.keys(fill.fees).length > 0);
  return {
    ...nothing(file, "fills"),
    numbers: charged ? ["quantity", "price", "fees"] : ["quantity", "price"],
    rows: fills.map((fill): Row => {
      const values = [fill.quantity, fill.price, ...(charged ? [totalFees(fill.fees) + 0] : [])];
      const {line, text, account, date, symbol, reformatted} = fill;
      return {line, text, account, date, values, symbol, time: fill.time / 60, side: fill.side, reformatted};
    }),
  };
}

function nothing(file: NamedText, kind: "daily" | "fills"): CheckedFile {
  return {
    source: {kind, ...file},
    spec: SPECS[kind],
    delimiter: "commas",
    dates: {format: null, undecided: false, otherOrder: 0, eitherOrder: 0},
    columns: [],
    numbers: [],
    rowsRead: 0,
    rows: [],
    aside: [],
    simulated: false,
  };
}

/**
 * Rows of our own fills contract in the shape of every other source; those whose side is not understood are left out, and so is a
 * file without symbols: no P&L follows from it.
 */
export function fillsOf(file: CheckedFile): SourceFill[] {
  const [quantity, price, multiplier, fx] = ["quantity", "price", "multiplier", "fx_to_base"].map((name) =>
    file.numbers.indexOf(name),
  );
  const fees = feeNumbers(file);
  const signsUsed = file.rows.some((row) => row.values[quantity] < 0);
  const given = (row: Row, k: number) => (k < 0 || Number.isNaN(row.values[k]) ? null : row.values[k]);
  return file.rows.flatMap((row) => {
    const signed = signedQuantity(row.values[quantity], row.side, signsUsed);
    if (!(Math.abs(signed) > 0) || row.symbol === "") return [];
    return {
      file: row.file ?? file.source.name,
      line: row.line,
      text: row.text,
      account: row.own ?? row.account,
      date: row.date,
      time: row.time * 60,
      zone: row.zone ?? null,
      symbol: row.symbol,
      side: signed > 0 ? "buy" : readSide(row.side) === "short" ? "short" : "sell",
      quantity: Math.abs(signed),
      price: row.values[price],
      multiplier: given(row, multiplier),
      effect: null,
      currency: row.currency || null,
      fxToBase: given(row, fx),
      fees: Object.fromEntries(fees.flatMap(({name, k}) => (row.values[k] ? [[name, row.values[k]]] : []))),
      realised: Number.NaN,
      id: row.id || null,
      orderId: null,
      reformatted: row.reformatted,
    } satisfies SourceFill;
  });
}
