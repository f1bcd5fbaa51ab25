import type {Table} from "../../numeric/index.ts";

const plainNumber = /^[+-]?(\d+(\.\d*)?|\.\d+)([eE][+-]?\d+)?$/;

/**
 * A cell for a CSV file (RFC 4180) that a spreadsheet may open: what would be taken for a formula (it starts with =, +,
 * -, @, a tab or a carriage return, and is not a plain number) gets a leading apostrophe, as OWASP advises.
 */
export function csvCell(value: string | number): string {
  const text = typeof value === "number" ? (Number.isNaN(value) ? "" : String(value)) : value;
  const safe = /^[=+\-@\t\r]/.test(text) && !plainNumber.test(text) ? `'${text}` : text;
  return /[",\r\n]/.test(safe) || safe !== safe.trim() ? `"${safe.replaceAll('"', '""')}"` : safe;
}

/** A table as CSV with a header line; lines end in CRLF. */
export function csv({rows, columns}: Table): string {
  const names = Object.keys(columns);
  const lines = [names.map(csvCell).join(",")];
  for (let i = 0; i < rows; i++) lines.push(names.map((name) => csvCell(columns[name][i])).join(","));
  return `${lines.join("\r\n")}\r\n`;
}
