import {createHash} from "node:crypto";
import {existsSync, mkdtempSync, rmSync, symlinkSync} from "node:fs";
import {tmpdir} from "node:os";
import {join, resolve} from "node:path";
import type {DuckDBConnection} from "@duckdb/node-api";
import {chooseColumns} from "./databases/columns.ts";
import {csvLine} from "./databases/csv-text.ts";
import type {DatabaseColumn} from "./databases/types.ts";
import {booleanText, instantText, plainNumber, timestampText} from "./databases/values.ts";
import {IngestError} from "./error.ts";
import type {ColumnMapping} from "./mapping.ts";
import {readBytes} from "./read-bytes.ts";
import type {FileKind, Source} from "./source.ts";
import {join as joined, name as named, type Sql, sql, statement} from "./sql/index.ts";

/** A string may hold half a gigabyte in Node; a desk's tables are far smaller. */
const MOST_CHARACTERS = 400_000_000;

/** DuckDB's types that have a place in a desk's tables: how SQL writes them as text, and what is made of that text. */
const TYPES: readonly (readonly [RegExp, as: (column: Sql) => Sql, text: (value: string) => string])[] = [
  [/^BOOLEAN$/, asText, booleanText],
  [/^U?(TINY|SMALL|BIG|HUGE)?INT(EGER)?$/, asText, String],
  [/^(FLOAT|DOUBLE|DECIMAL\(\d+,\d+\))$/, asText, plainNumber],
  [/^(VARCHAR|UUID|DATE|ENUM\(.*\))$/s, asText, String],
  [/^(TIME|TIMESTAMP(_S|_MS|_NS)?)$/, asText, timestampText],
  [/^TIMESTAMP WITH TIME ZONE$/, (column) => asText(sql`make_timestamp(epoch_us(${column}))`), instantText],
];

/**
 * Reads a Parquet file as the text that the same table would have as CSV: every digit of a decimal, timestamps without a
 * zone as they are, with a zone in UTC. DuckDB reads it in this process: no network, no extension that is not built in.
 * @param columns the contract's names → the file's, where they differ.
 * @throws IngestError where it is no Parquet file, is damaged, or has a column that the desk needs in another type.
 */
export async function readParquetSource(
  kind: FileKind,
  name: string,
  path: string,
  columns: ColumnMapping = {},
): Promise<Source> {
  const {sha256, length} = hashed(name, path);
  const {DuckDBInstance} = await import("@duckdb/node-api"); // large, and most studies have no Parquet
  const instance = await DuckDBInstance.create(":memory:", {
    autoinstall_known_extensions: "false",
    autoload_known_extensions: "false",
    allow_community_extensions: "false",
  });
  const plain = plainPath(resolve(path));
  try {
    const connection = await instance.connect();
    try {
      const text = await textOf(connection, kind, name, plain.path, columns);
      return {kind, name, sha256, bytes: length, text, encoding: "UTF-8"};
    } finally {
      connection.closeSync();
    }
  } catch (error) {
    if (error instanceof IngestError) throw error;
    const [first] = (error as Error).message.replaceAll(plain.path, name).split("\n");
    throw new IngestError(name, {
      what: "is no Parquet file, or is damaged",
      found: first,
      fix: "write it again, or save it as CSV",
    });
  } finally {
    instance.closeSync();
    plain.remove();
  }
}

async function textOf(
  connection: DuckDBConnection,
  kind: FileKind,
  name: string,
  path: string,
  mapping: ColumnMapping,
): Promise<string> {
  const described = await connection.runAndReadAll(
    "select column_name, column_type from (describe select * from read_parquet($1, hive_partitioning = false))",
    [path],
  );
  const found = described.getRowsJson().map(([column, type]) => {
    const known = TYPES.find(([pattern]) => pattern.test(String(type)));
    return {name: String(column), type: String(type), known};
  });
  const {written} = chooseColumns(
    kind,
    found.map(
      ({name: column, type, known}): DatabaseColumn => ({
        name: column,
        type,
        text: known === undefined ? null : (value) => known[2](value as string),
      }),
    ),
    mapping,
    name,
  );
  if (written.length === 0)
    throw new IngestError(name, {
      what: "none of its columns can be read",
      fix: "write it with numbers, text and dates",
    });
  const list = joined(written.map(({index}) => found[index].known![1](sql`${named(found[index].name)}`)));
  const {text: select, values} = statement(sql`select ${list} from read_parquet(${path}, hive_partitioning = false)`);
  const rows = await connection.stream(select, [...values]);
  let text = csvLine(written.map(({header}) => header));
  const fields: (string | null)[] = new Array(written.length).fill(null);
  for (;;) {
    const chunk = await rows.fetchChunk();
    if (chunk === null || chunk.rowCount === 0) return text;
    for (const row of chunk.getRows()) {
      for (let k = 0; k < written.length; k++) fields[k] = row[k] === null ? null : written[k].column.text(row[k]);
      text += csvLine(fields);
    }
    if (text.length > MOST_CHARACTERS)
      throw new IngestError(name, {
        what: "the table is larger than 400 MB as text",
        fix: "aggregate it, or split it by period into several studies",
      });
  }
}

function asText(column: Sql): Sql {
  return sql`cast(${column} as varchar)`;
}

function hashed(name: string, path: string): {readonly sha256: string; readonly length: number} {
  const bytes = readBytes(name, path, {line: Number.POSITIVE_INFINITY});
  return {sha256: createHash("sha256").update(bytes).digest("hex"), length: bytes.length};
}

/** DuckDB takes * ? [ ] in a path for a pattern: such a file is read under another name. */
function plainPath(path: string): {readonly path: string; remove(): void} {
  if (!/[*?[\]{}]/.test(path) || !existsSync(path)) return {path, remove: () => {}};
  const folder = mkdtempSync(join(tmpdir(), "proofbook-parquet-"));
  const link = join(folder, "table.parquet");
  symlinkSync(path, link);
  return {path: link, remove: () => rmSync(folder, {recursive: true, force: true})};
}
