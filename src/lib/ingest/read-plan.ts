import {type Columns, findColumns, headerKey} from "./columns.ts";
import type {ContractOptions} from "./contract.ts";
import type {RawFile} from "./csv.ts";
import {type DateFormat, type DateFormatFound, findDateFormat, inYearsOf, mirrorOf, splitTime} from "./dates.ts";
import {type MadeAtRule, madeAtRule} from "./decision-time.ts";
import {IngestError, shown} from "./error.ts";
import {readNumber, usesDecimalCommas} from "./numbers.ts";
import type {Source} from "./source.ts";
import type {FileSpec} from "./specs.ts";

/** All that is decided about a file before its rows are read one by one. */
export interface ReadPlan {
  readonly columns: Columns;
  readonly account: number;
  readonly date: number;
  readonly timed: boolean;
  /** Whether zones beside times are kept: those of fills, which belong to the trading day of their exchange. */
  readonly zoned: boolean;
  /** Column with a time of day alone, beside the date; −1: none. */
  readonly clock: number;
  readonly symbol: number;
  readonly side: number;
  readonly id: number;
  readonly currency: number;
  readonly dates: DateFormatFound;
  readonly numbers: readonly NumberColumn[];
  readonly text: ReadonlySet<number>;
  readonly decimalCommas: boolean;
  readonly simulated: boolean;
  /** Column with the time at which a prediction was made, and what it must not be later than; −1: none. */
  readonly made: number;
  readonly madeAt: MadeAtRule | null;
}

interface NumberColumn {
  readonly index: number;
  readonly name: string;
  readonly mayBeMissing: boolean;
  readonly check?: (value: number) => string | null;
}

/**
 * Decides how a file's rows are read.
 * @throws IngestError for a header without a required column, dates that only the study can settle.
 */
export function planRead(source: Source, raw: RawFile, spec: FileSpec, options: ContractOptions): ReadPlan {
  const whole = raw.rows.filter((row) => row.fields?.length === raw.header.length).map((row) => row.fields!);
  const columns = findColumns(
    source.name,
    raw.header,
    spec,
    spec.kind === "fills" ? clockBeside(raw.header, whole) : -1,
  );
  const indexOf = (...types: string[]) => columns.known.find((c) => types.includes(c.spec.type))?.index ?? -1;
  const called = (name: string) => columns.known.find((c) => c.spec.name === name)?.index ?? -1;
  const date = indexOf("date", "time");
  const marks = raw.header.flatMap((name, index) => (headerKey(name) === "simulated" ? [index] : []));
  const {keep} = spec.others;
  const kept = typeof keep === "function" ? new Set(keep(raw.header)) : null;
  const candidates = columns.others.filter((c) =>
    kept === null ? keep === true && !marks.includes(c.index) : kept.has(c.index),
  );
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
    zoned: spec.kind === "fills",
    clock: indexOf("clock"),
    symbol: called("symbol"),
    side: called("side"),
    id: called("execution_id"),
    currency: called("currency"),
    dates: dateFormat(
      source.name,
      whole.map((fields) => splitTime(fields[date]).date),
      options.dateFormat,
    ),
    numbers,
    text,
    decimalCommas: usesDecimalCommas(cellsOf(whole, numbers)),
    ...madeAtPlan(source.name, columns, whole, options),
    simulated: whole.some((fields) => marks.some((mark) => !/^(0|false|no|)$/i.test(fields[mark]))),
  };
}

const DATES = ["date", "tradedate", "tradingdate", "filldate", "executiondate", "execdate"];
const CLOCKS = ["time", "tradetime", "filltime", "executiontime", "exectime", "timeofday"];

/** The column of fills that has a time of day alone where another has the date; −1 where there is none. */
export function clockBeside(header: readonly string[], rows: readonly (readonly string[])[]): number {
  const keys = header.map(headerKey);
  const clock = keys.findIndex((key) => CLOCKS.includes(key));
  if (clock < 0 || !keys.some((key) => DATES.includes(key))) return -1;
  const cells = rows.map((fields) => fields[clock]).filter((cell) => cell !== "");
  return cells.length > 0 && cells.every((cell) => parsesAsDate(cell) === false) ? clock : -1;
}

/** Whether a cell begins with a date; a time of day alone does not. */
function parsesAsDate(cell: string): boolean {
  return /^\d{1,4}[-/.]\d{1,2}[-/.]\d{1,4}|^\d{8}(?!\d)/.test(cell);
}

function madeAtPlan(
  file: string,
  columns: Columns,
  whole: readonly (readonly string[])[],
  {decideBy, dateFormat: declared}: ContractOptions,
) {
  const made = columns.known.find((c) => c.spec.type === "stamp")?.index ?? -1;
  return {
    made,
    madeAt:
      made < 0
        ? null
        : madeAtRule(
            file,
            whole.map((fields) => fields[made]),
            decideBy,
            declared,
          ),
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
      found: shown(values.find((value) => /^\d{1,2}\/\d{1,2}\/(\d{2}|\d{4})$/.test(value)) ?? ""),
      fix: 'say in the study which it is: source: {kind: "folder", path: …, dateFormat: "DD/MM/YYYY"}, or write YYYY-MM-DD',
    });
  if (declared !== undefined && found.format !== null && mirrorOf(found.format) === inYearsOf(declared, found.format))
    throw new IngestError(file, {
      what: `the study says that dates are ${declared}, and none of this file's is`,
      found: `dates that fit ${found.format}, such as ${shown(values.find((value) => value !== "") ?? "")}`,
      fix: `set dateFormat to "${found.format}" in the study, or remove it`,
    });
  return found;
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
