import {ACCOUNT_KEYS, accountFacts, dateFacts} from "./facts.ts";
import type {FillLayout} from "./fill-layout.ts";
import {readFillSheet} from "./fill-sheet.ts";
import {findHeader, readSheet} from "./sheet.ts";
import {readSide} from "./sides.ts";
import {readClock, splitStamp} from "./stamps.ts";
import type {SourceFormat} from "./types.ts";

const layout: FillLayout = {
  columns: {
    account: ACCOUNT_KEYS,
    date: ["date"],
    time: ["time"],
    symbol: ["symbol", "symb"],
    side: ["side", "bs"],
    quantity: ["qty", "quantity"],
    price: ["price"],
    realised: ["pl"],
    id: ["tradeid"],
    orderId: ["cloid", "orderid"],
    status: ["status", "event"],
  },
  fees: {ecnfee: "ecn", commission: "commission", comm: "commission"},
  feeSign: 1,
  slashOrder: "MM/DD/YYYY",
  side: readSide,
  judge(cells) {
    const status = cells("status");
    return status === "" || DONE.test(status) ? null : {besides: "order without a fill"};
  },
};

/** What lists of orders say of those that were filled; others were cancelled, rejected, sent, or hold for nothing yet. */
const DONE = /^((partially|part) )?(executed?|execution|filled|fill|trade|done|open)$/i;

/** Columns of its windows that other platforms do not have; two of them, or one beside a time without a date, tell it. */
const OWN = ["route", "cloid", "liqtype", "liq", "symb", "ecnfee", "tradeid", "broker"];

/** The Trades window of DAS Trader: one execution a line, with a time of day and, as a rule, no date. */
export const dasExecutions: SourceFormat = {
  id: "das-executions",
  label: "DAS Trader executions",
  recognise(file) {
    const found = findHeader(file.text, ["time", "price", "qty"]);
    if (found === null || found.keys.includes("datetime") || found.keys.includes("exectime")) return null;
    const own = OWN.filter((key) => found.keys.includes(key));
    const sided = found.keys.includes("side") || found.keys.includes("bs");
    if (own.length < 2 || !sided || !(found.keys.includes("symbol") || found.keys.includes("symb"))) return null;
    const names = own.map((key) => found.header[found.keys.indexOf(key)]);
    return {marks: 4 + own.length, words: `line ${found.line} has Time, Side, Price, Qty and ${names.join(", ")}`};
  },
  read(file, options) {
    const sheet = readSheet(file, ["time", "price", "qty"], "DAS Trader executions");
    const time = sheet.keys.indexOf("time");
    const first = sheet.rows.find((row) => row.fields !== null && row.fields.length > time)?.fields?.[time] ?? "";
    const dated = sheet.keys.includes("date") || (splitStamp(first).clock !== "" && readClock(first) === null);
    const when = dated ? {date: null, notes: []} : dateFacts(file.name, options);
    const who = ACCOUNT_KEYS.some((key) => sheet.keys.includes(key))
      ? {account: null, notes: []}
      : accountFacts(file.name, options);
    const columns =
      dated && !sheet.keys.includes("date") ? {...layout.columns, date: ["time"], time: []} : layout.columns;
    return readFillSheet(sheet, {...layout, columns}, {...who, ...when, notes: [...who.notes, ...when.notes]}, options);
  },
};
