import {headerKey} from "../columns.ts";
import {
  DELIMITERS,
  type Delimiter,
  joinOpen,
  MOST_COLUMNS,
  physicalLines,
  type RawRow,
  splitLine,
  splitRows,
} from "../csv.ts";
import {IngestError, shown} from "../error.ts";
import type {NamedText} from "../source.ts";

/** An export as a table: what stands above its header, and the rows below. */
export interface Sheet {
  readonly name: string;
  readonly delimiter: Delimiter;
  readonly header: readonly string[];
  /** Header cells as `headerKey` has them. */
  readonly keys: readonly string[];
  /** 1-based line of the header; 0 where the file has none. */
  readonly headerLine: number;
  /** Lines above the header that have text: titles, sections of another kind. */
  readonly above: readonly RawRow[];
  readonly rows: readonly RawRow[];
  /** Lines within quotes that belong to the row above them. */
  readonly joined: number;
}

/** Lines among which a header is looked for when a file is recognised. */
const NEAR_TOP = 60;

/** The header of a file that has these keys among its cells, with its line and delimiter; null if no line near the top has. */
export function findHeader(text: string, keys: readonly string[], within = NEAR_TOP) {
  const top = physicalLines(within === Number.POSITIVE_INFINITY ? text : firstLines(text, within));
  for (const line of top) {
    if (line.text.length > 1e5) continue;
    const letters = line.text.toLowerCase().replace(/[^\p{L}\p{N}]/gu, ""); // most lines are ruled out without splitting them
    if (!keys.every((key) => letters.includes(key))) continue;
    for (const delimiter of DELIMITERS) {
      if (!line.text.includes(delimiter)) continue;
      const {fields} = splitLine(line, delimiter);
      if (fields === null || fields.length > MOST_COLUMNS) continue;
      const found = fields.map(headerKey);
      if (keys.every((key) => found.includes(key))) return {line: line.line, delimiter, header: fields, keys: found};
    }
  }
  return null;
}

/** The first lines of a text, without splitting the rest. */
function firstLines(text: string, count: number): string {
  let end = 0;
  for (let i = 0; i < count && end < text.length; i++) {
    const next = text.slice(end, end + 4_100_000).search(/[\r\n]/);
    if (next < 0) return text;
    end += next + 1;
  }
  return text.slice(0, end);
}

/**
 * Reads the table whose header has these keys.
 * @throws IngestError where there is none, or no row below it.
 */
export function readSheet(file: NamedText, keys: readonly string[], what: string): Sheet {
  const found = findHeader(file.text, keys, Number.POSITIVE_INFINITY);
  if (found === null)
    throw new IngestError(file.name, {
      what: `no line is the header of ${what}`,
      found: shown(physicalLines(firstLines(file.text, 3))[0]?.text ?? "", 120),
      fix: "export it again with its header line, or say with --source (or source.files in the study) what it is",
    });
  const lines = physicalLines(file.text);
  const at = lines.findIndex((line) => line.line === found.line);
  return sheetOf(file.name, lines, {at, ...found});
}

/** The table of a file that has no header: the columns in a known order, from the first line on. */
export function sheetWithoutHeader(file: NamedText, header: readonly string[], delimiter: Delimiter): Sheet {
  return sheetOf(file.name, physicalLines(file.text), {at: -1, line: 0, delimiter, header});
}

function sheetOf(
  name: string,
  lines: ReturnType<typeof physicalLines>,
  {at, line, delimiter, header}: {at: number; line: number; delimiter: Delimiter; header: readonly string[]},
): Sheet {
  const above = splitRows(lines.slice(0, Math.max(0, at)), delimiter);
  const {rows, joined} = joinOpen(splitRows(lines.slice(at + 1), delimiter), delimiter, header.length);
  if (rows.length === 0)
    throw new IngestError(name, {
      what: "the file has a header and no rows",
      found: shown(header.join(delimiter)),
      fix: "export it again with its rows, or remove it if there is nothing to say",
    });
  return {name, delimiter, header, keys: header.map(headerKey), headerLine: line, above, rows, joined};
}

/** What a line below the header is that says no more than headers do: the header once more, or whose the rows are; else null. */
export function structureWithin({fields}: RawRow, header: readonly string[]): "header" | "heading" | null {
  if (fields === null) return null;
  if (fields.length >= header.length && header.every((name, i) => fields[i] === name)) return "header";
  return /^account\b/i.test(fields[0]) && fields.slice(2).every((field) => field === "") ? "heading" : null;
}

/** Index of the first column that has one of these keys; −1 if none has. @throws IngestError if two columns share the key. */
export function columnOf(sheet: Sheet, keys: readonly string[]): number {
  for (const key of keys) {
    const index = sheet.keys.indexOf(key);
    if (index < 0) continue;
    if (sheet.keys.includes(key, index + 1))
      throw new IngestError(sheet.name, {
        what: "two columns have the same name",
        found: shown(sheet.header[index]),
        fix: "rename or remove one of them",
      });
    return index;
  }
  return -1;
}

/**
 * The fields of a row at the header's width: what is missing or left over may be empty only, as some platforms end lines with
 * a delimiter.
 * @returns the reason where the row cannot be used.
 */
export function fieldsOf(row: RawRow, width: number): readonly string[] | string {
  const {fields} = row;
  if (fields === null) return row.problem!;
  if (fields.length === width) return fields;
  if (fields.length > width && fields.slice(width).every((field) => field === "")) return fields.slice(0, width);
  return `has ${fields.length} fields where the header has ${width}${fields.length > width ? '; a value such as "1,234.50" needs quotes around it' : ""}`;
}
