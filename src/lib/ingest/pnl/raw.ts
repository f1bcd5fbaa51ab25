import type {DateFormat} from "../dates.ts";
import {join, name, type Sql, sql} from "../sql/index.ts";
import type {FillColumns} from "./types.ts";

/** Roles of columns that are read as text in the careful way, in the order of the table `raw`. */
export const TEXT_ROLES = [
  "account",
  "time",
  "symbol",
  "side",
  "quantity",
  "price",
  "id",
  "currency",
  "fxToBase",
  "multiplier",
] as const;
export type TextRole = (typeof TEXT_ROLES)[number];

/** Name of the k-th column of a CSV file, and of the k-th kind of fee: never a name from the file. */
export const csvColumn = (k: number): Sql => sql`${name(`c${k}`)}`;
export const feeColumn = (k: number): Sql => sql`${name(`fee${k}`)}`;

/**
 * Creates the table `raw`: a row a fill, as text, with its file (an index), row (1-based), how the file writes dates, and the
 * trading day where the platform says it itself.
 * `side` is NULL where there is no such column: the sign of the quantity then says it.
 */
export function createRaw(feeKinds: readonly string[]): Sql {
  const columns = [
    ...TEXT_ROLES.map((role) => sql`${name(role)} VARCHAR`),
    ...feeKinds.map((_, k) => sql`${feeColumn(k)} VARCHAR`),
  ];
  return sql`CREATE TABLE raw (file INTEGER, row BIGINT, dates VARCHAR, booked VARCHAR, ${join(columns)})`;
}

/** How a CSV file is written. */
export interface CsvShape {
  readonly delimiter: string;
  readonly header: readonly string[];
}

/** A CSV file as a relation with columns c0, c1, …; `types` gives the type of each (a constant), VARCHAR else. */
export function readCsvRelation(
  path: string,
  {delimiter, header}: CsvShape,
  types: ReadonlyMap<number, Sql>,
  keepRejects: boolean,
): Sql {
  const columns = header.map((_, k) => sql`${csvColumn(k)}: ${types.get(k) ?? sql`'VARCHAR'`}`);
  const rejects = keepRejects ? sql`, ignore_errors = true, store_rejects = true, rejects_limit = 0` : sql``;
  return sql`read_csv(${path}, auto_detect = false, header = true, delim = ${delimiter}, quote = '"', escape = '"', nullstr = '',
    compression = 'none', columns = {${join(columns)}}${rejects})`;
}

/** A Parquet file as a relation; its rows are numbered by `file_row_number`. */
export function readParquetRelation(path: string): Sql {
  return sql`read_parquet(${path}, hive_partitioning = false)`; // else a folder named "net=1" would be a column of its files
}

/** A file whose rows are copied into `raw`. */
export interface RawFile {
  readonly from: Sql;
  /** Its index among the inputs. */
  readonly file: number;
  /** The number of a row, 1-based. */
  readonly row: Sql;
  readonly dates: DateFormat;
  readonly columns: FillColumns;
  /** The relation's column of a header's name. */
  readonly column: (name: string) => Sql;
}

/** Copies a CSV or Parquet file into `raw`. */
export function copyToRaw({from, file, row, dates, columns, column}: RawFile, feeKinds: readonly string[]): Sql {
  const text = (of: string | null | undefined) =>
    of === null || of === undefined ? sql`NULL` : sql`coalesce(CAST(${column(of)} AS VARCHAR), '')`;
  const parts = [...TEXT_ROLES.map((role) => text(columns[role])), ...feeKinds.map((kind) => text(columns.fees[kind]))];
  return sql`INSERT INTO raw SELECT ${file}, ${row}, ${dates}, NULL, ${join(parts)} FROM ${from}`;
}
