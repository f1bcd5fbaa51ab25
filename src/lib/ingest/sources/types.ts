import {type SourceName, sourceNames} from "../../study/index.ts";
import type {Aside} from "../contract.ts";
import type {DateFormat} from "../dates.ts";
import type {NamedText} from "../source.ts";

/**
 * The one shape that every broker, platform or database source is read into. What it does not say is null (NaN for a
 * number that may be missing); nothing is guessed. Names of accounts are those of the export: the study's mapping of
 * accounts to traders is applied later, so that `account` can be found in the file.
 */
export interface SourceFill {
  /** Name of the file (or "table"), and the 1-based line in it (for XML the line on which the element starts, for a table its row). */
  readonly file: string;
  readonly line: number;
  /** The line as it stands, for the file of rows set aside. */
  readonly text: string;
  readonly account: string;
  /** ISO date as written: the date in `zone`. It is the trading day unless the study's calendar says otherwise. */
  readonly date: string;
  /** Seconds since midnight of `date` as written, fractions kept; NaN where the export gives a date alone. */
  readonly time: number;
  /** The platform says itself that `date` is the trading day, and the time is of another (below 0: the evening before). */
  readonly booked?: true;
  /** "Z", an offset ("+02:00") or an IANA name where the export says which; null: exchange-local, as written. */
  readonly zone: string | null;
  readonly symbol: string;
  readonly side: FillSide;
  /** Above 0, always: `side` has the sign (`signedFill`). */
  readonly quantity: number;
  readonly price: number;
  /** Money a unit of price a unit of quantity: 1 for shares, 100 for most equity options, as the export says; null: not said. */
  readonly multiplier: number | null;
  /** What the platform says that the fill did to the position; null: not said. */
  readonly effect: FillEffect | null;
  /** ISO 4217 code of price and fees; null: that of the study. */
  readonly currency: string | null;
  /** Units of the account's base currency a unit of `currency`; null: not said. */
  readonly fxToBase: number | null;
  /** By kind as the export calls it (commission, sec, taf, …), in `currency`: costs above 0, rebates below. Zeros are left out. */
  readonly fees: Readonly<Record<string, number>>;
  /** P&L that the platform itself reports for this fill, in `currency`; NaN: not said. `SourceRows.realised` says whether fees are in it. */
  readonly realised: number;
  /** Id of the execution (unique within an account where the platform gives it), and of the order. */
  readonly id: string | null;
  readonly orderId: string | null;
  /** Cells that were read although not plainly written. */
  readonly reformatted: number;
}

/** A short sale sells as any sale does; that it was marked as short is kept (`short`) for what borrows cost. */
export type FillSide = "buy" | "sell" | "short";
export type FillEffect = "open" | "close" | "reverse";

/** +1 or −1 times the quantity. */
export function signedFill({side, quantity}: Pick<SourceFill, "side" | "quantity">): number {
  return side === "buy" ? quantity : -quantity;
}

/** Σ fees of a fill or day, in the order of their names so that the sum does not depend on the order of columns. */
export function totalFees(fees: Readonly<Record<string, number>>): number {
  let sum = 0;
  for (const name of Object.keys(fees).sort()) sum += fees[name];
  return sum;
}

/** One account's summary of one day, as a platform reports it. */
export interface SourceDay {
  readonly file: string;
  readonly line: number;
  readonly text: string;
  readonly account: string;
  readonly date: string;
  /** After all fees, in `currency`. */
  readonly net: number;
  /** Before fees; NaN: not said. */
  readonly gross: number;
  /** As in `SourceFill`; empty where not said. */
  readonly fees: Readonly<Record<string, number>>;
  /** Numbers of trades (round trips or orders) and traded units; NaN: not said. */
  readonly trades: number;
  readonly volume: number;
  readonly currency: string | null;
  readonly fxToBase: number | null;
  /** Further lines that this day was added up from (equities and options of one day, single trades): they are used, or set aside, with it. */
  readonly more: readonly {readonly line: number; readonly text: string}[];
  readonly reformatted: number;
}

/** A line that is understood and holds no row: a heading, a total of rows that are read, a deposit. */
export interface Besides {
  readonly line: number;
  /** "total", "heading", "balance operation", …: one word or two, counted by it in the report. */
  readonly what: string;
  readonly text: string;
}

/**
 * What a file was read as. Conservation, tested for each source: lines that are not blank (or elements, or records) =
 * besides + joined + rowsRead, and rowsRead = fills + days (each with its `more`) + aside.
 */
export interface SourceRows {
  readonly rowsRead: number;
  /** Lines within quotes that belong to the row above them. */
  readonly joined: number;
  readonly fills: readonly SourceFill[];
  readonly days: readonly SourceDay[];
  readonly aside: readonly Aside[];
  readonly besides: readonly Besides[];
  /** Column (or attribute) by column: what it was taken for. */
  readonly columns: readonly {readonly name: string; readonly role: string}[];
  /** How dates were written; null where there is none. */
  readonly dateFormat: string | null;
  /** What a reader should know of how this file was read: "times are the broker's server time". */
  readonly notes: readonly string[];
  /** Whether `realised` of its fills is before fees (MetaTrader) or after them (Interactive Brokers); null: it says nothing. */
  readonly realised: "before fees" | "after fees" | null;
  /** Currency that `fxToBase` of an account's fills leads to; null where the file does not say it. */
  readonly baseCurrency?: (account: string) => string | null;
  /** The last day that the file says it reports, or the day on which it says it was made; absent: it does not say. */
  readonly reportDate?: string | null;
  /** Totals that the file states, beside what its rows add up to. */
  readonly stated: readonly StatedTotal[];
}

/** A total on file beside the sum of the rows that it totals. */
export interface StatedTotal {
  readonly line: number;
  readonly what: string;
  readonly stated: number;
  readonly summed: number;
}

/** What a study may say about a source's files where they leave it open. */
export interface SourceOptions {
  readonly dateFormat?: DateFormat;
  /** Trading date (ISO) of a file whose rows have a time of day alone. */
  readonly date?: string;
  /** Account of a file that names none. */
  readonly account?: string;
}

/** Exports that are recognised from their content. CSV files with headers of our own contract are not among them (see specs.ts). */
export const SOURCE_IDS = sourceNames;
export type SourceId = SourceName;

/** A source: how it is recognised and how it is read. */
export interface SourceFormat {
  readonly id: SourceId;
  readonly label: string;
  /**
   * Evidence in the content that a file is of this kind, in words ("header has Acct, B/S, ECN Fee"), with how strong it is
   * (the number of telling marks found); null: it is not.
   */
  readonly recognise: (file: NamedText) => Evidence | null;
  /** @throws IngestError for what concerns the whole file; single rows are set aside. */
  readonly read: (file: NamedText, options: SourceOptions) => SourceRows;
}

export interface Evidence {
  readonly marks: number;
  readonly words: string;
}
