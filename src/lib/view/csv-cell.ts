/** A cell of a table to download: text, a number, or nothing. */
export type Cell = string | number | null;

/** Line end of RFC 4180; every record has one, the last too. */
export const CSV_END = "\r\n";

/** What spreadsheets take for the start of a formula (OWASP, CSV injection), in full width too, as East Asian ones do. */
const FORMULA = /^[\s"]*[=+\-@\uff1d\uff0b\uff0d\uff20]/;
const PLAIN_NUMBER = /^[+-]?(\d+(\.\d*)?|\.\d+)([eE][+-]?\d+)?$/;

/**
 * A cell of a CSV file (RFC 4180) that a spreadsheet may open: the one rule for everything that is offered for download. Text
 * that would run as a formula gets an apostrophe in front, unless it is a plain number ("-1" is no formula, and marking it would
 * make text of it); numbers are written with all their digits, NaN and null as nothing. What holds a comma, semicolon, tab, quote or
 * line break, or begins or ends with a space, is quoted.
 */
export function csvCell(cell: Cell): string {
  if (cell === null || Number.isNaN(cell)) return "";
  if (typeof cell === "number") return String(cell);
  const text = disarmed(cell);
  return /[",;\t\r\n]/.test(text) || text !== text.trim() ? `"${text.replaceAll('"', '""')}"` : text;
}

/**
 * Where lists are written with semicolons, a spreadsheet cuts there, and at line ends, in spite of quotes that do not open its own
 * cells: each piece could be a cell.
 */
function disarmed(cell: string): string {
  const pieces = cell.split(/([;\t\r\n])/);
  const text = pieces
    .map((piece) => (FORMULA.test(piece) && !PLAIN_NUMBER.test(piece.trim()) ? `'${piece}` : piece))
    .join("");
  return /^[\t\r\n]/.test(text) ? `'${text}` : text;
}

/** One record, without its line end. */
export function csvRecord(cells: readonly Cell[]): string {
  return cells.map(csvCell).join(",");
}
