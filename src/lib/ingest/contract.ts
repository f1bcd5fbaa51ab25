import {readDate, readName} from "./cells.ts";
import {headerFit, headerKey} from "./columns.ts";
import {DELIMITER_NAMES, type RawFile, type RawRow, readCsv} from "./csv.ts";
import {type DateFormat, type DateFormatFound, minutesOfDay, splitTime} from "./dates.ts";
import {counted, shown} from "./error.ts";
import {type ColumnMapping, mappedHeader} from "./mapping.ts";
import {readNumber} from "./numbers.ts";
import {planRead, type ReadPlan} from "./read-plan.ts";
import type {Source} from "./source.ts";
import {type FileSpec, SPECS} from "./specs.ts";

/** A row that the contract accepted. Account "" where the file has none (market.csv). */
export interface Row {
  readonly line: number;
  readonly text: string;
  readonly account: string;
  readonly date: string;
  /** One value a name in `CheckedFile.numbers`; NaN is missing. */
  readonly values: readonly number[];
  readonly symbol: string;
  /** Minutes since midnight as written, in a file with times; else NaN. */
  readonly time: number;
  /** As written, in a file with sides; else "". */
  readonly side: string;
  /** Of a fill, where the file gives them: id of the execution, and currency as written. */
  readonly id?: string;
  readonly currency?: string;
  /** Of a fill whose time carries one: "Z", or an offset. */
  readonly zone?: string;
  /** Cells that were not plainly written. */
  readonly reformatted: number;
  /** Where rows of several files stand together: whose it is. */
  readonly file?: string;
  /** Account as the file gives it, where `account` is the trader whose it is. */
  readonly own?: string;
  /** Further lines that the row was added up from. */
  readonly more?: readonly {readonly line: number; readonly text: string}[];
}

/** A row that is not used: where it stands, why, and what it says. */
export interface Aside {
  readonly line: number;
  readonly reason: string;
  readonly text: string;
  /** Where rows of several files stand together: whose it is. */
  readonly file?: string;
  /** Whose it would have been and of which date, each where it can be read. */
  readonly account?: string;
  readonly date?: string;
}

/** A file after its contract: `rowsRead` = rows + aside, here and after every later step. */
export interface CheckedFile {
  readonly source: Source;
  readonly spec: FileSpec;
  readonly delimiter: string;
  readonly dates: DateFormatFound;
  readonly columns: readonly {readonly name: string; readonly role: string}[];
  readonly numbers: readonly string[];
  readonly rowsRead: number;
  readonly rows: readonly Row[];
  readonly aside: readonly Aside[];
  /** Whether any row says of itself that it was simulated (a column "simulated" that is neither empty, 0 nor false). */
  readonly simulated: boolean;
  /** Lines within quotes that belong to the row above them. */
  readonly joined?: number;
  /** The files that this one is made of, before any rule looked at their rows together. */
  readonly parts?: readonly CheckedFile[];
  /** Rows computed from those of another file (a day's P&L from its fills): they are no rows of a file. */
  readonly derived?: boolean;
  /** What it was recognised as, where it is the export of a platform or was found by its content. */
  readonly taken?: TakenAs;
}

/** What a file was taken for, and why. */
export interface TakenAs {
  /** "PropReports fills", "daily rows". */
  readonly as: string;
  readonly evidence: string;
  /** What a reader should know of how it was read. */
  readonly notes: readonly string[];
  /** Lines that are understood and hold no row, by what they are. */
  readonly besides: readonly {readonly what: string; readonly count: number; readonly first: number}[];
  /** Totals on file beside what the rows add up to. */
  readonly stated: readonly {
    readonly line: number;
    readonly what: string;
    readonly stated: number;
    readonly summed: number;
  }[];
}

/** What the study says about its files. */
export interface ContractOptions {
  /** How dates are written, for files that leave it open. */
  readonly dateFormat?: DateFormat;
  /** Which column holds what, where the header does not say so. */
  readonly columns?: ColumnMapping;
  /** When the decision for a day is taken (see decision-time.ts): predictions made later are not used. */
  readonly decideBy?: string;
}

/**
 * Checks a file against the contract of its kind and converts it. A row that breaks it is set aside with its line and
 * the reason; only what concerns the whole file is an error.
 * @throws IngestError for a blank file, a header without a required column, dates that only the study can settle.
 */
export function checkFile(source: Source, options: ContractOptions = {}): CheckedFile {
  const spec = SPECS[source.kind];
  const mapped = new Set(Object.values(options.columns ?? {}).map(headerKey));
  const suits = (header: readonly string[]) =>
    headerFit(header, spec) + header.filter((name) => mapped.has(headerKey(name))).length;
  return checkRows(source, readCsv(source, suits), options);
}

/** As `checkFile`, of rows that are split already: from Parquet, from a database. */
export function checkRows(source: Source, read: RawFile, options: ContractOptions = {}): CheckedFile {
  const spec = SPECS[source.kind];
  const {columns} = options;
  const raw =
    columns === undefined ? read : {...read, header: mappedHeader(source.name, read.header, source.kind, columns)};
  const plan = planRead(source, raw, spec, options);
  const rows: Row[] = [];
  const aside: Aside[] = [];
  for (const row of raw.rows) {
    const read = readRow(row, raw.header, plan);
    if (typeof read === "string") aside.push({line: row.line, reason: read, text: row.text, ...whoseDay(row, plan)});
    else rows.push(read);
  }
  return {
    source,
    spec,
    delimiter: DELIMITER_NAMES[raw.delimiter],
    dates: plan.dates,
    columns: describeColumns(raw.header, plan, spec),
    numbers: plan.numbers.map((n) => n.name),
    rowsRead: raw.rows.length,
    rows,
    aside,
    simulated: plan.simulated,
    joined: raw.joined,
  };
}

