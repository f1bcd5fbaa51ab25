/** A cell of a table to download: text, a number, or nothing. */
export type Cell = string | number | null;

/** Line end of RFC 4180; every record has one, the last too. */
export const CSV_END = "\r\n";

/** What spreadsheets take for the start of a formula (OWASP, CSV injection), in full width too, as East Asian ones do. */
const FORMULA = /^[=+\-@\t\r\n\uff1d\uff0b\uff0d\uff20]/;
const PLAIN_NUMBER = /^[+-]?(\d+(\.\d*)?|\.\d+)([eE][+-]?\d+)?$/;

/**
 * A cell of a CSV file (RFC 4180) that a spreadsheet may open: the one rule for everything that is offered for download. Text
 * that would run as a formula gets an apostrophe in front, unless it is a plain number; numbers are written with all their
 * digits, NaN and null as nothing. What holds a comma, quote or line break, or begins or ends with a space, is quoted.
 */
export function csvCell(cell: Cell): string {
  if (cell === null || Number.isNaN(cell)) return "";
  if (typeof cell === "number") return String(cell);
  const text = FORMULA.test(cell) && !PLAIN_NUMBER.test(cell) ? `'${cell}` : cell;
  return /[",\r\n]/.test(text) || text !== text.trim() ? `"${text.replaceAll('"', '""')}"` : text;
}

/** One record, without its line end. */
export function csvRecord(cells: readonly Cell[]): string {
  return cells.map(csvCell).join(",");
}
