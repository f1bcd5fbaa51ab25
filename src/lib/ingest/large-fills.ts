import {createHash} from "node:crypto";
import {closeSync, openSync, readSync, statSync} from "node:fs";
import type {FileRule} from "../study/index.ts";
import {headerFit} from "./columns.ts";
import {readCsv} from "./csv.ts";
import type {FileReport} from "./desk.ts";
import {IngestError, shown} from "./error.ts";
import {kindOfName, ruleFor} from "./file-rules.ts";
import type {FolderFile} from "./folder-files.ts";
import type {FillsPnl, LargeInput} from "./pnl/index.ts";
import {clockBeside} from "./read-plan.ts";
import {namedText} from "./source.ts";
import {SPECS} from "./specs.ts";

/** From so many bytes on, a file of fills is read by the database alone: its rows are never held in memory one by one. */
export const LARGE_BYTES = 64_000_000;

/** The files of fills that are too large to be held in memory, and the others. Exports of platforms are read whole. */
export function splitLarge(
  files: readonly FolderFile[],
  least = LARGE_BYTES,
): {large: FolderFile[]; rest: FolderFile[]} {
  const isLarge = ({name, path, taken}: FolderFile) =>
    (taken?.as ?? kindOfName(name)) === "fills" && (statSync(path, {throwIfNoEntry: false})?.size ?? 0) >= least;
  return {large: files.filter(isLarge), rest: files.filter((file) => !isLarge(file))};
}

/**
 * A large file as an input of P&L; the columns that the study names are taken over where fills know them.
 * @throws IngestError where its dates and times of day stand in two columns.
 */
export function largeInput({name, path}: FolderFile, rules: readonly FileRule[]): LargeInput {
  const {account_id, execution_id, fees, fx_to_base, clock, ...rest} = ruleFor(name, rules)?.columns ?? {};
  const beside = clock ?? (rest.time === undefined && !name.endsWith(".parquet") ? clockColumn(name, path) : undefined);
  if (beside !== undefined)
    throw new IngestError(name, {
      what: "its dates and its times of day stand in two columns, which a large file of fills cannot have",
      found: `the times of day in ${shown(beside)}`,
      fix: `write both into one column (2025-01-31 09:30:00), or split it into files of less than ${LARGE_BYTES / 1e6} MB`,
    });
  return {
    kind: name.endsWith(".parquet") ? "parquet" : "csv",
    name,
    path,
    columns: {
      ...rest,
      ...(account_id === undefined ? {} : {account: account_id}),
      ...(execution_id === undefined ? {} : {id: execution_id}),
      ...(fx_to_base === undefined ? {} : {fxToBase: fx_to_base}),
      ...(fees === undefined ? {} : {fees: {fees}}),
    },
  };
}

/** The column that has times of day alone beside one with dates, by the beginning of a CSV file. */
function clockColumn(name: string, path: string): string | undefined {
  const piece = Buffer.alloc(100_000);
  const file = openSync(path, "r");
  let n: number;
  try {
    n = readSync(file, piece, 0, piece.length, 0);
  } finally {
    closeSync(file);
  }
  const head = piece.subarray(0, Math.max(0, piece.subarray(0, n).lastIndexOf(10)));
  if (head.length === 0) return undefined;
  const {header, rows} = readCsv(namedText(name, head), (names) => headerFit(names, SPECS.fills));
  return header[
    clockBeside(
      header,
      rows.flatMap(({fields}) => (fields?.length === header.length ? [fields] : [])),
    )
  ];
}

/** What the quality report says of a large file. */
export function largeReport({name}: FolderFile, file: HashedFile, {files}: FillsPnl): FileReport {
  const counts = files.find((file) => file.name === name);
  if (counts === undefined) throw new Error(`${name} was not read`);
  const {rowsRead, rowsUsed, rowsSetAside} = counts;
  requireEachLine(name, file, rowsRead);
  return {
    file: name,
    ...{sha256: file.sha256, bytes: file.bytes},
    ...{rowsRead, rowsUsed, rowsSetAside},
    dateFormat: "as the database reads it",
    columns: [],
    reformatted: 0,
  };
}

