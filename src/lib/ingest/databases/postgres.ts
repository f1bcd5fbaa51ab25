import {type Client, Pool, type PoolClient, type QueryArrayConfig} from "pg";
import QueryStream from "pg-query-stream";
import type {DatabaseRows} from "../../study/index.ts";
import {placeOf, type Target} from "./connection-url.ts";
import {postgresType} from "./postgres-types.ts";
import {databaseProblem} from "./problems.ts";
import {qualifiedName, type Statement, statementOf, wordsFor} from "./statement.ts";
import type {Tls} from "./tls.ts";
import type {DatabaseColumn, OpenDatabase, Reading} from "./types.ts";
import {unknownName} from "./unknown-name.ts";
import {inBatches, withinTime} from "./waiting.ts";

/** Rows a message brings from the server's cursor: what is held in memory at once. */
const FETCH = 2000;
/** Values as the server writes them: no digit is lost on the way. */
const asText = {getTypeParser: () => (value: string) => value};
/** The server ends a query at the timeout; that it does not even do that is noticed this much later. */
const GRACE = 1.5;

/**
 * Opens PostgreSQL: one connection of a pool, one transaction, read only and repeatable read, so that all tables are of
 * one moment and the server refuses to write.
 */
export async function openPostgres(
  target: Target,
  {tls, timeoutSeconds}: {readonly tls: Tls | null; readonly timeoutSeconds: number},
): Promise<OpenDatabase> {
  const {host, port, user, password, database} = target;
  const milliseconds = Math.ceil(timeoutSeconds * 1000);
  const pool = new Pool({
    ...{host, port, user: user === "" ? undefined : user, password, database, max: 1, keepAlive: true},
    ssl: tls === null ? false : {...tls},
    connectionTimeoutMillis: milliseconds,
    application_name: "proofbook",
  });
  pool.on("error", () => {}); // a connection that is lost while nothing runs on it: the next statement says so
  const problem = (error: unknown, at?: string) => databaseProblem(error, target, {at, timeoutSeconds});
  let client: PoolClient;
  try {
    client = await pool.connect();
  } catch (error) {
    void pool.end();
    throw problem(error);
  }
  client.on("error", () => {}); // likewise: the statement that is running fails too
  const hangUp = () => socketOf(client)?.destroy();
  const run = <T extends unknown[]>({sql, parameters}: Statement) =>
    withinTime(
      // The extended protocol takes one statement: what is hidden behind a ";" is an error, never a second one.
      client.query<T>({
        ...{text: sql, values: [...parameters], rowMode: "array", types: asText},
        queryMode: "extended",
      } as QueryArrayConfig),
      timeoutSeconds * GRACE,
      hangUp,
    );
  let reading = false;
  const close = async () => {
    if (reading)
      hangUp(); // in the middle of rows nobody takes any more: the server ends the transaction
    else await run({sql: "rollback", parameters: []}).catch(hangUp);
    client.release(true);
    await pool.end().catch(() => {});
  };
  try {
    await run({sql: "begin transaction isolation level repeatable read read only", parameters: []});
    await run(settings(milliseconds));
  } catch (error) {
    await close();
    throw problem(error);
  }
  return {
    product: "PostgreSQL",
    close,
    async read(rows) {
      const at = wordsFor(rows);
      try {
        const statement = statementOf(rows, "table" in rows ? await primaryKey(rows, at) : []);
        const columns = await describe(statement);
        return {columns, batches: stream(statement, at)};
      } catch (error) {
        throw (await withNames(error, at)) ?? problem(error, at);
      }
    },
  };

  /** The columns that a statement gives, without its rows. What is no query, such as an insert, fails here. */
  async function describe({sql, parameters}: Statement): Promise<DatabaseColumn[]> {
    const {fields} = await run({sql: ["select * from (", sql, ") as described limit 0"].join("\n"), parameters});
    const others = fields.filter((f) => postgresType(f.dataTypeID) === null).map((f) => f.dataTypeID);
    const names = new Map<number, {name: string; isText: boolean}>();
    if (others.length > 0) {
      const found = await run<[string, string, string]>({
        sql: "select oid::text, format_type(oid, null), (typtype = 'e' or typname = 'citext')::text from pg_type where oid = any($1::oid[])",
        parameters: [`{${others.join(",")}}`],
      });
      for (const [oid, name, isText] of found.rows) names.set(Number(oid), {name, isText: isText === "true"});
    }
    return fields.map(({name, dataTypeID}) => {
      const known = postgresType(dataTypeID);
      const other = names.get(dataTypeID);
      return {
        name,
        type: known?.name ?? other?.name ?? `type ${dataTypeID}`,
        text: known?.text ?? (other?.isText ? String : null),
      };
    });
  }

  async function* stream({sql, parameters}: Statement, at: string): Reading["batches"] {
    const rows = client.query(
      new QueryStream(sql, [...parameters], {batchSize: FETCH, rowMode: "array", types: asText}),
    );
    const closeCursor = rows._destroy.bind(rows);
    // Its own waits for a word of the server, which never comes where the connection is lost.
    rows._destroy = (error: Error | null, done: (error?: Error | null) => void) =>
      error ? done(error) : closeCursor(error!, done);
    rows.on("error", () => {}); // said to whoever takes the rows
    const lost = (error?: Error) => rows.destroy(error ?? new Error("Connection terminated"));
    reading = true;
    client.once("end", lost).once("error", lost); // a cursor between two fetches does not notice by itself
    try {
      yield* inBatches(rows as AsyncIterable<unknown[]>, timeoutSeconds * GRACE, () => {
        hangUp();
        lost();
      });
      reading = false;
    } catch (error) {
      throw problem(error, at);
    } finally {
      client.off("end", lost).off("error", lost);
    }
  }

  /** Columns of the primary key in their order. @throws where there is no such table. */
  async function primaryKey(rows: Extract<DatabaseRows, {table: string}>, at: string): Promise<string[]> {
    const name = qualifiedName(rows);
    const [[there]] = (await run<[string | null]>({sql: "select to_regclass($1)::oid::text", parameters: [name]})).rows;
    if (there === null) throw unknownName(`${placeOf(target)}, ${at}`, "table", rows.table, await tables(rows.schema));
    const found = await run<[string]>({
      sql: `select a.attname::text from pg_index i join pg_attribute a on a.attrelid = i.indrelid and a.attnum = any(i.indkey)
        where i.indrelid = $1::oid and i.indisprimary order by array_position(i.indkey::int2[], a.attnum)`,
      parameters: [there],
    });
    return found.rows.map(([column]) => column);
  }

  async function tables(schema?: string): Promise<string[]> {
    const {rows} = await run<[string]>({
      sql: `select table_name::text from information_schema.tables
        where table_schema not in ('pg_catalog', 'information_schema') and ($1::text is null or table_schema = $1)`,
      parameters: [schema ?? null],
    });
    return rows.map(([name]) => name);
  }

  /** A query that names what is not there: with the names that are. */
  async function withNames(error: unknown, at: string) {
    const {code, message = ""} = error as {code?: string; message?: string};
    if (code !== "42P01" && code !== "42703") return null;
    const named = /(?:column|relation) (?:"([^"]+)"|(\S+))/.exec(message);
    const name = (named?.[1] ?? named?.[2] ?? "").replace(/^.*\./, "");
    await run({sql: "rollback", parameters: []}); // the failed transaction answers nothing any more
    const where = `${placeOf(target)}, ${at}`;
    if (code === "42P01") return unknownName(where, "table", name, await tables());
    const {rows} = await run<[string]>({
      sql: "select distinct column_name::text from information_schema.columns where table_schema not in ('pg_catalog', 'information_schema')",
      parameters: [],
    });
    return unknownName(
      where,
      "column",
      name,
      rows.map(([column]) => column),
    );
  }
}

/** For this transaction: values in one style whatever the server's own, and limits on waiting. */
function settings(milliseconds: number): Statement {
  return {
    sql: `select set_config('TimeZone', 'UTC', true), set_config('DateStyle', 'ISO, YMD', true),
      set_config('extra_float_digits', '3', true), set_config('statement_timeout', $1, true), set_config('lock_timeout', $1, true)`,
    parameters: [String(milliseconds)],
  };
}

/** The socket below a client: to hang up where the server does not even say good-bye. */
function socketOf(client: PoolClient): {destroy(): void} | undefined {
  return (client as unknown as Client & {connection?: {stream?: {destroy(): void}}}).connection?.stream;
}
