import {parse} from "csv-parse/sync";
import {IngestError, shown} from "./error.ts";
import type {NamedText} from "./source.ts";

/** A file split into fields and nothing more. */
export interface RawFile {
  readonly delimiter: Delimiter;
  readonly header: readonly string[];
  readonly rows: readonly RawRow[];
  /** Lines within quotes that belong to the row above: lines with text = header + rows + joined. */
  readonly joined: number;
}

export interface RawRow {
  /** 1-based line of the file. */
  readonly line: number;
  /** Trimmed; null where the line cannot be split (`problem` says why). */
  readonly fields: readonly string[] | null;
  readonly problem: string | null;
  /** The line as it stands in the file; with its continuations, where quotes hold line ends. */
  readonly text: string;
}

/** A file with more columns than this is no table of a desk, and takes hours to read as one. */
export const MOST_COLUMNS = 2000;

export const DELIMITERS = [",", ";", "\t", "|"] as const;
export type Delimiter = (typeof DELIMITERS)[number];
export const DELIMITER_NAMES: Readonly<Record<Delimiter, string>> = {
  ",": "commas",
  ";": "semicolons",
  "\t": "tabs",
  "|": "vertical bars",
};

/**
 * Splits CSV text: quoted fields, any line ending, blank lines ignored. A quoted field may hold line ends if its lines make a
 * row of the header's width together and none of them is such a row alone: a quote left open spoils its own line and cannot
 * swallow those after it. Delimiters at the end of a row say nothing.
 * @param suits how well a header suits the file (higher is better): chooses among delimiters.
 * @throws IngestError where there is no header line, nothing below it, or far too many columns.
 */
export function readCsv(
  source: Pick<NamedText, "name" | "text">,
  suits: (header: readonly string[]) => number,
): RawFile {
  const lines = physicalLines(source.text);
  if (lines.length === 0)
    throw new IngestError(source.name, {
      what: "the file is blank",
      fix: "export it again with its header line, or remove it",
    });
  const {delimiter, header} = readHeader(source.name, lines[0].text, suits);
  if (header.length > MOST_COLUMNS)
    throw new IngestError(source.name, {
      what: `the file has more than ${MOST_COLUMNS} columns`,
      found: `${header.length} columns, the first ${shown(header[0])}`,
      fix: "export the columns that are needed, one line a row (perhaps rows and columns are swapped)",
    });
  if (lines.length === 1)
    throw new IngestError(source.name, {
      what: "the file has a header and no rows",
      found: shown(lines[0].text),
      fix: "export it again with its rows, or remove it if there is nothing to say",
    });
  const {rows, joined} = joinOpen(splitRows(lines.slice(1), delimiter), delimiter, header.length);
  return {delimiter, header, rows: rows.map((row) => withoutTail(row, header.length)), joined};
}

/** A row that ends with delimiters which its header does not have: nothing stands behind them. */
function withoutTail(row: RawRow, width: number): RawRow {
  const {fields} = row;
  const more = fields !== null && fields.length > width && fields.slice(width).every((field) => field === "");
  return more ? {...row, fields: fields.slice(0, width)} : row;
}

/** A line that has something on it. */
export interface Line {
  readonly line: number;
  readonly text: string;
}

export function physicalLines(text: string): Line[] {
  const lines: Line[] = [];
  text.split(/\r\n|\n|\r/).forEach((line, i) => {
    if (line !== "") lines.push({line: i + 1, text: line});
  });
  return lines;
}

/** Lines that one quoted field may take. */
const LONGEST_FIELD = 100;

/** Joins rows whose quote is left open with the lines that close it. */
export function joinOpen(
  rows: readonly RawRow[],
  delimiter: Delimiter,
  width: number,
): {rows: RawRow[]; joined: number} {
  if (rows.every((row) => row.problem !== OPEN)) return {rows: rows as RawRow[], joined: 0};
  const result: RawRow[] = [];
  let joined = 0;
  for (let i = 0; i < rows.length; i++) {
    const whole = rows[i].problem === OPEN ? joinFrom(rows, i, delimiter, width) : null;
    result.push(whole?.row ?? rows[i]);
    joined += whole?.taken ?? 0;
    i += whole?.taken ?? 0;
  }
  return {rows: result, joined};
}

