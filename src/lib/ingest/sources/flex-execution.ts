import {fromIso} from "../calendar.ts";
import {readName} from "../cells.ts";
import type {Aside} from "../contract.ts";
import {shown} from "../error.ts";
import {readNumber} from "../numbers.ts";
import type {FlexElement} from "./flex-xml.ts";
import {type DateReader, readClock, splitStamp} from "./stamps.ts";
import type {FillEffect, FillSide, SourceFill, SourceOptions} from "./types.ts";
import {known, nameOf} from "./whose.ts";

/** What a file's executions are read with: its name, how its dates are written, the options, and accounts' base currencies (null: not known). */
export interface FlexContext {
  readonly file: string;
  readonly dates: DateReader;
  readonly options: SourceOptions;
  readonly base: (account: string) => string | null;
}

/** The fill that an execution is; a text where it cannot be used: why. */
export function readExecution(element: FlexElement, context: FlexContext): SourceFill | string {
  const {attributes: a, line, text} = element;
  const {file, dates} = context;
  const account = readName(accountOf(element, context));
  if (!account.ok) return `accountId ${account.why}`;
  const symbol = readName(a.symbol ?? "");
  if (!symbol.ok) return `symbol ${symbol.why}`;
  const stamp = splitStamp(a.dateTime ?? "");
  const written = writtenDate(a);
  const date = dates.read(written);
  if (date === null)
    return written === "" ? "tradeDate and dateTime are absent" : `tradeDate is not a date (${shown(written)})`;
  const clock = stamp.clock || a.tradeTime || "";
  const time = clock === "" ? null : readClock(clock);
  if (clock !== "" && time === null) return `dateTime is not a time of day (${shown(clock)})`;
  // a session that begins in the evening is the next day's: the broker's trade date counts, and the time is that of the stamp
  const stamped = time === null ? null : dates.read(stamp.date);
  const ahead = stamped === null ? 0 : fromIso(date) - fromIso(stamped);
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
    if (!(paidIn === context.base(account.value) && fx > 0))
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
    ...(ahead === 0 ? {} : {booked: true as const}),
    time: time === null ? Number.NaN : time.seconds - 86_400 * ahead,
    zone: time?.zone ?? null,
    symbol: symbol.value,
    side,
    quantity: Math.abs(quantity),
    price,
    multiplier: Number.isNaN(multiplier) ? null : multiplier,
    effect:
      price === 0 && EXPIRED.test(`;${a.notes ?? ""};${a.code ?? ""};`)
        ? "close"
        : effectOf(a.openCloseIndicator ?? ""),
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

/** Codes of what ends without a trade: expired, exercised, assigned. */
const EXPIRED = /[;,](Ep|Ex|A)[;,]/;

function effectOf(cell: string): FillEffect | null {
  const marks = cell.toUpperCase().split(/[;,]/);
  if (marks.includes("O") && marks.includes("C")) return "reverse";
  return marks.includes("O") ? "open" : marks.includes("C") ? "close" : null;
}

export function accountOf({attributes, statement}: FlexElement, {options}: Pick<FlexContext, "options">): string {
  return attributes.accountId || statement.accountId || options.account || "";
}

/** The date of an execution as it is written: the trade date, else that of the time stamp. */
function writtenDate({tradeDate, dateTime}: Readonly<Record<string, string>>): string {
  return tradeDate || splitStamp(dateTime ?? "").date;
}

/** Account and date of an execution that is set aside, each where it can be read. */
export function whose(element: FlexElement, context: FlexContext): Pick<Aside, "account" | "date"> {
  return known(nameOf(accountOf(element, context)), context.dates.read(writtenDate(element.attributes)));
}
