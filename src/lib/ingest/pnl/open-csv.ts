import {closeSync, openSync, readSync, statSync} from "node:fs";
import {headerFit} from "../columns.ts";
import {readCsv} from "../csv.ts";
import {findDateFormat, splitTime} from "../dates.ts";
import {IngestError, shown} from "../error.ts";
import {readBytes} from "../read-bytes.ts";
import {namedText, whatBinary} from "../source.ts";
import {SPECS} from "../specs.ts";
import {type Sql, sql} from "../sql/index.ts";
import {fillColumns} from "./columns.ts";
import {decimalsOf} from "./decimal.ts";
import type {Engine} from "./engine.ts";
import {markOf} from "./marked.ts";
import {type FileInput, type OpenFile, outsideDecimals} from "./opened-file.ts";
import {precisionFor} from "./precision.ts";
import {type CsvShape, csvColumn, readCsvRelation} from "./raw.ts";
import type {PnlOptions} from "./types.ts";

/** Bytes at the beginning that are looked at. */
const HEAD = 262_144;
/** Stamps that are read typed: ISO dates, with a time or not, with a zone or not. */
const ISO = /^\d{4}-\d{2}-\d{2}([ T]\d{2}:\d{2}(:\d{2}(\.\d+)?)?)?$/;
const ZONED = /^\d{4}-\d{2}-\d{2}[ T]\d{2}:\d{2}(:\d{2}(\.\d+)?)?(Z|[+-]\d{2}:\d{2})$/;
const PLAIN = /^[-+]?(\d+(\.\d*)?|\.\d+)$/;

/** Looks at the first rows of a CSV file. @throws IngestError if it cannot be read, is not CSV, or lacks a column. */
export async function openCsv(
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