function joinFrom(rows: readonly RawRow[], start: number, delimiter: Delimiter, width: number) {
  let text = rows[start].text;
  let odd = true; // an open quote: the quotes so far are odd in number, and close only once they are even
  for (let i = start + 1; i < Math.min(rows.length, start + LONGEST_FIELD); i++) {
    if (rows[i].fields?.length === width && width > 1) return null;
    text += `\n${rows[i].text}`;
    odd = odd === (rows[i].text.split('"').length % 2 === 1);
    if (odd) continue;
    const row = splitLine({line: rows[start].line, text}, delimiter);
    return row.fields?.length === width ? {row, taken: i - start} : null;
  }
  return null;
}

function readHeader(name: string, line: string, suits: (header: readonly string[]) => number) {
  let best: {delimiter: Delimiter; header: readonly string[]; score: number} | null = null;
  for (const delimiter of DELIMITERS) {
    const row = splitLine({line: 1, text: line}, delimiter);
    if (row.fields === null) continue;
    const score = suits(row.fields) + row.fields.length / 1e6; // more fields only break ties
    if (best === null || score > best.score) best = {delimiter, header: row.fields, score};
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
export function splitRows(lines: readonly Line[], delimiter: Delimiter): RawRow[] {
  const problems = lines.map(({text}) => quoteProblem(text, delimiter));
  const sound = splitSound(
    lines.filter((_, i) => problems[i] === null),
    delimiter,
  );
  let next = 0;
  return lines.map((line, i) => (problems[i] === null ? sound[next++] : {...line, fields: null, problem: problems[i]}));
}

function splitSound(lines: readonly Line[], delimiter: Delimiter): RawRow[] {
  if (lines.length === 0) return [];
  if (lines.length === 1) return [splitLine(lines[0], delimiter)];
  try {
    const records = parse(lines.map((l) => l.text).join("\n"), options(delimiter));
    if (records.length === lines.length)
      return lines.map((l, i) => ({line: l.line, fields: records[i], problem: null, text: l.text}));
  } catch (error) {
    if (!isCsvError(error)) throw error;
  }
  const half = lines.length >> 1;
  return [...splitSound(lines.slice(0, half), delimiter), ...splitSound(lines.slice(half), delimiter)];
}

export function splitLine(line: Line, delimiter: Delimiter): RawRow {
  const problem = quoteProblem(line.text, delimiter);
  if (problem !== null) return {...line, fields: null, problem};
  try {
    const records = parse(line.text, options(delimiter));
    return {...line, fields: records[0] ?? [""], problem: null};
  } catch (error) {
    if (!isCsvError(error)) throw error;
    const problem = error.code === "CSV_QUOTE_NOT_CLOSED" ? OPEN : INSIDE;
    return {...line, fields: null, problem};
  }
}

/**
 * What is wrong with the quotes of one line; null: nothing that is seen here. The parser says the same, in a thousand times the time:
 * a file of nothing but such lines would take hours.
 */
function quoteProblem(text: string, delimiter: Delimiter): string | null {
  let quote = text.indexOf('"');
  if (quote < 0) return null;
  for (let start = Math.max(0, text.lastIndexOf(delimiter, quote) + 1); ; ) {
    const before = text.slice(start, quote);
    if (before !== "") return told(before); // the field has begun without one
    let end = text.indexOf('"', quote + 1);
    while (end >= 0 && text[end + 1] === '"') end = text.indexOf('"', end + 2);
    if (end < 0) return OPEN;
    const next = text.indexOf(delimiter, end + 1);
    const after = text.slice(end + 1, next < 0 ? undefined : next);
    if (after !== "") return told(after);
    quote = next < 0 ? -1 : text.indexOf('"', next + 1);
    if (quote < 0) return null;
    start = text.lastIndexOf(delimiter, quote) + 1;
  }
}

/** Where blanks stand beside quotes the parser decides, by habits of its own. */
function told(rest: string): string | null {
  return /^[!#-~]/.test(rest) ? INSIDE : null;
}

const INSIDE = 'a quote stands inside a field (write "" for a quote within quotes)';
const OPEN = "a quote opens on this line and does not close on it";

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
