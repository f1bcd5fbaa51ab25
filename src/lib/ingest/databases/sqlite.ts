import {existsSync, readFileSync, statSync} from "node:fs";
import {basename} from "node:path";
import initSqlJs, {type Database, type SqlValue} from "sql.js";
import type {DatabaseRows} from "../../study/index.ts";
import {IngestError, shown} from "../error.ts";
import {type Statement, statementOf, wordsFor} from "./statement.ts";
import type {OpenDatabase} from "./types.ts";
import {unknownName} from "./unknown-name.ts";
import {doubleText} from "./values.ts";

const BATCH = 2000;
/** The whole file is held in memory. */
const MOST_BYTES = 1_000_000_000;

/**
 * Opens a SQLite file: a copy of it in memory, so that nothing can reach the file itself, and queries cannot even write to
 * the copy.
 * @throws IngestError if it is not one, cannot be read, or has changes beside it that are not in the file yet.
 */
export async function openSqlite(path: string): Promise<OpenDatabase> {
  const name = basename(path);
  const bytes = readDatabase(path, name);
  const sqlite = await initSqlJs();
  const database = new sqlite.Database(bytes);
  try {
    database.run("pragma query_only = on");
    database.exec("select count(*) from sqlite_master"); // reads the schema: a damaged file shows here
  } catch (error) {
    database.close();
    throw new IngestError(name, {
      what: "is no SQLite database, or is damaged",
      found: (error as Error).message,
      fix: "give a whole SQLite file",
    });
  }
  return {
    product: "SQLite",
    async close() {
      database.close();
    },
    async read(rows) {
      const where = `${name}, ${wordsFor(rows)}`;
      const statement = statementOf(rows, "table" in rows ? primaryKey(database, rows, where) : []);
      const prepared = prepare(database, statement, where);
      const declared = "table" in rows ? declaredTypes(database, rows.table) : new Map<string, string>();
      const columns = prepared.getColumnNames().map((column) => {
        const type = declared.get(column) ?? "";
        const text = /blob/i.test(type)
          ? null
          : (value: unknown) => cellText(value as SqlValue | bigint, column, where);
        return {name: column, type: type.toLowerCase() || "any", text};
      });
      return {columns, batches: batches(prepared, where)};
    },
  };
}

type Prepared = ReturnType<Database["prepare"]>;

async function* batches(prepared: Prepared, where: string): AsyncGenerator<(SqlValue | bigint)[][]> {
  // Its types do not know that integers beyond 2^53 can be had whole.
  const get = prepared.get.bind(prepared) as unknown as (p: null, c: {useBigInt: true}) => (SqlValue | bigint)[];
  try {
    let batch: (SqlValue | bigint)[][] = [];
    while (prepared.step()) {
      batch.push(get(null, {useBigInt: true}));
      if (batch.length < BATCH) continue;
      yield batch;
      batch = [];
    }
    if (batch.length > 0) yield batch;
  } catch (error) {
    throw queryProblem(error, where);
  } finally {
    prepared.free();
  }
}

/** By what the value is: SQLite's columns have no type of their own. */
function cellText(value: SqlValue | bigint, column: string, where: string): string {
  if (typeof value === "number") return doubleText(value);
  if (value instanceof Uint8Array)
    throw new IngestError(where, {
      what: `column ${shown(column)} holds bytes (a BLOB), which have no place in a desk's tables`,
      fix: "leave it out: give a query that selects the other columns",
    });
  return String(value);
}

function prepare(database: Database, {sql, parameters}: Statement, where: string): Prepared {
  try {
    const prepared = database.prepare(sql);
    if (prepared.getColumnNames().length === 0)
      throw new IngestError(where, {what: "it gives no rows at all", fix: "give a query that selects"});
    const values = parameters.map((value) => (typeof value === "boolean" ? Number(value) : value));
    if (takes(prepared, values.length + 1) || !takes(prepared, values.length))
      throw new IngestError(where, {
        what: `it does not have ${values.length} placeholders (?), and ${values.length} parameters are given`,
        fix: "give one parameter a placeholder, in their order",
      });
    prepared.bind(values);
    return prepared;
  } catch (error) {
    if (error instanceof IngestError) throw error;
    const {message} = error as Error;
    const missing = /^no such (table|column): (.+)$/.exec(message);
    if (missing === null) throw queryProblem(error, where);
    const what = missing[1] as "table" | "column";
    const known =
      what === "table"
        ? tables(database)
        : tables(database).flatMap((table) => [...declaredTypes(database, table).keys()]);
    throw unknownName(where, what, missing[2].replace(/^.*\./, ""), known);
  }
}

