import {readName} from "../cells.ts";
import type {Aside} from "../contract.ts";
import {IngestError, shown} from "../error.ts";
import {readNumber} from "../numbers.ts";
import {type FlexElement, flexElements} from "./flex-xml.ts";
import {type DateReader, dateReader, readClock, splitStamp} from "./stamps.ts";
import type {Besides, FillEffect, FillSide, SourceFill, SourceFormat, SourceOptions} from "./types.ts";

const TRADES = new Set(["Trade", "TradeConfirm"]);
const SECTIONS = new Set(["Trades", "TradeConfirms"]);

/**
 * Interactive Brokers Flex Query (XML): the executions of its sections Trades and TradeConfirms. The user chooses which
 * attributes are exported, so that nearly all may be absent; orders, lots and summaries repeat executions and are not used.
 */
export const ibFlex: SourceFormat = {
  id: "ib-flex",
  label: "Interactive Brokers Flex Query",
  recognise(file) {
    // comments are taken off one by one: a pattern that may begin and end them anywhere takes for ever on many of them
    const start = file.text.slice(0, 20_000).replace(/<!--(?:(?!-->)[\s\S])*-->/g, "");
    if (!/^\s*(<\?xml[^>]*>\s*)?(<!DOCTYPE[^>]*>\s*)?<FlexQueryResponse\b/.test(start)) return null;
    return {marks: 10, words: "its root element is FlexQueryResponse"};
  },
  read(file, options) {
    const elements = flexElements(file).filter(({section, name}) => SECTIONS.has(section) || TRADES.has(name));
    const executions = elements.filter(isExecution);
    if (executions.length === 0)
      throw new IngestError(file.name, {
        what: "the report holds no execution",
        found:
          elements.length === 0
            ? "no section Trades or TradeConfirms"
            : `${elements.length} elements that are orders, lots or summaries`,
        fix: 'add the section Trades with "Executions" to the Flex Query, and run it again',
      });
    const dates = dateReader(
      file.name,
      executions.flatMap((e) => dateCells(e.attributes).map((cell) => splitStamp(cell).date)),
      null,
      options.dateFormat,
    );
    const context: Context = {file: file.name, dates, options, base: baseCurrency(executions)};
    const read = executions.map((element) => ({element, fill: readExecution(element, context)}));
    const cancelled = cancellations(read);
    const aside: Aside[] = [];
    const fills: SourceFill[] = [];
    for (const {element, fill} of read) {
      const why = typeof fill === "string" ? fill : (cancelled.get(fill) ?? null);
      if (why !== null) aside.push({line: element.line, reason: why, text: element.text});
      else fills.push(fill as SourceFill);
    }
    const besides = elements
      .filter((e) => !isExecution(e))
      .map(({line, text, name}): Besides => ({line, what: SUMMARIES[name] ?? "summary", text}));
    return {
      rowsRead: executions.length,
      joined: 0,
      fills,
      days: [],
      aside,
      besides,
      columns: columnsOf(executions),
      dateFormat: dates.format,
      notes: context.base === null ? [] : [`The account's base currency is ${context.base}.`],
      realised: executions.some((e) => (e.attributes.fifoPnlRealized ?? "") !== "") ? "after fees" : null,
      baseCurrency: context.base,
      stated: [],
    };
  },
};

interface Context {
  readonly file: string;
  readonly dates: DateReader;
  readonly options: SourceOptions;
  readonly base: string | null;
}

const SUMMARIES: Readonly<Record<string, string>> = {Order: "order", Lot: "closed lot", WashSale: "wash sale"};

function isExecution({name, attributes}: FlexElement): boolean {
  return TRADES.has(name) && /^(EXECUTION|)$/i.test(attributes.levelOfDetail ?? "");
}

/** The currency whose rate to the base is 1 wherever it is given; null if that is not one. */
function baseCurrency(elements: readonly FlexElement[]): string | null {
  const ones = new Set(
    elements.flatMap(({attributes: a}) => (Number(a.fxRateToBase) === 1 && a.currency ? [a.currency] : [])),
  );
  return ones.size === 1 ? [...ones][0] : null;
}

function dateCells(a: Readonly<Record<string, string>>): string[] {
  return [a.tradeDate, a.dateTime].filter((cell) => cell !== undefined && cell !== "");
}

const USED: Readonly<Record<string, string>> = {
  accountId: "account",
  currency: "currency",
  fxRateToBase: "rate to the base currency",
  symbol: "symbol",
  multiplier: "contract multiplier",
  dateTime: "date and time",
  tradeDate: "date",
  tradeTime: "time of day",
  quantity: "quantity",
  tradePrice: "price",
  price: "price",
  buySell: "side",
  ibCommission: "fee: commission",
  commission: "fee: commission",
  taxes: "fee: taxes",
  tax: "fee: taxes",
  openCloseIndicator: "what it did to the position",
  fifoPnlRealized: "P&L that the platform reports",
  ibExecID: "id of the fill",
  execID: "id of the fill",
  tradeID: "id of the fill",
  ibOrderID: "id of the order",
  orderID: "id of the order",
};

function columnsOf(elements: readonly FlexElement[]) {
  const names = new Set(elements.flatMap((e) => Object.keys(e.attributes)));
  return [...names].map((name) => ({name, role: USED[name] ?? "not used"}));
}

