import {basename} from "node:path";
import initSqlJs, {type Database, type SqlValue} from "sql.js";
import type {DatabaseRows} from "../../study/index.ts";
import {IngestError, shown} from "../error.ts";
import {interruptAfter, isStopped} from "./interrupt.ts";
import {readSqliteBytes} from "./sqlite-bytes.ts";
import {type Statement, statementOf, wordsFor} from "./statement.ts";
import type {OpenDatabase, Reading} from "./types.ts";
import {unknownName} from "./unknown-name.ts";
import {doubleText} from "./values.ts";

const BATCH = 2000;

/**
 * Opens a SQLite file: a copy of it in memory, so that nothing can reach the file itself, and queries cannot even write to
 * the copy.
 * @param timeoutSeconds longest wait for each next batch of rows: a view may compute for ever.
 * @throws IngestError if it is not one, cannot be read, or has changes beside it that are not in the file yet.
 */
export async function openSqlite(path: string, timeoutSeconds: number): Promise<OpenDatabase> {
  const name = basename(path);
  const bytes = readSqliteBytes(path, name);
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
  let stopped = false; // in the middle of its work, and then in no state that it could be asked anything
  return {
    product: "SQLite",
    async close() {
      if (!stopped) database.close();
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

  async function* batches(prepared: Prepared, where: string): Reading["batches"] {
    // Its types do not know that integers beyond 2^53 can be had whole.
    const get = prepared.get.bind(prepared) as unknown as (p: null, c: {useBigInt: true}) => (SqlValue | bigint)[];
    const next = () => {
      const batch: (SqlValue | bigint)[][] = [];
      while (batch.length < BATCH && prepared.step()) batch.push(get(null, {useBigInt: true}));
      return batch;
    };
    try {
      for (;;) {
        const batch = interruptAfter(timeoutSeconds, next);
        if (batch.length > 0) yield batch;
        if (batch.length < BATCH) return;
      }
    } catch (error) {
      stopped = isStopped(error);
      throw stopped ? endless(where, timeoutSeconds) : queryProblem(error, where);
    } finally {
      if (!stopped) prepared.free();
    }
  }
}

function endless(where: string, seconds: number): IngestError {
  return new IngestError(where, {
    what: `it gave nothing for ${seconds} s and was stopped`,
    fix: "make it quicker (an index, fewer rows; does a recursion end?), or set timeoutSeconds in the study",
  });
}

type Prepared = ReturnType<Database["prepare"]>;

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