/** A row as the contract wants it, or the reason why it is set aside. */
function readRow(row: RawRow, header: readonly string[], plan: ReadPlan): Row | string {
  const {fields} = row;
  if (fields === null) return row.problem!;
  if (fields.every((field) => field === "")) return "every field is empty";
  if (fields.length !== header.length) return wrongWidth(fields, header.length);
  const account = plan.account < 0 ? "" : readName(fields[plan.account]);
  if (typeof account !== "string" && !account.ok) return `${header[plan.account]} ${account.why}`;
  const date = readDate(fields[plan.date], plan.dates.format, plan.timed);
  if (!date.ok) return `${header[plan.date]} ${date.why}`;
  const late = plan.madeAt === null ? null : plan.madeAt(fields[plan.made], date.value);
  if (late !== null) return `${header[plan.made]} ${late}`;
  let symbol = "";
  if (plan.symbol >= 0) {
    const read = readName(fields[plan.symbol]);
    if (!read.ok) return `${header[plan.symbol]} ${read.why}`;
    symbol = read.value;
  }
  let reformatted = date.plain ? 0 : 1;
  const values: number[] = [];
  for (const column of plan.numbers) {
    const cell = fields[column.index];
    const read = readNumber(cell, plan.decimalCommas);
    if (read.kind === "number") {
      const wrong = column.check?.(read.value) ?? null;
      if (wrong !== null) return `${header[column.index]} ${wrong} (${shown(cell)})`;
      values.push(read.value);
      if (!read.plain) reformatted++;
    } else if (read.kind === "missing" && column.mayBeMissing) values.push(Number.NaN);
    else if (read.kind === "missing")
      return `${header[column.index]} ${cell === "" ? "is empty" : `is not a number (${shown(cell)})`}`;
    else return `${header[column.index]} ${read.why}`;
  }
  const name = typeof account === "string" ? account : account.value;
  const time = readTime(fields, plan);
  if (typeof time === "string") return `${header[plan.clock]} ${time}`;
  const side = plan.side < 0 ? "" : fields[plan.side];
  return {
    ...{line: row.line, text: row.text, account: name, date: date.value, values, symbol, time, side, reformatted},
    ...(plan.id < 0 ? {} : {id: fields[plan.id]}),
    ...(plan.currency < 0 ? {} : {currency: fields[plan.currency]}),
    ...(plan.zoned ? zoneOf(fields[plan.clock < 0 ? plan.date : plan.clock]) : {}),
  };
}

/** Minutes since midnight, from the date's cell or the one beside it; NaN where neither has a time of day. */
function readTime(fields: readonly string[], {timed, date, clock}: ReadPlan): number | string {
  if (clock < 0) return timed ? minutesOfDay(fields[date]) : Number.NaN;
  const cell = fields[clock].replace(
    /^(\d{2})(\d{2})(\d{2})?$/,
    (_, h: string, m: string, s = "00") => `${h}:${m}:${s}`,
  );
  if (cell === "") return minutesOfDay(fields[date]);
  const whole = `- ${cell}`;
  return splitTime(whole).date === whole ? `${shown(cell)} is not a time of day` : minutesOfDay(whole);
}

/** The zone that a time is written with. */
function zoneOf(cell: string): Pick<Row, "zone"> {
  const zone = /:\d{2}(?:[.,]\d+)?\s*(Z|UTC|[+-]\d{2}:?\d{2})$/.exec(cell)?.[1];
  return zone === undefined ? {} : {zone: zone === "UTC" ? "Z" : zone};
}

/** Trader and date of a row that is set aside for something else. */
function whoseDay({fields}: RawRow, plan: ReadPlan): Pick<Aside, "account" | "date"> {
  const cell = (index: number) => (index < 0 ? "" : (fields?.[index] ?? ""));
  const account = readName(cell(plan.account));
  const date = readDate(cell(plan.date), plan.dates.format, plan.timed);
  return {...(account.ok ? {account: account.value} : {}), ...(date.ok ? {date: date.value} : {})};
}

function wrongWidth(fields: readonly string[], width: number): string {
  const split = fields.some((f, i) => /^[-(+$−]*\d{1,3}$/.test(f) && /^\d{3}(\.\d*)?\)?$/.test(fields[i + 1] ?? ""));
  const hint =
    fields.length <= width
      ? ""
      : split
        ? '; a value such as "1,234.50" needs quotes around it'
        : "; a value that holds the separator (a decimal comma?) needs quotes around it";
  return `has ${counted(fields.length, "field")} where the header has ${width}${hint}`;
}

function describeColumns(header: readonly string[], plan: ReadPlan, spec: FileSpec): CheckedFile["columns"] {
  return header.map((name, index) => {
    const known = plan.columns.known.find((c) => c.index === index);
    if (known !== undefined) return {name, role: known.spec.label};
    const unused = plan.columns.unused.find((c) => c.index === index);
    if (unused !== undefined) return {name, role: unused.why};
    if (headerKey(name) === "simulated") return {name, role: "mark of simulated rows"};
    const kept = plan.numbers.find((c) => c.index === index);
    if (kept !== undefined)
      return {name, role: kept.name === name ? spec.others.role : `${spec.others.role}, called ${kept.name}`};
    return {name, role: plan.text.has(index) ? "not used: it does not hold numbers" : "not used"};
  });
}
