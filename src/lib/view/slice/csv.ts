/** A cell of a table to download: text, a number, or nothing. */
export type Cell = string | number | null;

/**
 * One CSV record as in RFC 4180, without its line end: cells with a comma, quote or line break are quoted, quotes doubled.
 * Text that a spreadsheet would run as a formula (it starts with = + - @, a tab or a carriage return) gets an apostrophe
 * in front (OWASP, CSV injection); numbers, negative ones too, are written as they are, with all their digits, and NaN
 * and null as nothing.
 */
export function csvRecord(cells: readonly Cell[]): string {
  return cells.map(csvCell).join(",");
}

/** Line end of RFC 4180; every record has one, the last too. */
export const CSV_END = "\r\n";

function csvCell(cell: Cell): string {
  if (cell === null || Number.isNaN(cell)) return "";
  if (typeof cell === "number") return String(cell);
  const text = /^[=+\-@\t\r]/.test(cell) ? `'${cell}` : cell;
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}
