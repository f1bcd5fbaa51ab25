import {closeSync, openSync, readSync, statSync} from "node:fs";
import {headerFit} from "../columns.ts";
import {readCsv} from "../csv.ts";
import {type DateFormat, findDateFormat, splitTime} from "../dates.ts";
import {IngestError, shown} from "../error.ts";
import {readBytes} from "../read-bytes.ts";
import {namedText, whatBinary} from "../source.ts";
import {SPECS} from "../specs.ts";
import {join, type Sql, sql, name as sqlName} from "../sql/index.ts";
import {fillColumns} from "./columns.ts";
import {decimalsOf} from "./decimal.ts";
import type {Engine} from "./engine.ts";
import {markOf} from "./marked.ts";
import {precisionFor} from "./precision.ts";
import {type CsvShape, csvColumn, type RawFile, readCsvRelation, readParquetRelation} from "./raw.ts";
import {habitsOf, type TypedFile} from "./typed.ts";
import type {AsideFill, FillColumns, FillInput, PnlOptions} from "./types.ts";

/** A file of fills whose header and first rows have been looked at. */
export interface OpenFile {
  readonly name: string;
  readonly columns: FillColumns;
  readonly dates: DateFormat;
  /** How it is read with typed columns; null: its first rows say that it cannot be. */
  readonly typed: Pick<TypedFile, "from" | "column" | "precision" | "stamp" | "kept" | "habits"> | null;
  /** How it is read as text. */
  readonly text: Pick<RawFile, "from" | "column" | "row">;
  /** The column in which rows say that they were simulated; null: there is none. */
  readonly mark: Sql | null;
  /** Lines that could not be split, after the file was read as text. */
  readonly rejects: () => Promise<AsideFill[]>;
  /** Line of the n-th row that could be split. */
  readonly line: (row: number, rejects: readonly AsideFill[]) => number;
  readonly notes: readonly string[];
}

type FileInput = Extract<FillInput, {readonly path: string}>;

/** Looks at a file. @throws IngestError if it cannot be read, is not what it should be, or lacks a column. */
export async function openFile(engine: Engine, input: FileInput, options: PnlOptions): Promise<OpenFile> {
  return input.kind === "csv" ? openCsv(engine, input, options) : openParquet(engine, input, options);
}

/** A name of a column from outside, as SQL. */
const named = (of: string): Sql => sql`${sqlName(of)}`;

/** Bytes at the beginning that are looked at. */
const HEAD = 262_144;
/** Stamps that are read typed: ISO dates, with a time or not, with a zone or not. */
const ISO = /^\d{4}-\d{2}-\d{2}([ T]\d{2}:\d{2}(:\d{2}(\.\d+)?)?)?$/;
const ZONED = /^\d{4}-\d{2}-\d{2}[ T]\d{2}:\d{2}(:\d{2}(\.\d+)?)?(Z|[+-]\d{2}:\d{2})$/;
const PLAIN = /^[-+]?(\d+(\.\d*)?|\.\d+)$/;