function readExecution(
  {attributes: a, statement, line, text}: FlexElement,
  {file, dates, options, base}: Context,
): SourceFill | string {
  const account = readName(a.accountId || statement.accountId || options.account || "");
  if (!account.ok) return `accountId ${account.why}`;
  const symbol = readName(a.symbol ?? "");
  if (!symbol.ok) return `symbol ${symbol.why}`;
  const stamp = splitStamp(a.dateTime ?? "");
  const written = a.tradeDate || stamp.date;
  const date = dates.read(written);
  if (date === null)
    return written === "" ? "tradeDate and dateTime are absent" : `tradeDate is not a date (${shown(written)})`;
  const clock = stamp.clock || a.tradeTime || "";
  const time = clock === "" ? null : readClock(clock);
  if (clock !== "" && time === null) return `dateTime is not a time of day (${shown(clock)})`;
  let reformatted = 0;
  const number = (...names: string[]): number | string => {
    const name = names.find((n) => (a[n] ?? "") !== "");
    if (name === undefined) return Number.NaN;
    const read = readNumber(a[name]);
    if (read.kind === "unreadable") return `${name} ${read.why}`;
    if (read.kind === "number" && !read.plain) reformatted++;
    return read.kind === "number" ? read.value : Number.NaN;
  };
  const values = {
    quantity: number("quantity"),
    price: number("tradePrice", "price"),
    fx: number("fxRateToBase"),
    commission: number("ibCommission", "commission"),
    taxes: number("taxes", "tax"),
    multiplier: number("multiplier"),
    realised: number("fifoPnlRealized"),
  };
  for (const value of Object.values(values)) if (typeof value === "string") return value;
  const {quantity, price, fx, commission, taxes, multiplier, realised} = values as Record<keyof typeof values, number>;
  if (Number.isNaN(quantity) || quantity === 0) return `quantity is ${quantity === 0 ? "0: not a fill" : "absent"}`;
  if (Number.isNaN(price)) return "tradePrice is absent";
  const side = sideOf(a.buySell ?? "", quantity);
  if (side === null) return `buySell is not understood (${shown(a.buySell)})`;
  const currency = a.currency ?? "";
  if (currency !== "" && !/^[A-Z]{3}$/.test(currency)) return `currency is not an ISO 4217 code (${shown(currency)})`;
  if (!Number.isNaN(fx) && !(fx > 0)) return `fxRateToBase is not above 0 (${shown(a.fxRateToBase)})`;
  const paidIn = a.ibCommissionCurrency || a.commissionCurrency || currency;
  let rate = 1;
  if (paidIn !== currency && commission !== 0 && !Number.isNaN(commission)) {
    if (!(paidIn === base && fx > 0))
      return `its commission is in ${shown(paidIn)}, its price in ${shown(currency)}, and no rate on file joins them`;
    rate = 1 / fx;
  }
  const fees: Record<string, number> = {};
  if (commission) fees.commission = -commission * rate;
  if (taxes) fees.taxes = -taxes;
  return {
    file,
    line,
    text,
    account: account.value,
    date,
    time: time?.seconds ?? Number.NaN,
    zone: time?.zone ?? null,
    symbol: symbol.value,
    side,
    quantity: Math.abs(quantity),
    price,
    multiplier: Number.isNaN(multiplier) ? null : multiplier,
    effect: effectOf(a.openCloseIndicator ?? ""),
    currency: currency === "" ? null : currency,
    fxToBase: Number.isNaN(fx) ? null : fx,
    fees,
    realised,
    id: a.ibExecID || a.execID || a.tradeID || null,
    orderId: a.ibOrderID || a.orderID || null,
    reformatted,
  };
}

/** BUY or SELL, also with (Ca.) for a cancellation; where the attribute is absent, the sign of the quantity. */
function sideOf(cell: string, quantity: number): FillSide | null {
  const word = cell
    .replace(/\(Ca\.?\)$/i, "")
    .trimEnd()
    .toUpperCase();
  if (word === "") return quantity < 0 ? "sell" : "buy";
  return word === "BUY"
    ? "buy"
    : word === "SELL"
      ? "sell"
      : word === "SSHORT" || word === "SELL SHORT"
        ? "short"
        : null;
}

function effectOf(cell: string): FillEffect | null {
  const marks = cell.toUpperCase().split(/[;,]/);
  if (marks.includes("O") && marks.includes("C")) return "reverse";
  return marks.includes("O") ? "open" : marks.includes("C") ? "close" : null;
}

/** Trades that were cancelled, and the lines that cancel them: neither happened. */
function cancellations(read: readonly {element: FlexElement; fill: SourceFill | string}[]): Map<SourceFill, string> {
  const reasons = new Map<SourceFill, string>();
  const of = (f: SourceFill) => `${f.account}\u0000${f.symbol}\u0000${f.price}\u0000${f.quantity}`;
  const open = new Map<string, SourceFill[]>();
  for (const {element, fill} of read) {
    if (typeof fill === "string") continue;
    const {buySell = "", notes = "", transactionType = ""} = element.attributes;
    if (!/\(Ca\.?\)$/i.test(buySell) && !notes.split(/[;,]/).includes("Ca") && transactionType !== "TradeCancel") {
      open.set(of(fill), [...(open.get(of(fill)) ?? []), fill]);
      continue;
    }
    const original = open.get(of(fill))?.pop();
    reasons.set(
      fill,
      original === undefined ? "cancels a trade that is not in the file" : `cancels the trade on line ${original.line}`,
    );
    if (original !== undefined) reasons.set(original, `was cancelled on line ${fill.line}`);
  }
  return reasons;
}
