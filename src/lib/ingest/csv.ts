import {parse} from "csv-parse/sync";
import {IngestError, shown} from "./error.ts";
import type {Source} from "./source.ts";

/** A file split into fields and nothing more. */
export interface RawFile {
  readonly delimiter: Delimiter;
  readonly header: readonly string[];
  readonly rows: readonly RawRow[];
}

export interface RawRow {
  /** 1-based line of the file. */
  readonly line: number;
  /** Trimmed; null where the line cannot be split (`problem` says why). */
  readonly fields: readonly string[] | null;
  readonly problem: string | null;
  /** The line as it stands in the file. */
  readonly text: string;
}

const DELIMITERS = [",", ";", "\t", "|"] as const;
export type Delimiter = (typeof DELIMITERS)[number];
export const DELIMITER_NAMES: Readonly<Record<Delimiter, string>> = {
  ",": "commas",
  ";": "semicolons",
  "\t": "tabs",
  "|": "vertical bars",
};

/**
 * Splits CSV text: quoted fields, any line ending, blank lines ignored. A row is a line: a field cannot hold a line
 * break, so a quote left open spoils its own line and cannot swallow those after it.
 * @param suits how well a header suits the file (higher is better): chooses among delimiters.
 * @throws IngestError where there is no header line, or nothing below it.
 */
export function readCsv(source: Source, suits: (header: readonly string[]) => number): RawFile {
  const lines = physicalLines(source.text);
  if (lines.length === 0)
    throw new IngestError(source.name, {
      what: "the file is blank",
      fix: "export it again with its header line, or remove it",
    });
  const {delimiter, header} = readHeader(source.name, lines[0].text, suits);
  if (lines.length === 1)
    throw new IngestError(source.name, {
      what: "the file has a header and no rows",
      found: shown(lines[0].text),
      fix: "export it again with its rows, or remove it if there is nothing to say",
    });
  return {delimiter, header, rows: splitRows(lines.slice(1), delimiter)};
}

interface Line {
  readonly line: number;
  readonly text: string;
}

function physicalLines(text: string): Line[] {
  const lines: Line[] = [];
  text.split(/\r\n|\n|\r/).forEach((line, i) => {
    if (line !== "") lines.push({line: i + 1, text: line});
  });
  return lines;
}

function readHeader(name: string, line: string, suits: (header: readonly string[]) => number) {
  let best: {delimiter: Delimiter; header: string[]; score: number} | null = null;
  for (const delimiter of DELIMITERS) {
    const row = splitLine({line: 1, text: line}, delimiter);
    if (row.fields === null) continue;
    const score = suits(row.fields) + row.fields.length / 1e6; // more fields only break ties
    if (best === null || score > best.score) best = {delimiter, header: [...row.fields], score};
  }
  if (best === null)
    throw new IngestError(name, {
      what: "the header line cannot be split into columns",
      found: shown(line),
      fix: "close every quote that opens on the first line",
    });
  return best;
}

/**
 * All lines at once, which is fast. Every record takes a line at least, so that as many records as lines means one each;
 * otherwise some quote is amiss, and halving finds its lines without paying for the rest one by one.
 */
function splitRows(lines: readonly Line[], delimiter: Delimiter): RawRow[] {
  if (lines.length === 1) return [splitLine(lines[0], delimiter)];
  try {
    const records = parse(lines.map((l) => l.text).join("\n"), options(delimiter));
    if (records.length === lines.length)
      return lines.map((l, i) => ({line: l.line, fields: records[i], problem: null, text: l.text}));
  } catch (error) {
    if (!isCsvError(error)) throw error;
  }
  const half = lines.length >> 1;
  return [...splitRows(lines.slice(0, half), delimiter), ...splitRows(lines.slice(half), delimiter)];
}

function splitLine(line: Line, delimiter: Delimiter): RawRow {
  try {
    const records = parse(line.text, options(delimiter));
    return {...line, fields: records[0] ?? [""], problem: null};
  } catch (error) {
    if (!isCsvError(error)) throw error;
    const problem =
      error.code === "CSV_QUOTE_NOT_CLOSED"
        ? "a quote opens on this line and does not close on it"
        : 'a quote stands inside a field (write "" for a quote within quotes)';
    return {...line, fields: null, problem};
  }
}

function options(delimiter: Delimiter) {
  return {
    delimiter,
    record_delimiter: "\n",
    relax_column_count: true, // a row with too few or too many fields is the contract's to judge
    trim: true,
    max_record_size: 0, // no limit: a huge line is set aside like any other
  };
}

function isCsvError(error: unknown): error is Error & {readonly code: string} {
  return error instanceof Error && "code" in error && typeof error.code === "string";
}