async function openCsv(
  engine: Engine,
  {name, path, columns: given}: FileInput,
  options: PnlOptions,
): Promise<OpenFile> {
  const {timeZone = null} = options;
  const head = readHead(name, path);
  const {delimiter, header, rows} = readCsv(namedText(name, head), (names) => headerFit(names, SPECS.fills));
  const columns = fillColumns(name, header, given);
  const index = new Map(header.map((column, k) => [column, k]));
  const column = (of: string) => csvColumn(index.get(of)!);
  const mark = markOf(header);
  const sample = rows.flatMap(({fields}) => (fields !== null && fields.length === header.length ? [fields] : []));
  const cells = (of: string) => sample.map((fields) => fields[index.get(of)!]);
  const stamps = cells(columns.time);
  const found = findDateFormat(stamps.map((stamp) => splitTime(stamp).date));
  if (found.undecided)
    throw new IngestError(name, {
      what: "its dates can be read as MM/DD/YYYY or as DD/MM/YYYY, and its first rows do not decide which",
      found: shown(stamps[0] ?? ""),
      fix: "write dates as YYYY-MM-DD",
    });
  const shape: CsvShape = {delimiter, header};
  const optional = [columns.multiplier, columns.fxToBase].filter((of) => of !== null);
  const numbers = [columns.quantity, columns.price, ...optional, ...Object.values(columns.fees)];
  const plain = numbers.every((of) => cells(of).every((cell) => cell === "" || PLAIN.test(cell)));
  const zoned = stamps.length > 0 && stamps.every((stamp) => ZONED.test(stamp));
  const clear = zoned
    ? timeZone !== null
    : stamps.length > 0 && stamps.every((stamp) => ISO.test(stamp) && stamp.length > 10);
  const most = (of: string) => cells(of).reduce((places, cell) => Math.max(places, decimalsOf(Number(cell) || 0)), 0);
  const types = new Map<number, Sql>(numbers.map((of) => [index.get(of)!, sql`'DOUBLE'`]));
  if (cells(columns.quantity).every((cell) => /^[-+]?\d{1,15}$/.test(cell)))
    types.set(index.get(columns.quantity)!, sql`'BIGINT'`);
  types.set(index.get(columns.time)!, zoned ? sql`'TIMESTAMPTZ'` : sql`'TIMESTAMP'`);
  return {
    name,
    columns,
    dates: found.format ?? "YYYY-MM-DD",
    typed:
      plain && clear
        ? {
            from: readCsvRelation(engine.local(path), shape, types, false),
            column,
            precision: precisionFor(
              Math.max(
                most(columns.price) + (columns.multiplier === null ? 0 : most(columns.multiplier)),
                outsideDecimals(options),
              ),
              most(columns.quantity),
            ),
            stamp: zoned ? sql`timezone(${timeZone!}, ${column(columns.time)})` : column(columns.time),
            kept: true,
            habits: habitsOf(
              columns.side === null ? [] : cells(columns.side),
              Object.values(columns.fees).some((of) => cells(of).some((cell) => Number(cell) < 0)),
            ),
          }
        : null,
    text: {from: readCsvRelation(engine.local(path), shape, new Map(), true), column, row: sql`row_number() OVER ()`},
    mark: mark === undefined ? null : column(mark),
    async rejects() {
      const lines = await engine.rows<{line: bigint; csv_line: string; error_type: string}>(sql`
        SELECT line, min(csv_line) AS csv_line, min(CAST(error_type AS VARCHAR)) AS error_type FROM reject_errors GROUP BY line ORDER BY line`);
      await engine.run(sql`DROP TABLE IF EXISTS reject_errors`);
      await engine.run(sql`DROP TABLE IF EXISTS reject_scans`);
      return lines.map(({line, csv_line, error_type}) => ({
        file: name,
        line: Number(line),
        reason: `the line cannot be split into the ${header.length} columns of the header (${error_type.toLowerCase()})`,
        text: (csv_line ?? "").replace(/[\r\n]+$/, ""),
      }));
    },
    line(row, rejects) {
      let line = row + 1;
      for (const reject of rejects) if (reject.file === name && reject.line <= line) line++;
      return line;
    },
    notes:
      zoned && timeZone === null
        ? [
            `${name}: times carry a zone, and the study names none of the exchange: the date as written is the trading day`,
          ]
        : [],
  };
}

function readHead(name: string, path: string): Buffer {
  let size: number;
  try {
    size = statSync(path).size;
  } catch {
    return readBytes(name, path); // says why not
  }
  if (size === 0)
    throw new IngestError(name, {what: "the file is empty (0 bytes)", fix: "export it again, or remove it"});
  const head = Buffer.alloc(Math.min(HEAD, size));
  const file = openSync(path, "r");
  try {
    readSync(file, head, 0, head.length, 0);
  } finally {
    closeSync(file);
  }
  const binary = whatBinary(head);
  if (binary !== null)
    throw new IngestError(name, {what: "the file is not CSV text", found: binary, fix: "save it as CSV (UTF-8)"});
  const end = size > HEAD ? head.lastIndexOf(10) : head.length;
  if (end < 0)
    throw new IngestError(name, {
      what: `its first line is longer than ${HEAD} bytes`,
      fix: "end each row with a line break",
    });
  return head.subarray(0, end);
}

