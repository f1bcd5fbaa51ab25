import {readDate, readName} from "./cells.ts";
import {type Columns, findColumns, headerFit, headerKey} from "./columns.ts";
import {DELIMITER_NAMES, type RawFile, type RawRow, readCsv} from "./csv.ts";
import {type DateFormat, type DateFormatFound, findDateFormat, minutesOfDay, mirrorOf, splitTime} from "./dates.ts";
import {counted, IngestError, shown} from "./error.ts";
import {readNumber, usesDecimalCommas} from "./numbers.ts";
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
  /** Cells that were not plainly written. */
  readonly reformatted: number;
}

/** A row that is not used: where it stands, why, and what it says. */
export interface Aside {
  readonly line: number;
  readonly reason: string;
  readonly text: string;
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
}

/** What the study says about its files. */
export interface ContractOptions {
  /** How dates are written, for files that leave it open. */
  readonly dateFormat?: DateFormat;
}

/**
 * Checks a file against the contract of its kind and converts it. A row that breaks it is set aside with its line and
 * the reason; only what concerns the whole file is an error.
 * @throws IngestError for a blank file, a header without a required column, dates that only the study can settle.
 */
export function checkFile(source: Source, options: ContractOptions = {}): CheckedFile {
  const spec = SPECS[source.kind];
  const raw = readCsv(source, (header) => headerFit(header, spec));
  const plan = planRead(source, raw, spec, options);
  const rows: Row[] = [];
  const aside: Aside[] = [];
  for (const row of raw.rows) {
    const read = readRow(row, raw.header, plan);
    if (typeof read === "string") aside.push({line: row.line, reason: read, text: row.text});
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
  };
}

/** All that is decided about a file before its rows are read one by one. */
interface ReadPlan {
  readonly columns: Columns;
  readonly account: number;
  readonly date: number;
  readonly timed: boolean;
  readonly symbol: number;
  readonly side: number;
  readonly dates: DateFormatFound;
  readonly numbers: readonly NumberColumn[];
  readonly text: ReadonlySet<number>;
  readonly decimalCommas: boolean;
  readonly simulated: boolean;
}

interface NumberColumn {
  readonly index: number;
  readonly name: string;
  readonly mayBeMissing: boolean;
  readonly check?: (value: number) => string | null;
}

function planRead(source: Source, raw: RawFile, spec: FileSpec, options: ContractOptions): ReadPlan {
  const columns = findColumns(source.name, raw.header, spec);
  const whole = raw.rows.filter((row) => row.fields?.length === raw.header.length).map((row) => row.fields!);
  const indexOf = (...types: string[]) => columns.known.find((c) => types.includes(c.spec.type))?.index ?? -1;
  const date = indexOf("date", "time");
  const mark = raw.header.findIndex((name) => headerKey(name) === "simulated");
  const candidates = spec.others.keep ? columns.others.filter((c) => c.index !== mark) : [];
  const text = new Set(candidates.filter((c) => !mostlyNumbers(whole, c.index)).map((c) => c.index));
  const numbers: NumberColumn[] = [
    ...columns.known
      .filter((c) => c.spec.type === "number")
      .map(({index, spec: c}) => ({index, name: c.name, mayBeMissing: c.mayBeMissing === true, check: c.check})),
    ...candidates.filter((c) => !text.has(c.index)).map((c) => ({...c, mayBeMissing: true})),
  ];
  return {
    columns,
    account: indexOf("account"),
    date,
    timed: columns.known.some((c) => c.spec.type === "time"),
    symbol: columns.known.find((c) => c.spec.name === "symbol")?.index ?? -1,
    side: columns.known.find((c) => c.spec.name === "side")?.index ?? -1,
    dates: dateFormat(
      source.name,
      whole.map((fields) => splitTime(fields[date]).date),
      options.dateFormat,
    ),
    numbers,
    text,
    decimalCommas: usesDecimalCommas(cellsOf(whole, numbers)),
    simulated: mark >= 0 && whole.some((fields) => !/^(0|false|no|)$/i.test(fields[mark])),
  };
}

function dateFormat(file: string, values: readonly string[], declared: DateFormat | undefined): DateFormatFound {
  const found = findDateFormat(values, declared);
  if (found.undecided)
    throw new IngestError(file, {
      what:
        found.otherOrder === 0
          ? "its dates can be read as MM/DD/YYYY or as DD/MM/YYYY, and no row decides which"
          : "as many dates fit only MM/DD/YYYY as fit only DD/MM/YYYY",
      found: shown(values.find((value) => /^\d{1,2}\/\d{1,2}\/\d{4}$/.test(value)) ?? ""),
      fix: 'say in the study which it is: source: {kind: "folder", path: …, dateFormat: "DD/MM/YYYY"}, or write YYYY-MM-DD',
    });
  if (declared !== undefined && mirrorOf(found.format) === declared)
    throw new IngestError(file, {
      what: `the study says that dates are ${declared}, and none of this file's is`,
      found: `dates that fit ${found.format}, such as ${shown(values.find((value) => value !== "") ?? "")}`,
      fix: `set dateFormat to "${found.format}" in the study, or remove it`,
    });
  return found;
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
  const time = plan.timed ? minutesOfDay(fields[plan.date]) : Number.NaN;
  const side = plan.side < 0 ? "" : fields[plan.side];
  return {line: row.line, text: row.text, account: name, date: date.value, values, symbol, time, side, reformatted};
}

function wrongWidth(fields: readonly string[], width: number): string {
  const split = fields.some((f, i) => /^[-(+$−]*\d{1,3}$/.test(f) && /^\d{3}(\.\d*)?\)?$/.test(fields[i + 1] ?? ""));
  const hint = fields.length > width && split ? '; a value such as "1,234.50" needs quotes around it' : "";
  return `has ${counted(fields.length, "field")} where the header has ${width}${hint}`;
}

/** A column without a specification counts as numbers if at least half of its filled cells can be read as numbers. */
function mostlyNumbers(rows: readonly (readonly string[])[], index: number): boolean {
  let numbers = 0;
  let others = 0;
  for (const fields of rows) {
    const {kind} = readNumber(fields[index]);
    if (kind === "number") numbers++;
    else if (kind === "unreadable") others++;
  }
  return numbers > 0 && numbers >= others;
}

function* cellsOf(rows: readonly (readonly string[])[], columns: readonly NumberColumn[]): Generator<string> {
  for (const fields of rows) for (const {index} of columns) yield fields[index];
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
