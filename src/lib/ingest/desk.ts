import type {Table} from "../numeric/table.ts";
import type {Origin} from "../study/origin.ts";
import type {TakenAs} from "./contract.ts";
import type {TradingCalendar} from "./trading-calendar.ts";

/**
 * A desk: what every later station reads. Traders and days are small integers that index `accounts` and `days`.
 * Days are the desk's trading days: every date on which any trader has a daily row, ascending.
 */
export interface Desk {
  readonly origin: Origin;
  /** Trader names, sorted by code point; a row's `trader` indexes this. */
  readonly accounts: readonly string[];
  /** ISO dates (YYYY-MM-DD), ascending, unique; a row's `day` indexes this. */
  readonly days: readonly string[];
  /**
   * One row per trader and day, sorted by trader then day: trader Int32, day Int32, net Float64 (study currency), then
   * the optional numeric columns that were found (gross, fees, trades, volume, and from fills.csv: fills, traded_value,
   * fill_fees, and what fill-days.ts says of behaviour), NaN where missing.
   */
  readonly daily: Table;
  /** Predictions made elsewhere: trader, day, fold (Float64, NaN if not given), then one Float64 column a signal or label. */
  readonly predictions: Table | null;
  /** What was really done to a trader on a day: trader, day, multiplier (Float64 ≥ 0; rows exist only where stated), and propensity (the chance of that multiplier) where on file. */
  readonly interventions: Table | null;
  /** Market bars: day Int32 (−1 where the market traded and the desk did not), date text, symbol text, open, high, low, close, volume. */
  readonly market: Table | null;
  /** Known only for simulated desks: what a method should find. */
  readonly truth: DeskTruth | null;
  readonly quality: Quality;
  /**
   * Every row not used: file text, line Int32 (1-based; the header is line 1), trader text and date text (ISO; each "" where the row
   * does not say it readably), reason text, row text (as read).
   */
  readonly setAside: Table;
}

export interface DeskTruth {
  /**
   * Mean over the treated trader-days of E[Y(1) − Y(0) | past], study currency: the effect on the treated that an estimate
   * should find. (The realised mean differs from it by the luck of outcomes that are in no data.)
   */
  readonly effectPerTreatedDay: number;
  /** Highest R² that any prediction from the past could reach on this desk's net, or null if the generator does not know. */
  readonly attainableR2: number | null;
}

/** `quality.json`: what was read, what was not used, and what that means. */
export interface Quality {
  readonly files: readonly FileReport[];
  readonly checks: readonly QualityCheck[];
  /** What a study on these files can and cannot do. */
  readonly abilities: readonly Ability[];
  /** On which days the exchange was open; absent for desks that no file was read for. */
  readonly calendar?: TradingCalendar;
}

export interface FileReport {
  readonly file: string;
  readonly sha256: string;
  readonly bytes: number;
  /** Data rows, the header not counted: rowsRead = rowsUsed + rowsSetAside, always. */
  readonly rowsRead: number;
  readonly rowsUsed: number;
  readonly rowsSetAside: number;
  /** As recognised: "YYYY-MM-DD". */
  readonly dateFormat: string;
  readonly columns: readonly {readonly name: string; readonly role: string}[];
  /** Values that were read although not plainly written, such as "1,234.50" or "(12.3)". */
  readonly reformatted: number;
  /** Lines within quotes that belong to the row above them; absent: none. */
  readonly joinedLines?: number;
  /** How the bytes were read, where not as UTF-8. */
  readonly encoding?: string;
  /** What the file was taken for, why, and what it holds besides rows; absent for files that are read by their name. */
  readonly taken?: TakenAs;
}

export interface QualityCheck {
  readonly id: string;
  readonly title: string;
  readonly severity: "ok" | "info" | "warning" | "error";
  readonly count: number;
  /** At most five, as text a reader can find in the file: "daily.csv line 12: …". */
  readonly examples: readonly string[];
  /** What it does to the study. */
  readonly consequence: string;
}

export interface Ability {
  readonly what: string;
  readonly possible: boolean;
  /** Why (not), and what would be needed. */
  readonly why: string;
}
