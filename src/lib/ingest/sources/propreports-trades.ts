import type {Aside} from "../contract.ts";
import type {RawRow} from "../csv.ts";
import {readNumber} from "../numbers.ts";
import {type DayPart, daySums} from "./day-sums.ts";
import {accountsOf} from "./facts.ts";
import {isTotal, PROPREPORTS_FEES} from "./propreports-fills.ts";
import {columnOf, fieldsOf, findHeader, readSheet, structureWithin} from "./sheet.ts";
import {dateReader} from "./stamps.ts";
import type {Besides, SourceFormat, StatedTotal} from "./types.ts";
import {known} from "./whose.ts";

const KEYS = ["opened", "closed", "symbol", "entry", "exit", "qty", "gross", "net"];
const DATE = /^\d{1,4}[/-]\d{1,2}[/-]\d{2,4}$/;

/**
 * PropReports trades report: round trips under lines that give their date alone, the header perhaps repeated below each, the
 * kinds of instruments totalled. A day's net is the sum of its trades: what was opened or closed at what time is not used.
 */
export const propreportsTrades: SourceFormat = {
  id: "propreports-trades",
  label: "PropReports trades",
  recognise(file) {
    const found = findHeader(file.text, KEYS);
    return found === null
      ? null
      : {marks: KEYS.length, words: `line ${found.line} has Opened, Closed, Symbol, Entry, Exit, Qty, Gross and Net`};
  },
  read(file, options) {
    const sheet = readSheet(file, KEYS, "a PropReports trades report");
    const at = (key: string) => columnOf(sheet, [key]);
    const [symbol, qty, gross, net] = ["symbol", "qty", "gross", "net"].map(at);
    const fees = Object.entries(PROPREPORTS_FEES).flatMap(([key, kind]) =>
      at(key) < 0 ? [] : [{index: at(key), kind}],
    );
    const lines = [...sheet.above, ...sheet.rows];
    const dates = dateReader(file.name, lines.flatMap(dateOf), "MM/DD/YYYY", options.dateFormat);
    const who = accountsOf(lines, file.name, options);
    const parts: DayPart[] = [];
    const aside: Aside[] = [];
    const besides: Besides[] = [{line: sheet.headerLine, what: "header", text: sheet.header.join(sheet.delimiter)}];
    const stated: StatedTotal[] = [];
    let date: string | null = null;
    let account = who.first;
    let since = 0; // trades that the next line of totals for a kind of instrument is about
    let sinceDate = 0; // and for all kinds
    for (const row of lines) {
      account = who.titled(row) ?? account;
      const [written] = dateOf(row);
      const what = sheet.above.includes(row) && written === undefined ? "heading" : structureOf(row, sheet.header);
      if (what !== null) {
        if (written !== undefined) date = dates.read(written);
        const total =
          what === "total" && row.fields?.length === sheet.header.length ? readNumber(row.fields[net]) : null;
        if (total?.kind === "number")
          stated.push({line: row.line, what: `net, ${row.fields![0]}`, stated: total.value, summed: sumFrom(row)});
        if (what === "total" || what === "date") since = parts.length;
        if (what === "date") sinceDate = parts.length;
        besides.push({line: row.line, what, text: row.text});
        continue;
      }
      const part = readTrade(row);
      if (typeof part === "string") aside.push({line: row.line, reason: part, text: row.text, ...known(account, date)});
      else parts.push(part);
    }

    /** A grand total is of the whole file, a total of the date, that of a kind of instrument of what stands above it. */
    function sumFrom({fields}: RawRow): number {
      const first = /^grand/i.test(fields![0]) ? 0 : /^(daily |sub)?total/i.test(fields![0]) ? sinceDate : since;
      return parts.slice(first).reduce((sum, part) => sum + part.net, 0);
    }

    function readTrade(row: RawRow): DayPart | string {
      const fields = fieldsOf(row, sheet.header.length);
      if (typeof fields === "string") return fields;
      if (fields.every((field) => field === "")) return "every field is empty";
      if (date === null) return "no line above it gives its date";
      if (account === null) return "the file names no account";
      if (fields[symbol] === "") return `${sheet.header[symbol]} is empty`;
      let reformatted = 0;
      const values: number[] = [];
      for (const index of [net, gross, qty, ...fees.map((fee) => fee.index)]) {
        const cell = readNumber(fields[index]);
        if (cell.kind === "unreadable") return `${sheet.header[index]} ${cell.why}`;
        if (cell.kind === "number" && !cell.plain) reformatted++;
        values.push(cell.kind === "number" ? cell.value : Number.NaN);
      }
      if (Number.isNaN(values[0])) return `${sheet.header[net]} is empty`;
      return {
        line: row.line,
        text: row.text,
        account,
        date,
        net: values[0],
        gross: values[1],
        fees: Object.fromEntries(fees.flatMap(({kind}, k) => (values[3 + k] ? [[kind, values[3 + k]]] : []))),
        trades: 1,
        volume: values[2],
        reformatted,
      };
    }

    return {
      rowsRead: parts.length + aside.length,
      joined: sheet.joined,
      fills: [],
      days: daySums(file.name, parts),
      aside,
      besides,
      columns: sheet.header.map((name, i) => ({name, role: roleOf(i)})),
      dateFormat: dates.format,
      notes: [...who.notes, "Each day's net is the sum of its round trips, booked on the date under which they stand."],
      realised: null,
      stated,
    };

    function roleOf(index: number): string {
      const roles: Readonly<Record<number, string>> = {
        [net]: "net P&L",
        [gross]: "gross P&L",
        [qty]: "traded volume",
        [symbol]: "symbol",
      };
      return (
        roles[index] ??
        (fees.some((f) => f.index === index) ? `fee: ${fees.find((f) => f.index === index)!.kind}` : "not used")
      );
    }
  },
};

/** The date of a line that says nothing else. */
function dateOf({fields}: RawRow): string[] {
  return fields !== null && DATE.test(fields[0]) && fields.slice(1).every((field) => field === "") ? [fields[0]] : [];
}

/** What a line is that is no trade; null for a trade. */
function structureOf(row: RawRow, header: readonly string[]): string | null {
  const {fields} = row;
  if (fields === null) return null;
  if (dateOf(row).length > 0) return "date";
  if (isTotal(fields)) return "total";
  return structureWithin(row, header);
}
