import {readName} from "../cells.ts";
import type {Aside} from "../contract.ts";
import type {RawRow} from "../csv.ts";
import {shown} from "../error.ts";
import {readNumber} from "../numbers.ts";
import {daySums} from "./day-sums.ts";
import {ACCOUNT_KEYS, accountsOf} from "./facts.ts";
import {headings} from "./fill-sheet.ts";
import {feeSign, identity, type ReadDay} from "./net-identity.ts";
import {isTotal, PROPREPORTS_FEES} from "./propreports-fills.ts";
import {columnOf, fieldsOf, findHeader, readSheet, type Sheet, structureWithin} from "./sheet.ts";
import {dateReader} from "./stamps.ts";
import type {Besides, SourceFormat, SourceRows, StatedTotal} from "./types.ts";
import {known, nameOf} from "./whose.ts";

/** Other costs of the day that its net leaves out (software, market data, interest): shown, not booked. */
const ROLES: Readonly<Record<string, string>> = {
  date: "date",
  type: "kind of instrument",
  gross: "gross P&L",
  net: "net P&L (gross less trade fees)",
  fills: "number of fills",
  orders: "number of orders",
  qty: "traded volume",
};

/**
 * PropReports "Summary by Date": one account, a line a date and kind of instrument, losses in parentheses, totals below. The
 * day's net is its column Net: adjustments (Adj Fees), transfers and unrealised P&L are no result of the day's trading.
 */
export const propreportsSummary: SourceFormat = {
  id: "propreports-summary",
  label: "PropReports summary by date",
  recognise(file) {
    const found = findHeader(file.text, ["date", "orders", "fills", "qty", "gross", "net"]);
    if (found === null) return null;
    const fees = found.keys.filter((key) => key in PROPREPORTS_FEES);
    return {
      marks: 6 + fees.length,
      words: `line ${found.line} has Date, Orders, Fills, Qty, Gross, Net and ${fees.length} of its fee columns`,
    };
  },
  read(file, options) {
    const sheet = readSheet(file, ["date", "gross", "net"], "a PropReports summary by date");
    const at = (...keys: string[]) => columnOf(sheet, keys);
    const [date, type, net, gross, orders, qty, who] = [
      at("date"),
      at("type"),
      at("net"),
      at("gross"),
      at("orders"),
      at("qty"),
      at(...ACCOUNT_KEYS),
    ];
    const facts = accountsOf(who < 0 ? [...sheet.above, ...sheet.rows] : [], file.name, options);
    let titled = sheet.above.reduce((account, row) => facts.titled(row) ?? account, facts.first);
    const fees = Object.entries(PROPREPORTS_FEES).flatMap(([key, kind]) => {
      const index = at(key);
      return index < 0 ? [] : [{index, kind}];
    });
    const dates = dateReader(
      file.name,
      sheet.rows.flatMap((row) => (row.fields === null ? [] : [row.fields[date]])).filter((cell) => cell !== undefined),
      "MM/DD/YYYY",
      options.dateFormat,
    );
    const read: ReadDay[] = [];
    const aside: Aside[] = [];
    const totals: RawRow[] = [];
    const within: Besides[] = [];
    for (const row of sheet.rows) {
      const what = structureWithin(row, sheet.header);
      titled = facts.titled(row) ?? titled;
      if (isTotal(row.fields)) totals.push(row);
      else if (what !== null) within.push({line: row.line, what, text: row.text});
      else {
        const day = readDay(row);
        if (typeof day === "string") aside.push({line: row.line, reason: day, text: row.text, ...whose(row)});
        else read.push(day);
      }
    }

    function whose({fields}: RawRow): Pick<Aside, "account" | "date"> {
      return known(who < 0 ? titled : nameOf(fields?.[who] ?? ""), dates.read(fields?.[date] ?? ""));
    }

    /** The days that a total is about: those of its account, or of all for a grand total. */
    function totalled({line, fields}: RawRow): ReadDay[] {
      const titles = within.filter((each) => each.what === "heading" && each.line < line);
      const from = /^grand/i.test(fields![0]) ? 0 : (titles.at(-1)?.line ?? 0);
      return read.filter((day) => day.row.line > from && day.row.line < line);
    }

    function readDay(row: RawRow): ReadDay | string {
      const fields = fieldsOf(row, sheet.header.length);
      if (typeof fields === "string") return fields;
      if (fields.every((field) => field === "")) return "every field is empty";
      const iso = dates.read(fields[date]);
      if (iso === null)
        return `${sheet.header[date]} ${fields[date] === "" ? "is empty" : `is not a date (${shown(fields[date])})`}`;
      const account = who < 0 ? {ok: true as const, value: titled} : readName(fields[who]);
      if (!account.ok) return `${sheet.header[who]} ${account.why}`;
      if (account.value === null) return "no line above it names its account";
      let reformatted = 0;
      const values: number[] = [];
      for (const index of [net, gross, orders, qty, ...fees.map((fee) => fee.index)]) {
        const cell = index < 0 ? {kind: "missing" as const} : readNumber(fields[index]);
        if (cell.kind === "unreadable") return `${sheet.header[index]} ${cell.why}`;
        if (cell.kind === "number" && !cell.plain) reformatted++;
        values.push(cell.kind === "number" ? cell.value : Number.NaN);
      }
      if (Number.isNaN(values[0])) return `${sheet.header[net]} is empty`;
      return {row, account: account.value, date: iso, type: type < 0 ? "" : fields[type], values, reformatted};
    }

    const sign = feeSign(read);
    const days = daySums(
      file.name,
      read.map(({row, values, ...day}) => ({
        ...day,
        line: row.line,
        text: row.text,
        net: values[0],
        gross: values[1],
        trades: values[2],
        volume: values[3],
        fees: Object.fromEntries(fees.flatMap(({kind}, k) => (values[4 + k] ? [[kind, sign * values[4 + k]]] : []))),
      })),
    );
    return {
      rowsRead: read.length + aside.length,
      joined: sheet.joined,
      fills: [],
      days,
      aside,
      besides: [
        ...headings(sheet),
        ...within,
        ...totals.map((row): Besides => ({line: row.line, what: "total", text: row.text})),
      ],
      columns: sheet.header.map((name, i) => ({name, role: ROLES[sheet.keys[i]] ?? feeRole(fees, i)})),
      dateFormat: dates.format,
      notes: [...(who < 0 ? facts.notes : []), ...identity(read, sign)],
      realised: null,
      stated: totals.flatMap((row) => statedTotal(row, sheet, net, totalled(row))),
    } satisfies SourceRows;
  },
};

function feeRole(fees: readonly {index: number; kind: string}[], index: number): string {
  const fee = fees.find((f) => f.index === index);
  return fee === undefined ? "not used" : `fee: ${fee.kind}`;
}

/** What a line of totals says of net, beside the sum of the lines that it totals. */
function statedTotal(row: RawRow, sheet: Sheet, net: number, days: readonly ReadDay[]): StatedTotal[] {
  const cell = row.fields?.length === sheet.header.length ? readNumber(row.fields[net]) : null;
  if (cell?.kind !== "number") return [];
  const name = row.fields![0];
  const start = name.slice(0, 2).toLowerCase();
  const typed = days.filter((day) => day.type.slice(0, 2).toLowerCase() === start);
  const totalled = /^(eq|op|fu|fo|fx)/i.test(name) && typed.length > 0 ? typed : days;
  return [
    {
      line: row.line,
      what: `net, ${name}`,
      stated: cell.value,
      summed: totalled.reduce((sum, day) => sum + day.values[0], 0),
    },
  ];
}
