import {readName} from "../cells.ts";
import type {Aside} from "../contract.ts";
import type {RawRow} from "../csv.ts";
import {IngestError, shown} from "../error.ts";
import {readNumber, usesDecimalCommas} from "../numbers.ts";
import {type FillFacts, type FillLayout, ROLE_WORDS, type Role} from "./fill-layout.ts";
import {columnOf, fieldsOf, type Sheet, structureWithin} from "./sheet.ts";
import {dateReader, readClock, splitStamp} from "./stamps.ts";
import type {Besides, SourceFill, SourceOptions, SourceRows} from "./types.ts";
import {known, nameOf} from "./whose.ts";

interface Plan {
  readonly sheet: Sheet;
  readonly layout: FillLayout;
  readonly at: Readonly<Record<Role, number>>;
  readonly fees: readonly {readonly index: number; readonly kind: string}[];
  readonly facts: FillFacts;
  readonly readDate: (text: string) => string | null;
  readonly decimalCommas: boolean;
}

/**
 * Reads a table of fills by its layout. Each row is a fill, a line that is understood and is none, or is set aside.
 * @throws IngestError if a column that is needed is not there, twice there, or its dates are open.
 */
export function readFillSheet(sheet: Sheet, layout: FillLayout, facts: FillFacts, options: SourceOptions): SourceRows {
  const roles = Object.keys(ROLE_WORDS) as Role[];
  const at = Object.fromEntries(roles.map((role) => [role, columnOf(sheet, layout.columns[role] ?? [])])) as Plan["at"];
  for (const role of ["symbol", "quantity", "price"] as const) if (at[role] < 0) throw missing(sheet, layout, role);
  if (at.date < 0 && facts.date === null) throw missing(sheet, layout, "date");
  if (at.account < 0 && facts.account === null) throw missing(sheet, layout, "account");
  const fees = Object.entries(layout.fees).flatMap(([key, kind]) => {
    const index = columnOf(sheet, [key]);
    return index < 0 ? [] : [{index, kind}];
  });
  const tidy = layout.tidy ?? ((cell: string) => cell);
  const whole = sheet.rows.flatMap((row) =>
    row.fields !== null && row.fields.length >= sheet.header.length ? [row.fields] : [],
  );
  const dates = dateReader(
    sheet.name,
    at.date < 0 ? [] : whole.map((fields) => splitStamp(fields[at.date]).date),
    layout.slashOrder,
    options.dateFormat,
  );
  const numeric = [at.quantity, at.price, at.realised, ...fees.map((f) => f.index)].filter((index) => index >= 0);
  const decimalCommas = usesDecimalCommas(cellsOf(whole, numeric, tidy));
  const plan: Plan = {sheet, layout, at, fees, facts, readDate: dates.read, decimalCommas};
  const fills: SourceFill[] = [];
  const aside: Aside[] = [];
  const besides: Besides[] = [];
  for (const row of sheet.rows) {
    const read = readFill(row, plan);
    if (typeof read === "string") aside.push({line: row.line, reason: read, text: row.text, ...whose(row, plan)});
    else if ("what" in read) besides.push(read);
    else fills.push(read);
  }
  return {
    rowsRead: fills.length + aside.length,
    joined: sheet.joined,
    fills,
    days: [],
    aside,
    besides: [...headings(sheet), ...besides],
    columns: sheet.header.map((name, index) => ({name, role: roleOf(index, plan)})),
    dateFormat: at.date < 0 ? null : dates.format,
    notes: facts.notes ?? [],
    realised: at.realised < 0 ? null : (layout.realised ?? "before fees"),
    stated: [],
  };
}

function* cellsOf(rows: readonly (readonly string[])[], columns: readonly number[], tidy: (cell: string) => string) {
  for (const fields of rows) for (const index of columns) yield tidy(fields[index]);
}

/** The header, and what stands above it. */
export function headings(sheet: Sheet): Besides[] {
  const above = sheet.above.map(({line, text}) => ({line, what: "heading", text}));
  return sheet.headerLine === 0
    ? above
    : [...above, {line: sheet.headerLine, what: "header", text: sheet.header.join(sheet.delimiter)}];
}

function roleOf(index: number, {at, fees, layout}: Plan): string {
  const role = (Object.keys(at) as Role[]).find((r) => at[r] === index);
  if (role === "side" && layout.columns.side === undefined) return "not used";
  if (role !== undefined) return ROLE_WORDS[role];
  const fee = fees.find((f) => f.index === index);
  return fee === undefined ? "not used" : `fee: ${fee.kind}`;
}

