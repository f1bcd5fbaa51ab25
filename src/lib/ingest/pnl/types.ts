import type {SourceFill} from "../sources/types.ts";

/** How closed lots are valued: the oldest first, or at the mean price of the open position. */
export type PnlMethod = "fifo" | "average";

/** What a study says about turning fills into P&L. All but `method` may be left out. */
export interface PnlOptions {
  readonly method: PnlMethod;
  /** Currency of the result; fills that name none are in it. */
  readonly currency: string;
  /** IANA zone of the exchange. Times that carry a zone or offset are moved to it; null: the time as written counts. */
  readonly timeZone?: string | null;
  /** "17:00": fills at or after this local time belong to the next weekday, as futures exchanges count; null: midnight. */
  readonly rollover?: string | null;
  /** Account → trader; an account that is not named is a trader of its own. */
  readonly traders?: Readonly<Record<string, string>>;
  readonly splits?: readonly Split[];
  readonly expiries?: readonly Expiry[];
  /** Rates by day; a day without one takes the latest before it, then what the fills themselves say. */
  readonly rates?: readonly Rate[];
  /** Market closes; positions held overnight are marked at them. */
  readonly closes?: readonly Close[];
  /** Last day that can be in the files (the day of the report); fills after it are set aside. */
  readonly until?: string | null;
  /** Threads of the database; default 1. The result does not depend on it. */
  readonly threads?: number;
  /** Memory that the database may use before it writes to `scratch`, such as "2GB". */
  readonly memory?: string;
  /** Folder below which a new one is made for what does not fit into memory, gone afterwards; default: the system's. */
  readonly scratch?: string;
  readonly progress?: (step: PnlStep, share: number | null) => void;
}

/** What is going on, in order. */
export const PNL_STEPS = ["read", "add up", "match", "mark"] as const;
export type PnlStep = (typeof PNL_STEPS)[number];

/** From `date` on, `to` units stand for what were `from` units before: 2 for 1 is {from: 1, to: 2}. */
export interface Split {
  readonly symbol: string;
  readonly date: string;
  readonly from: number;
  readonly to: number;
}

/** At the end of `date` every position in the symbol is closed at `price` (0: worthless), without fees. */
export interface Expiry {
  readonly symbol: string;
  readonly date: string;
  readonly price: number;
}

/** Units of the study's currency for one unit of `currency`. */
export interface Rate {
  readonly date: string;
  readonly currency: string;
  readonly rate: number;
}

export interface Close {
  readonly date: string;
  readonly symbol: string;
  readonly close: number;
}

/** Where fills come from: rows that a source read, or a file that the database reads by itself, whatever its size. */
export type FillInput =
  | {readonly kind: "rows"; readonly name: string; readonly rows: readonly SourceFill[]}
  | {
      readonly kind: "csv" | "parquet";
      readonly name: string;
      readonly path: string;
      readonly columns?: Partial<FillColumns>;
    };

/** Which column of a file holds what. */
export interface FillColumns {
  readonly account: string;
  readonly time: string;
  readonly symbol: string;
  readonly quantity: string;
  readonly price: string;
  /** null: the sign of the quantity says it. */
  readonly side: string | null;
  readonly id: string | null;
  readonly currency: string | null;
  readonly fxToBase: string | null;
  readonly multiplier: string | null;
  /** Kind of fee → column. */
  readonly fees: Readonly<Record<string, string>>;
}

/** A fill that is not used. */
export interface AsideFill {
  readonly file: string;
  /** 1-based line where it is known, else the row counted from 2 (a header is line 1). */
  readonly line: number;
  readonly reason: string;
  readonly text: string;
}

/** One trader and day, in the study's currency. */
export interface TraderDay {
  readonly trader: string;
  readonly date: string;
  /** gross − fees. */
  readonly net: number;
  /** realised + unrealised. */
  readonly gross: number;
  readonly realised: number;
  /** Change of the unrealised P&L since the day before. */
  readonly unrealised: number;
  readonly fees: number;
  readonly feesByKind: Readonly<Record<string, number>>;
  readonly fills: number;
  /** Units bought and sold. */
  readonly shares: number;
  readonly symbols: number;
  /** Σ price × quantity. */
  readonly tradedValue: number;
  /** Seconds since midnight of the trading day's first and last fill (exchange time); null without times. */
  readonly first: number | null;
  readonly last: number | null;
}

/** A position that is still open when the fills end. */
export interface OpenPosition {
  readonly account: string;
  readonly symbol: string;
  readonly currency: string;
  /** Below 0: short. After all splits. */
  readonly quantity: number;
  /** What the open lots cost (below 0: what they brought in), in `currency`. */
  readonly basis: number;
  readonly since: string;
  /** In `currency`, at the last mark; null: never marked. */
  readonly unrealised: number | null;
}

/** Days on which a position was held overnight and the market data have no close of the symbol. */
export interface Unmarked {
  readonly symbol: string;
  readonly days: readonly string[];
}

export interface FillFile {
  readonly name: string;
  readonly rowsRead: number;
  readonly rowsUsed: number;
  readonly rowsSetAside: number;
  /** Some row of it says that it was simulated. Looked for in files that the database alone reads. */
  readonly simulated?: true;
}

/** Everything that fills say about P&L. Rows by trader (code point), then date. */
export interface FillsPnl {
  readonly method: PnlMethod;
  readonly currency: string;
  readonly days: readonly TraderDay[];
  readonly feeKinds: readonly string[];
  readonly positions: readonly OpenPosition[];
  readonly unmarked: readonly Unmarked[];
  readonly files: readonly FillFile[];
  readonly aside: readonly AsideFill[];
  /**
   * Fills of rows whose trading day or time of day is another than what is written: by the exchange's zone, or after the rollover.
   * `minutes` since midnight of `date`, below 0 on the evening before; NaN without a time.
   */
  readonly moved: readonly {
    readonly file: string;
    readonly line: number;
    readonly date: string;
    readonly minutes: number;
  }[];
  /** Decimals of price and quantity that are kept; further ones are rounded. Sums are exact. */
  readonly decimals: {readonly price: number; readonly quantity: number};
  readonly notes: readonly string[];
}
