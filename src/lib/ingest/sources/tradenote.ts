import {ACCOUNT_KEYS} from "./facts.ts";
import type {FillLayout} from "./fill-layout.ts";
import {readFillSheet} from "./fill-sheet.ts";
import {findHeader, readSheet} from "./sheet.ts";
import {readSide} from "./sides.ts";
import type {SourceFormat} from "./types.ts";

const layout: FillLayout = {
  columns: {
    account: ACCOUNT_KEYS,
    date: ["td"],
    time: ["exectime"],
    symbol: ["symbol"],
    side: ["side"],
    quantity: ["qty"],
    price: ["price"],
    currency: ["currency"],
  },
  fees: {
    comm: "commission",
    sec: "sec",
    taf: "taf",
    nscc: "nscc",
    nasdaq: "nasdaq",
    ecnremove: "ecn remove",
    ecnadd: "ecn add",
  },
  feeSign: 1,
  slashOrder: "MM/DD/YYYY",
  side: readSide,
};

/** TradeNote's template, which is the export of TradeZero: one execution a line. S/D and the proceeds are not used. */
export const tradenote: SourceFormat = {
  id: "tradenote",
  label: "TradeNote template",
  recognise(file) {
    const found = findHeader(file.text, ["account", "td", "side", "symbol", "qty", "price", "exectime"]);
    return found === null
      ? null
      : {marks: 7, words: `line ${found.line} has Account, T/D, Side, Symbol, Qty, Price and Exec Time`};
  },
  read(file, options) {
    const sheet = readSheet(file, ["td", "symbol", "qty", "price"], "TradeNote's template");
    return readFillSheet(sheet, layout, {account: options.account ?? null, date: null}, options);
  },
};
