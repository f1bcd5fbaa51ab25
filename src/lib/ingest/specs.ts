import {feeColumns} from "./fee-columns.ts";
import type {FileKind} from "./source.ts";

/** A column that a file may or must have. */
export interface ColumnSpec {
  /** Its name in the desk's tables. */
  readonly name: string;
  /** What a reader calls it. */
  readonly label: string;
  /** "time": a date and perhaps a time of day; "clock": a time of day alone; "stamp": when a prediction was made. */
  readonly type: "account" | "date" | "time" | "clock" | "stamp" | "number" | "text";
  readonly required: boolean;
  /** Other headers that mean the same, compared by `headerKey`; earlier ones win. */
  readonly aliases: readonly string[];
  /** Whether an empty cell is a missing value (NaN) rather than a reason to set the row aside. */
  readonly mayBeMissing?: boolean;
  /** What is wrong with a value, in words that follow the column's name; null if nothing is. */
  readonly check?: (value: number) => string | null;
}

export interface FileSpec {
  readonly kind: FileKind;
  readonly columns: readonly ColumnSpec[];
  /** What becomes of other columns with numbers: kept under their own names (all, or those at these places), or not used. */
  readonly others: {readonly keep: boolean | ((header: readonly string[]) => readonly number[]); readonly role: string};
  /** What two rows cannot share; null: repeats are normal. */
  readonly unique: {readonly words: string; readonly bySymbol: boolean; readonly byTime?: boolean} | null;
  /** What a reader does who lacks a required column. */
  readonly purpose: string;
}

const notNegative = (x: number) => (x >= 0 ? null : "is negative");
const positive = (x: number) => (x > 0 ? null : "is not above 0");

const account: ColumnSpec = {
  name: "account_id",
  label: "account",
  type: "account",
  required: true,
  aliases: ["account", "acct", "accountname", "trader", "traderid", "tradername", "user", "userid", "login"],
};
const date: ColumnSpec = {
  name: "date",
  label: "date",
  type: "date",
  required: true,
  aliases: [
    "tradingdate",
    "tradedate",
    "tradingday",
    "day",
    "businessdate",
    "session",
    "asof",
    "datetime",
    "timestamp",
    "time",
  ],
};

function numberColumn(name: string, label: string, aliases: string[], more: Partial<ColumnSpec> = {}): ColumnSpec {
  return {name, label, type: "number", required: false, mayBeMissing: true, aliases, ...more};
}
const needed = {required: true, mayBeMissing: false};

/** The contract of each file: its columns, what they are also called, and what a value must satisfy. */
export const SPECS: Readonly<Record<FileKind, FileSpec>> = {
  daily: {
    kind: "daily",
    columns: [
      account,
      date,
      numberColumn(
        "net",
        "net P&L",
        ["netpnl", "netpl", "pnl", "pl", "netprofit", "netamount", "nettotal", "dailypnl", "dailynet", "realizedpnl"],
        needed,
      ),
      numberColumn("gross", "gross P&L", ["grosspnl", "grosspl", "grossprofit"]),
      numberColumn("fees", "fees", ["fee", "commission", "commissions", "costs", "totalfees"]),
      numberColumn("trades", "number of trades", ["ntrades", "numtrades", "tradecount", "numberoftrades", "orders"], {
        check: notNegative,
      }),
      numberColumn("volume", "traded volume", ["qty", "quantity", "shares", "contracts"], {check: notNegative}),
    ],
    others: {keep: true, role: "other number"},
    unique: {words: "account and date", bySymbol: false},
    purpose: "one row a trader and day with the net P&L",
  },
  predictions: {
    kind: "predictions",
    columns: [
      account,
      date,
      numberColumn("fold", "fold", ["foldid", "split", "cvfold"], {
        check: (x) => (Number.isInteger(x) && x >= 0 ? null : "is not a whole number of 0 or more"),
      }),
      {
        name: "made_at",
        label: "time at which the prediction was made",
        type: "stamp",
        required: false,
        aliases: [
          ...["predictedat", "createdat", "generatedat", "issuedat", "computedat", "forecastat"],
          ...["predictiontime", "forecasttime", "predictiontimestamp", "generatedon", "createdon"],
        ],
      },
    ],
    others: {keep: true, role: "signal or label"},
    unique: {words: "account and date", bySymbol: false},
    purpose: "one row a trader and day with what was predicted for that day",
  },
  fills: {
    kind: "fills",
    columns: [
      account,
      {
        name: "time",
        label: "time of the fill (its date as written is the trading day)",
        type: "time",
        required: true,
        aliases: ["date", "datetime", "timestamp", "tradedate", "filltime", "filledat", "executiontime", "executedat"],
      },
      {name: "clock", label: "time of day of the fill", type: "clock", required: false, aliases: []}, // see `clockBeside`
      {
        name: "symbol",
        label: "symbol",
        type: "text",
        required: false,
        aliases: ["ticker", "instrument", "security", "contract"],
      },
      {name: "side", label: "side", type: "text", required: false, aliases: ["buysell", "action", "direction", "bs"]},
      numberColumn("quantity", "quantity", ["qty", "shares", "size", "contracts", "filledqty"], needed),
      numberColumn("price", "price", ["fillprice", "px", "executionprice", "avgprice"], needed),
      {
        name: "execution_id",
        label: "id of the fill",
        type: "text",
        required: false,
        aliases: ["execid", "fillid", "tradeid", "dealid", "id"],
      },
      {name: "currency", label: "currency", type: "text", required: false, aliases: ["ccy"]},
      numberColumn("multiplier", "contract multiplier", ["contractsize", "pointvalue"], {check: positive}),
      numberColumn("fx_to_base", "rate to the study's currency", ["fxratetobase", "fxrate", "rate"], {check: positive}),
    ],
    others: {keep: feeColumns, role: "fee"},
    unique: null,
    purpose: "one row a fill",
  },
  market: {
    kind: "market",
    columns: [
      {...date, type: "time"},
      {name: "clock", label: "time of day of the bar", type: "clock", required: false, aliases: ["time", "bartime"]},
      {name: "symbol", label: "symbol", type: "text", required: false, aliases: ["ticker", "index", "instrument"]},
      numberColumn("open", "open", ["openprice"], {check: positive}),
      numberColumn("high", "high", ["highprice"], {check: positive}),
      numberColumn("low", "low", ["lowprice"], {check: positive}),
      numberColumn("close", "close", ["closeprice", "last", "price", "settle", "adjclose"], {
        ...needed,
        check: positive,
      }),
      numberColumn("volume", "volume", ["vol"], {check: notNegative}),
    ],
    others: {keep: false, role: ""},
    unique: {words: "date and symbol", bySymbol: true, byTime: true},
    purpose: "one row a day (and symbol) with the market's close",
  },
  interventions: {
    kind: "interventions",
    columns: [
      account,
      date,
      numberColumn("multiplier", "multiplier really applied", ["limit", "factor", "exposure", "exposuremultiplier"], {
        ...needed,
        check: (x) =>
          x >= 0 && x <= 5 ? null : "is not between 0 and 5 (1 is normal exposure, 0.5 halves it: not a percentage)",
      }),
      numberColumn("propensity", "chance with which that multiplier was chosen", [], {
        check: (x) => (x > 0 && x <= 1 ? null : "is not a chance above 0 and up to 1: what was done had one"),
      }),
    ],
    others: {keep: false, role: ""},
    unique: {words: "account and date", bySymbol: false},
    purpose: "one row for each trader and day on which exposure was really limited",
  },
};
