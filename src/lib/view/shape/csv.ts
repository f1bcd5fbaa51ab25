import type {Table} from "../../numeric/index.ts";
import {CSV_END, csvRecord} from "../csv-cell.ts";

/** A table as CSV with a header line (see csv-cell.ts for how a cell is written). */
export function csv({rows, columns}: Table): string {
  const names = Object.keys(columns);
  const lines = [csvRecord(names)];
  for (let i = 0; i < rows; i++) lines.push(csvRecord(names.map((name) => columns[name][i])));
  return lines.map((line) => line + CSV_END).join("");
}