async function openParquet(
  engine: Engine,
  {name, path, columns: given}: FileInput,
  options: PnlOptions,
): Promise<OpenFile> {
  const {timeZone = null} = options;
  const from = readParquetRelation(engine.local(path));
  let described: {column_name: string; column_type: string}[];
  try {
    described = await engine.rows(sql`DESCRIBE SELECT * FROM ${from}`);
  } catch (error) {
    throw new IngestError(name, {
      what: "the file cannot be read as Parquet",
      found: (error instanceof Error ? error.message : String(error)).split("\n")[0].slice(0, 300),
      fix: "export it again, or give CSV",
    });
  }
  const header = described.map((c) => c.column_name);
  const columns = fillColumns(name, header, given);
  const mark = markOf(header);
  const typeOf = (of: string) => described.find((c) => c.column_name === of)!.column_type;
  const timeType = typeOf(columns.time);
  const zoned = timeType === "TIMESTAMP WITH TIME ZONE";
  const optional = [columns.multiplier, columns.fxToBase].filter((of) => of !== null);
  const numeric = [columns.quantity, columns.price, ...optional, ...Object.values(columns.fees)].every((of) =>
    /^(DOUBLE|FLOAT|U?(TINY|SMALL|BIG|HUGE)?INT(EGER)?|DECIMAL.*)$/.test(typeOf(of)),
  );
  const texts = [columns.account, columns.symbol, columns.side].every((of) => of === null || typeOf(of) === "VARCHAR");
  const fees = Object.values(columns.fees);
  const sample = await sampleOf(engine, from, [columns.price, columns.quantity, columns.side, ...fees]);
  const [price, quantity] = [columns.price, columns.quantity].map((of) =>
    sample(of).reduce((places, value) => Math.max(places, decimalsOf(Number(value) || 0)), 0),
  );
  const clear = zoned ? timeZone !== null : timeType.startsWith("TIMESTAMP");
  return {
    name,
    columns,
    dates: "YYYY-MM-DD",
    typed:
      numeric && texts && clear
        ? {
            from,
            column: named,
            precision: precisionFor(
              Math.max(price + (columns.multiplier === null ? 0 : 2), outsideDecimals(options)),
              quantity,
            ),
            stamp: zoned
              ? sql`timezone(${timeZone!}, ${named(columns.time)})`
              : sql`CAST(${named(columns.time)} AS TIMESTAMP)`,
            kept: false,
            habits: habitsOf(
              sample(columns.side),
              fees.some((of) => sample(of).some((value) => Number(value) < 0)),
            ),
          }
        : null,
    text: {from, column: named, row: sql`file_row_number + 1`},
    mark: mark === undefined ? null : named(mark),
    rejects: () => Promise.resolve([]),
    line: (row) => row,
    notes:
      zoned && timeZone === null
        ? [`${name}: times are in UTC, and the study names no zone of the exchange: the UTC date is the trading day`]
        : [],
  };
}

/** The values, as text, that each of some columns has in the first rows; of no column none. */
async function sampleOf(
  engine: Engine,
  from: Sql,
  columns: readonly (string | null)[],
): Promise<(column: string | null) => readonly string[]> {
  const names = [...new Set(columns)].filter((column) => column !== null);
  const lists = names.map((of, k) => sql`list(DISTINCT CAST(${named(of)} AS VARCHAR)) AS ${csvColumn(k)}`);
  const [found] = await engine.rows<Record<string, {items: readonly (string | null)[]} | null>>(
    sql`SELECT ${join(lists)} FROM (SELECT ${join(names.map(named))} FROM ${from} LIMIT 2000)`,
  );
  const values = new Map(
    names.map((of, k) => [of, (found[`c${k}`]?.items ?? []).filter((value) => value !== null).sort()]),
  );
  return (column) => (column === null ? [] : values.get(column)!);
}

/** Decimals that prices from elsewhere need: closes and expiries are kept as fills' prices are. */
function outsideDecimals({closes = [], expiries = []}: PnlOptions): number {
  let places = 0;
  for (const {close} of closes) places = Math.max(places, decimalsOf(close));
  for (const {price} of expiries) places = Math.max(places, decimalsOf(price));
  return places;
}