/** Whether a statement has at least so many placeholders: those that are not bound would be null in silence. */
function takes(prepared: Prepared, count: number): boolean {
  if (count === 0) return true;
  try {
    prepared.bind([...new Array(count - 1).fill(null), "x"]);
    return true;
  } catch {
    return false;
  } finally {
    prepared.reset();
  }
}

function queryProblem(error: unknown, where: string): IngestError {
  if (error instanceof IngestError) return error;
  const {message} = error as Error;
  if (/readonly/i.test(message))
    return new IngestError(where, {
      what: "it tries to write: a study only reads",
      found: message,
      fix: "give a query that selects",
    });
  return new IngestError(where, {
    what: "SQLite does not accept this",
    found: message,
    fix: "correct the query in the study",
  });
}

function primaryKey(database: Database, rows: Extract<DatabaseRows, {table: string}>, where: string): string[] {
  const names = tables(database);
  if (rows.schema !== undefined && rows.schema !== "main")
    throw new IngestError(where, {
      what: "a SQLite file has no schemas",
      found: shown(rows.schema),
      fix: "leave schema out",
    });
  if (!names.some((name) => name.toLowerCase() === rows.table.toLowerCase()))
    throw unknownName(where, "table", rows.table, names);
  return list(database, "select name from pragma_table_info(?) where pk > 0 order by pk", [rows.table]).map(([name]) =>
    String(name),
  );
}

function declaredTypes(database: Database, table: string): Map<string, string> {
  return new Map(
    list(database, "select name, type from pragma_table_info(?)", [table]).map(([name, type]) => [
      String(name),
      String(type),
    ]),
  );
}

function tables(database: Database): string[] {
  return list(
    database,
    "select name from sqlite_master where type in ('table', 'view') and name not like 'sqlite_%'",
    [],
  ).map(([name]) => String(name));
}

function list(database: Database, sql: string, parameters: string[]): SqlValue[][] {
  return database.exec(sql, parameters)[0]?.values ?? [];
}

function readDatabase(path: string, name: string): Uint8Array {
  const wal = `${path}-wal`;
  if (existsSync(wal) && statSync(wal).size > 0)
    throw new IngestError(name, {
      what: "it has changes beside it that are not in the file yet",
      found: `${name}-wal`,
      fix: 'close the program that writes to it, or run "pragma wal_checkpoint(truncate)" on it, then run again',
    });
  let bytes: Buffer;
  try {
    const {size} = statSync(path);
    if (size > MOST_BYTES)
      throw new IngestError(name, {
        what: "the file is larger than 1 GB",
        found: `${Math.round(size / 1e6)} MB`,
        fix: "load it into PostgreSQL or MariaDB, or write the tables as Parquet",
      });
    bytes = readFileSync(path);
  } catch (error) {
    if (error instanceof IngestError) throw error;
    throw new IngestError(name, {
      what: "cannot be read",
      found: (error as NodeJS.ErrnoException).code,
      fix: "check source.file in the study",
    });
  }
  if (bytes.subarray(0, 15).toString("latin1") !== "SQLite format 3")
    throw new IngestError(name, {
      what: "is no SQLite database",
      found: bytes.length === 0 ? "an empty file" : "other content",
      fix: "give a SQLite file",
    });
  // A file that was written with a log beside it says so, and cannot be opened without one; the log is empty (see above).
  if (bytes[18] === 2) bytes[18] = 1;
  if (bytes[19] === 2) bytes[19] = 1;
  return bytes;
}
