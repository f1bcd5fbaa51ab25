import {headerKey} from "../columns.ts";
import {DELIMITERS, type Delimiter, physicalLines, splitLine} from "../csv.ts";
import {readNumber} from "../numbers.ts";
import {ACCOUNT_KEYS, accountFacts} from "./facts.ts";
import type {FillLayout} from "./fill-layout.ts";
import {readFillSheet} from "./fill-sheet.ts";
import {findHeader, readSheet, sheetWithoutHeader} from "./sheet.ts";
import {sideOrSign} from "./sides.ts";
import {dateReader, readClock} from "./stamps.ts";
import type {SourceFormat} from "./types.ts";

const layout: FillLayout = {
  columns: {
    account: ACCOUNT_KEYS,
    date: ["date"],
    time: ["time"],
    symbol: ["symbol"],
    side: ["side"],
    quantity: ["quantity", "qty"],
    price: ["price"],
    currency: ["currency"],
  },
  fees: {commission: "commission", transfee: "transaction", ecnfee: "ecn"},
  feeSign: 1,
  slashOrder: "MM/DD/YYYY", // its documentation: day-first dates are not supported
  side: sideOrSign,
};

const ORDER = ["Date", "Time", "Symbol", "Quantity", "Price", "Side"] as const;
const NEEDED = ["date", "symbol", "quantity", "price"];
const SHOWN = ["date", "time", "symbol", "quantity", "price"];
const KEYS = ["time", ...NEEDED];

/** Its header; one without times has fees of its own to tell it by. */
function headerOf(text: string) {
  return findHeader(text, KEYS) ?? findHeader(text, [...NEEDED, "transfee"]) ?? findHeader(text, [...NEEDED, "ecnfee"]);
}

/** Tradervue's generic import format; its header may be left out where the columns stand in their order. */
export const tradervue: SourceFormat = {
  id: "tradervue",
  label: "Tradervue generic import",
  recognise(file) {
    const found = headerOf(file.text);
    if (found !== null) {
      const own = ["transfee", "ecnfee"].filter((key) => found.keys.includes(key));
      if (
        own.length === 0 &&
        found.keys.some((key) => ["opened", "closed", "open", "close", "pl", "pnl", "net"].includes(key))
      )
        return null;
      return {
        marks: 5 + own.length,
        words: `line ${found.line} has ${[...SHOWN, ...own].flatMap((key) => found.header[found.keys.indexOf(key)] ?? []).join(", ")}`,
      };
    }
    const bare = withoutHeader(file.text);
    return bare === null
      ? null
      : {marks: 5, words: "no header, and its first line is date, time, symbol, quantity, price and side"};
  },
  read(file, options) {
    const bare = findHeader(file.text, NEEDED) === null ? withoutHeader(file.text) : null;
    const sheet =
      bare === null
        ? readSheet(file, NEEDED, "Tradervue's generic import format")
        : sheetWithoutHeader(file, ORDER.slice(0, bare.width), bare.delimiter);
    const who = ACCOUNT_KEYS.some((key) => sheet.keys.includes(key))
      ? {account: null, notes: []}
      : accountFacts(file.name, options);
    return readFillSheet(sheet, layout, {...who, date: null}, options);
  },
};

/** The delimiter and width of a file whose first line is a fill in Tradervue's order; null if it is not. */
function withoutHeader(text: string): {delimiter: Delimiter; width: number} | null {
  const [first] = physicalLines(text.slice(0, 2000));
  if (first === undefined) return null;
  for (const delimiter of DELIMITERS.slice(0, 3)) {
    const {fields} = splitLine(first, delimiter);
    if (fields === null || (fields.length !== 5 && fields.length !== 6)) continue;
    const [date, time, symbol, quantity, price, side] = fields;
    const fits =
      dateReader("", [date], "MM/DD/YYYY", undefined).read(date) !== null &&
      readClock(time) !== null &&
      headerKey(symbol) !== "" &&
      [quantity, price].every((cell) => readNumber(cell).kind === "number") &&
      (side === undefined || sideOrSign(side, 1) !== null);
    if (fits) return {delimiter, width: fields.length};
  }
  return null;
}
