import {accountFacts} from "./facts.ts";
import type {FillLayout} from "./fill-layout.ts";
import {readFillSheet} from "./fill-sheet.ts";
import {findHeader, readSheet, type Sheet} from "./sheet.ts";
import {sideOrSign} from "./sides.ts";
import {readClock, splitStamp} from "./stamps.ts";
import type {FillEffect, SourceFormat} from "./types.ts";

const KEYS = ["time", "deal", "symbol", "type", "direction", "volume", "price"];

/** Types of deals that are money and no trade. Charges among them are costs that no deal has: they are counted, not booked. */
const OPERATIONS =
  /^(balance|credit|charge|correction|bonus|commission.*|agent.*|interest.*|dividend.*|tax.*|cancell?ed (buy|sell)|(buy|sell) cancell?ed|so compensation.*)$/i;
const CHARGES = /^(charge|commission.*|agent.*|interest.*|tax.*)$/i;

const layout: FillLayout = {
  columns: {
    date: ["time"],
    symbol: ["symbol"],
    side: ["type"],
    effect: ["direction", "entry"],
    quantity: ["volume"],
    price: ["price"],
    realised: ["profit"],
    id: ["deal", "ticket"],
    orderId: ["order"],
  },
  fees: {commission: "commission", fee: "fee", swap: "swap"},
  feeSign: -1,
  slashOrder: null,
  side: (cell, quantity) => (cell === "" ? null : sideOrSign(cell, quantity)),
  effect: readEffect,
  judge(cells, {fields}) {
    const type = cells("side");
    if (OPERATIONS.test(type)) return {besides: CHARGES.test(type) ? "charge of the account" : "balance operation"};
    const [first = ""] = fields ?? [];
    const isDeal = readClock(splitStamp(first).clock) !== null;
    if (fields !== null && !isDeal && !/\d{4}\.\d{2}/.test(first)) {
      if (first === "" && type === "" && cells("symbol") === "") return {besides: "total"};
      if (first !== "" && type === "") return {besides: "heading"};
    }
    return null;
  },
  tidy: (cell) => cell.replace(/^([+\-−–]?)[\s\u00a0]+/, "$1").replace(/(?<=\d)[\s\u00a0\u202f](?=\d{3}(?!\d))/g, ""),
  realised: "before fees",
};

function readEffect(cell: string): FillEffect | null {
  const word = cell.toLowerCase().replace(/[^a-z]/g, "");
  if (word === "in") return "open";
  if (word === "inout") return "reverse";
  return word === "out" || word === "outby" ? "close" : null;
}

/**
 * The deals of MetaTrader 5, alone or as a section of its history report. Deposits, credits and charges stand among them;
 * times are those of the broker's server.
 */
export const metatrader5: SourceFormat = {
  id: "metatrader5",
  label: "MetaTrader 5 deals",
  recognise(file) {
    const found = findHeader(file.text, KEYS, Number.POSITIVE_INFINITY);
    if (found === null) return null;
    return {marks: KEYS.length, words: `line ${found.line} has Time, Deal, Symbol, Type, Direction, Volume and Price`};
  },
  read(file, options) {
    const sheet = endOfDeals(readSheet(file, KEYS, "MetaTrader 5 deals"));
    const {login, currency} = aboveTable(sheet);
    const who =
      login === null || options.account !== undefined ? accountFacts(file.name, options) : {account: login, notes: []};
    const notes = [
      ...who.notes,
      "Times are those of the broker's server, as written; profit is the platform's own, before commission, fee and swap.",
    ];
    return readFillSheet(sheet, layout, {account: who.account, date: null, currency, notes}, options);
  },
};

/** What follows the deals (Results, open positions) has other columns: its lines are headings, not deals. */
function endOfDeals(sheet: Sheet): Sheet {
  const end = sheet.rows.findIndex(
    ({fields}) =>
      fields !== null && /^(results|open positions|positions|working orders|orders|summary)$/i.test(fields[0]),
  );
  if (end < 0) return sheet;
  return {...sheet, rows: sheet.rows.slice(0, end), above: [...sheet.above, ...sheet.rows.slice(end)]};
}

/** "Account:,,,50012345 (USD, Broker-Server, demo, Hedge)" above the table. */
function aboveTable({above}: Sheet): {login: string | null; currency: string | null} {
  const row = above.find(({fields}) => fields !== null && /^account:?$/i.test(fields[0]));
  const text = row?.fields?.slice(1).find((field) => field !== "") ?? "";
  return {login: /^(\d{3,20})\b/.exec(text)?.[1] ?? null, currency: /\(\s*([A-Z]{3})\s*[,)]/.exec(text)?.[1] ?? null};
}
