import {ACCOUNT_KEYS} from "./facts.ts";
import type {FillLayout} from "./fill-layout.ts";
import {readFillSheet} from "./fill-sheet.ts";
import {findHeader, readSheet} from "./sheet.ts";
import {readSide} from "./sides.ts";
import type {SourceFormat} from "./types.ts";

/** Fees of PropReports by header, under their names there. Ecn Fee is a rebate where it is negative. */
export const PROPREPORTS_FEES: Readonly<Record<string, string>> = {
  comm: "commission",
  commission: "commission",
  ecnfee: "ecn",
  ecn: "ecn",
  sec: "sec",
  orf: "orf",
  cat: "cat",
  taf: "taf",
  nfa: "nfa",
  ftt: "ftt",
  nscc: "nscc",
  acc: "acc",
  clr: "clr",
  misc: "misc",
};

const layout: FillLayout = {
  columns: {
    account: ACCOUNT_KEYS,
    date: ["datetime", "date"],
    time: ["time"],
    symbol: ["symbol"],
    side: ["bs", "side"],
    quantity: ["qty", "quantity"],
    price: ["price"],
    currency: ["currency"],
    id: ["fillid", "propreportsid"],
    orderId: ["orderid"],
    status: ["status"],
  },
  fees: PROPREPORTS_FEES,
  feeSign: 1,
  slashOrder: "MM/DD/YYYY",
  side: readSide,
  judge(cells, {fields}) {
    if (isTotal(fields)) return {besides: "total"};
    if (/cancel|bust|void|reject/i.test(cells("status")))
      return {aside: `its status says that it was taken back (${cells("status")})`};
    return null;
  },
};

/** Lines that close a PropReports table: "Equities", "Options", "Total", a page number; they may have fewer fields. */
export function isTotal(fields: readonly string[] | null): boolean {
  return fields !== null && TOTAL.test(fields[0]);
}

const TOTAL =
  /^((grand |daily |sub)?totals?|equit(y|ies)|options?|futures|forex|eq|op|fu|fx|page \d+( of \d+)?)( totals?)?:?$/i;

/** Fills as PropReports exports them, and as it imports them (the generic execution format). */
export const propreportsFills: SourceFormat = {
  id: "propreports-fills",
  label: "PropReports fills",
  recognise(file) {
    const found = findHeader(file.text, ["datetime", "bs", "qty", "symbol", "price"]);
    if (found === null) return null;
    const fees = found.keys.filter((key) => key in PROPREPORTS_FEES);
    return {
      marks: 5 + fees.length,
      words: `line ${found.line} has Date/Time, B/S, Qty, Symbol, Price and ${fees.length} of its fee columns`,
    };
  },
  read(file, options) {
    const sheet = readSheet(file, ["bs", "qty", "symbol", "price"], "PropReports fills");
    const notes = ACCOUNT_KEYS.some((key) => sheet.keys.includes(key))
      ? []
      : ["The export names no account: the study's is taken."];
    return readFillSheet(sheet, layout, {account: options.account ?? null, date: options.date ?? null, notes}, options);
  },
};
