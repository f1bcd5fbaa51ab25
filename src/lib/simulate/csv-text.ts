/**
 * Columns of equal length as CSV (RFC 4180, lines end in \n, a header first). Numbers are written so that reading them
 * gives the same bits; NaN is an empty field.
 */
export function csvText(columns: Readonly<Record<string, ArrayLike<string | number>>>): string {
  const names = Object.keys(columns);
  const lines = [names.map(field).join(",")];
  const rows = names.length === 0 ? 0 : columns[names[0]].length;
  for (let i = 0; i < rows; i++) lines.push(names.map((name) => field(columns[name][i])).join(","));
  return `${lines.join("\n")}\n`;
}

function field(value: string | number): string {
  if (typeof value === "number") return Number.isNaN(value) ? "" : String(value);
  return /[",\r\n]|^\s|\s$/.test(value) ? `"${value.replaceAll('"', '""')}"` : value;
}