/** The database takes all lines up to the next quote for one value: rows of a file that is read by lines must not vanish so. */
function requireEachLine(name: string, {lines}: HashedFile, rowsRead: number): void {
  if (lines === null || lines.count === rowsRead + 1) return;
  throw new IngestError(name, {
    what: "lines of it would be read as parts of other lines: a quote is left open, or values hold line ends",
    found: `${lines.count} lines with text, of which ${rowsRead + 1} begin a row; the first with an open quote is line ${lines.open}`,
    fix: "close the quote, or take the line ends out of the values (a smaller file may have them: split it by period)",
  });
}

/** What is known of a file without reading its rows. */
export interface HashedFile {
  readonly sha256: string;
  readonly bytes: number;
  /** Lines with text, and the first (1-based) whose quotes do not pair; null for a file without quotes, and for Parquet. */
  readonly lines: {readonly count: number; readonly open: number} | null;
}

/** Longer lines are none that the database takes. */
const LONGEST_LINE = 2_000_000;

/**
 * Hash and length of a large file, piece by piece.
 * @throws IngestError for text with a line that is too long.
 */
export function hashLarge({name, path}: FolderFile): HashedFile {
  const hash = createHash("sha256");
  const piece = Buffer.alloc(1 << 22);
  const isText = !name.endsWith(".parquet");
  const file = openSync(path, "r");
  let bytes = 0;
  let start = 0; // of the line that goes on
  let quoted = false;
  try {
    for (;;) {
      const n = readSync(file, piece, 0, piece.length, null);
      if (n === 0) break;
      const read = piece.subarray(0, n);
      hash.update(read);
      if (isText) start = checkLines(name, read, bytes, start);
      quoted ||= isText && read.includes(34);
      bytes += n;
    }
  } finally {
    closeSync(file);
  }
  return {sha256: hash.digest("hex"), bytes, lines: quoted ? countLines(path, piece) : null};
}

/** Counts lines as a reader does who knows nothing of quotes. @param piece what is read into. */
function countLines(path: string, piece: Buffer): {count: number; open: number} {
  const file = openSync(path, "r");
  let [count, open, line, text, odd] = [0, 0, 1, false, false];
  const end = () => {
    if (text) count++;
    if (odd && open === 0) open = line;
    line++;
    text = odd = false;
  };
  try {
    for (let n = readSync(file, piece, 0, piece.length, null); n > 0; n = readSync(file, piece, 0, piece.length, null))
      for (let i = 0; i < n; i++) {
        const byte = piece[i];
        if (byte === 10) end();
        else if (byte !== 13) {
          text = true;
          if (byte === 34) odd = !odd;
        }
      }
  } finally {
    closeSync(file);
  }
  end();
  return {count, open};
}

/**
 * Where the line starts that goes on after a piece. The last line end within reach of each line's start is looked for, so that
 * few of them are.
 */
function checkLines(name: string, piece: Buffer, offset: number, lineStart: number): number {
  let start = lineStart;
  for (;;) {
    const reach = Math.min(piece.length, start + LONGEST_LINE - offset);
    const end = reach <= 0 ? -1 : piece.lastIndexOf(10, reach - 1);
    if (end >= 0 && offset + end >= start) {
      start = offset + end + 1;
      if (reach === piece.length) return start;
    } else if (reach === piece.length) return start;
    else
      throw new IngestError(name, {
        what: `a line is longer than ${LONGEST_LINE / 1e6} MB`,
        found: `no line end in ${LONGEST_LINE / 1e6} MB from byte ${start + 1} on`,
        fix: "export it again with one line a row, each ended by a line feed",
      });
  }
}