function readFill(row: RawRow, plan: Plan): SourceFill | Besides | string {
  const {sheet, layout, at, facts} = plan;
  const fields = fieldsOf(row, sheet.header.length);
  const cells = (role: Role) => (typeof fields === "string" || at[role] < 0 ? "" : fields[at[role]]);
  const within = structureWithin(row, sheet.header);
  if (within !== null) return {line: row.line, what: within, text: row.text};
  const judged = layout.judge?.(cells, row) ?? null;
  if (judged !== null && "besides" in judged) return {line: row.line, what: judged.besides, text: row.text};
  if (typeof fields === "string") return fields;
  if (fields.every((field) => field === "")) return "every field is empty";
  if (judged !== null) return judged.aside;
  const named = (role: Role) => sheet.header[at[role]];
  const account = at.account < 0 ? {ok: true as const, value: facts.account!} : readName(fields[at.account]);
  if (!account.ok) return `${named("account")} ${account.why}`;
  const symbol = readName(fields[at.symbol]);
  if (!symbol.ok) return `${named("symbol")} ${symbol.why}`;
  const when = readWhen(cells, plan);
  if (typeof when === "string") return when;
  let reformatted = 0;
  const number = (index: number): number | null | string => {
    const read = readNumber((layout.tidy ?? same)(fields[index]), plan.decimalCommas);
    if (read.kind === "missing") return null;
    if (read.kind === "unreadable") return `${sheet.header[index]} ${read.why}`;
    if (!read.plain) reformatted++;
    return read.value;
  };
  const quantity = number(at.quantity);
  if (typeof quantity === "string") return quantity;
  if (quantity === null || quantity === 0)
    return `${named("quantity")} ${quantity === null ? "is empty" : "is 0: not a fill"}`;
  const price = number(at.price);
  if (typeof price === "string") return price;
  if (price === null) return `${named("price")} is empty`;
  const side = layout.side(cells("side"), quantity);
  if (side === null)
    return `${at.side < 0 ? "the side" : named("side")} is not understood (${shown(cells("side"))}): neither bought nor sold`;
  const fees: Record<string, number> = {};
  for (const {index, kind} of plan.fees) {
    const fee = number(index);
    if (typeof fee === "string") return fee;
    if (fee !== null && fee !== 0) fees[kind] = (fees[kind] ?? 0) + layout.feeSign * fee;
  }
  const rest = {multiplier: Number.NaN, realised: Number.NaN};
  for (const role of ["multiplier", "realised"] as const) {
    const value = at[role] < 0 ? null : number(at[role]);
    if (typeof value === "string") return value;
    if (value !== null) rest[role] = value;
  }
  const currency = at.currency < 0 ? (facts.currency ?? null) : cells("currency").toUpperCase();
  if (currency !== null && currency !== "" && !/^[A-Z]{3}$/.test(currency))
    return `${named("currency")} is not an ISO 4217 code (${shown(currency)})`;
  return {
    file: sheet.name,
    line: row.line,
    text: row.text,
    account: account.value,
    ...when,
    symbol: symbol.value,
    side,
    quantity: Math.abs(quantity),
    price,
    multiplier: Number.isNaN(rest.multiplier) ? null : rest.multiplier,
    effect: layout.effect?.(cells("effect")) ?? null,
    currency: currency === "" ? null : currency,
    fxToBase: null,
    fees,
    realised: rest.realised,
    id: idOf(cells("id")),
    orderId: idOf(cells("orderId")),
    reformatted,
  };
}

/** Account and date of a row that is set aside for something else, each where it can be read. */
function whose({fields}: RawRow, plan: Plan): Pick<Aside, "account" | "date"> {
  const cells = (role: Role) => fields?.[plan.at[role]] ?? "";
  const account = plan.at.account < 0 ? plan.facts.account : nameOf(cells("account"));
  const when = readWhen(cells, plan);
  const written = plan.at.date < 0 ? plan.facts.date : plan.readDate(splitStamp(cells("date")).date);
  return known(account, typeof when === "string" ? written : when.date);
}

function same(cell: string): string {
  return cell;
}

function idOf(cell: string): string | null {
  return cell === "" ? null : cell.slice(0, 200);
}

/** Date and time of day of a row, or why they cannot be read. */
function readWhen(cells: (role: Role) => string, {sheet, at, facts, readDate}: Plan) {
  const stamp = at.date < 0 ? {date: facts.date!, clock: ""} : splitStamp(cells("date"));
  let clock = stamp.clock === "" ? cells("time") : stamp.clock;
  let date = at.date < 0 ? facts.date : readDate(stamp.date);
  const inTime = at.time < 0 || stamp.clock !== "" ? null : splitStamp(clock);
  if (inTime !== null && inTime.clock !== "" && readClock(clock) === null) {
    const own = readDate(inTime.date); // the time column has a date as well
    if (at.date >= 0 && own !== date)
      return `${sheet.header[at.time]} says ${shown(inTime.date)} and ${sheet.header[at.date]} ${shown(stamp.date)}`;
    date = own;
    clock = inTime.clock;
  }
  if (date === null)
    return `${sheet.header[at.date < 0 ? at.time : at.date]} ${stamp.date === "" ? "is empty" : `is not a date (${shown(stamp.date)})`}`;
  if (clock === "") return {date, time: Number.NaN, zone: null};
  const read = readClock(clock);
  if (read === null) return `${sheet.header[at.time < 0 ? at.date : at.time]} is not a time of day (${shown(clock)})`;
  return {date, time: read.seconds, zone: read.zone};
}

function missing(sheet: Sheet, layout: FillLayout, role: Role): IngestError {
  return new IngestError(sheet.name, {
    what: `no column holds the ${ROLE_WORDS[role]}`,
    found: sheet.header.map((name) => shown(name, 30)).join(", "),
    fix:
      role === "account"
        ? "say in the study whose file it is: source.files: [{file, account}], or export it with the account"
        : `export it again with the ${ROLE_WORDS[role]} (${(layout.columns[role] ?? []).join(", ")})`,
  });
}
