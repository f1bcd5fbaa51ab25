import {IngestError} from "../error.ts";
import {join, type Sql, sql, name as sqlName} from "../sql/index.ts";
import {fillColumns} from "./columns.ts";
import {decimalsOf} from "./decimal.ts";
import type {Engine} from "./engine.ts";
import {markOf} from "./marked.ts";
import {type FileInput, type OpenFile, outsideDecimals} from "./opened-file.ts";
import {precisionFor} from "./precision.ts";
import {csvColumn, readParquetRelation} from "./raw.ts";
import type {PnlOptions} from "./types.ts";

/** A name of a column from outside, as SQL. */
const named = (of: string): Sql => sql`${sqlName(of)}`;

/** Looks at a Parquet file. @throws IngestError if it cannot be read, is not Parquet, or lacks a column. */
export async function openParquet(
  engine: Engine,
  {name, path, columns: given}: FileInput,
  options: PnlOptions,
): Promise<OpenFile> {
  const {timeZone = null} = options;
  const from = readParquetRelation(engine.local(path));
  let described: {column_name: string; column_type: string}[];
  try {
    described = await engine.rows(sql`DESCRIBE SELECT * FROM ${from}`);
  } catch (error) {
    throw new IngestError(name, {
      what: "the file cannot be read as Parquet",
      found: (error instanceof Error ? error.message : String(error)).split("\n")[0].slice(0, 300),
      fix: "export it again, or give CSV",
    });
  }
  const header = described.map((c) => c.column_name);
  const columns = fillColumns(name, header, given);
  const mark = markOf(header);
  const typeOf = (of: string) => described.find((c) => c.column_name === of)!.column_type;
  const timeType = typeOf(columns.time);
  const zoned = timeType === "TIMESTAMP WITH TIME ZONE";
  const optional = [columns.multiplier, columns.fxToBase].filter((of) => of !== null);
  const numeric = [columns.quantity, columns.price, ...optional, ...Object.values(columns.fees)].every((of) =>
    /^(DOUBLE|FLOAT|U?(TINY|SMALL|BIG|HUGE)?INT(EGER)?|DECIMAL.*)$/.test(typeOf(of)),
  );
  const texts = [columns.account, columns.symbol, columns.side].every((of) => of === null || typeOf(of) === "VARCHAR");
  const sample = await sampleOf(engine, from, [columns.price, columns.quantity]);
  const [price, quantity] = [columns.price, columns.quantity].map((of) =>
    sample(of).reduce((places, value) => Math.max(places, decimalsOf(Number(value) || 0)), 0),
  );
  const clear = zoned ? timeZone !== null : timeType.startsWith("TIMESTAMP");
  return {
    name,
    columns,
    dates: "YYYY-MM-DD",
    typed:
      numeric && texts && clear
        ? {
            from,
            column: named,
            precision: precisionFor(
              Math.max(price + (columns.multiplier === null ? 0 : 2), outsideDecimals(options)),
              quantity,
            ),
            stamp: zoned
              ? sql`timezone(${timeZone!}, ${named(columns.time)})`
              : sql`CAST(${named(columns.time)} AS TIMESTAMP)`,
            kept: false,
          }
        : null,
    text: {from, column: named, row: sql`file_row_number + 1`},
    mark: mark === undefined ? null : named(mark),
    rejects: () => Promise.resolve([]),
    line: (row) => row,
    notes:
      zoned && timeZone === null
        ? [`${name}: times are in UTC, and the study names no zone of the exchange: the UTC date is the trading day`]
        : [],
  };
}

/** The values, as text, that each of some columns has in the first rows. */
async function sampleOf(
  engine: Engine,
  from: Sql,
  columns: readonly string[],
): Promise<(column: string) => readonly string[]> {
  const names = [...new Set(columns)];
  const lists = names.map((of, k) => sql`list(DISTINCT CAST(${named(of)} AS VARCHAR)) AS ${csvColumn(k)}`);
  const [found] = await engine.rows<Record<string, {items: readonly (string | null)[]} | null>>(
    sql`SELECT ${join(lists)} FROM (SELECT ${join(names.map(named))} FROM ${from} LIMIT 2000)`,
  );
  const values = new Map(
    names.map((of, k) => [of, (found[`c${k}`]?.items ?? []).filter((value) => value !== null).sort()]),
  );
  return (column) => values.get(column)!;
}
