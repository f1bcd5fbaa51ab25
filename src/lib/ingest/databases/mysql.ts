import type {Readable} from "node:stream";
import {createPool, type Pool, type PoolConnection} from "mysql2";
import type {DatabaseRows} from "../../study/index.ts";
import {IngestError} from "../error.ts";
import {placeOf, type Target} from "./connection-url.ts";
import {type MysqlField, mysqlType} from "./mysql-types.ts";
import {databaseProblem, stalled} from "./problems.ts";
import {type Statement, statementOf, wordsFor} from "./statement.ts";
import type {Tls} from "./tls.ts";
import type {OpenDatabase, Reading} from "./types.ts";
import {unknownName} from "./unknown-name.ts";
import {inBatches, withinTime} from "./waiting.ts";

/** Rows held in memory at once before the connection is paused. */
const AHEAD = 2000;
/** Seconds that are spent at most on asking the server to stop a query. */
const LONGEST_STOP = 10;

/** What mysql2's types leave out of a prepared statement. */
interface Prepared {
  readonly columns: readonly unknown[];
  readonly parameters: readonly unknown[];
  execute(parameters: readonly unknown[]): {stream(options: {highWaterMark: number}): Readable};
  close(): void;
}

/**
 * Opens MySQL or MariaDB: a pool of two connections, one that reads in one read-only transaction (a consistent snapshot, so
 * that all tables are of one moment, and the server refuses to write), and one to stop a query that takes too long.
 */
export async function openMysql(
  target: Target,
  {tls, timeoutSeconds}: {readonly tls: Tls | null; readonly timeoutSeconds: number},
): Promise<OpenDatabase> {
  const {host, port, user, password, database} = target;
  const pool = createPool({
    ...(host.startsWith("/") ? {socketPath: host} : {host, port}),
    ...{user, password, database, connectionLimit: 2, rowsAsArray: true, timezone: "Z", charset: "utf8mb4"},
    ...{dateStrings: true, supportBigNumbers: true, bigNumberStrings: true, jsonStrings: true},
    ...(tls === null ? {} : {ssl: {...tls, verifyIdentity: true}}),
    connectTimeout: Math.ceil(timeoutSeconds * 1000),
    flags: ["-LOCAL_FILES"],
  });
  const problem = (error: unknown, at?: string) => databaseProblem(error, target, {at, timeoutSeconds});
  let connection: PoolConnection;
  try {
    connection = await withinTime(connect(pool), timeoutSeconds * 1.5, () => {});
  } catch (error) {
    pool.end(() => {});
    throw problem(error);
  }
  let stream: Readable | null = null;
  let stopping: Promise<void> | null = null;
  connection.on("error", (error) => stream?.destroy(error)); // the driver does not tell what streams
  const run = (sql: string, parameters: Statement["parameters"] = []) =>
    withinTime(
      new Promise<unknown[][]>((done, fail) => {
        connection.execute(sql, [...parameters], (error, rows) =>
          error ? fail(error) : done(rows as unknown as unknown[][]),
        );
      }),
      timeoutSeconds,
      stop,
    );
  const close = async () => {
    await stopping;
    connection.destroy(); // the server ends the transaction; nothing was changed in it
    await new Promise<void>((done) => pool.end(() => done()));
  };
  let ownMode = "";
  try {
    for (const setting of [
      "set time_zone = '+00:00'",
      "set session transaction isolation level repeatable read",
      "set session transaction read only",
    ])
      await run(setting);
    [[ownMode]] = (await run("select @@session.sql_mode")) as [[string]];
    await query(connection, "start transaction with consistent snapshot, read only");
  } catch (error) {
    await close();
    throw problem(error);
  }
  return {
    product: "MySQL or MariaDB",
    close,
    async read(rows) {
      const at = wordsFor(rows);
      try {
        const statement = statementOf(rows, "table" in rows ? await primaryKey(rows, at) : []);
        const prepared = await prepare(statement, "table" in rows);
        if (prepared.columns.length === 0)
          throw new IngestError(`${placeOf(target)}, ${at}`, {
            what: "it gives no rows at all",
            fix: "give a query that selects",
          });
        if (prepared.parameters.length !== statement.parameters.length)
          throw new IngestError(`${placeOf(target)}, ${at}`, {
            what: `it has ${prepared.parameters.length} placeholders (?), and ${statement.parameters.length} parameters are given`,
            fix: "give one parameter a placeholder, in their order",
          });
        const answer = prepared.execute(statement.parameters.map(plain)).stream({highWaterMark: AHEAD});
        answer.on("error", () => {}); // said to whoever takes the rows
        stream = answer;
        const fields = await withinTime(firstFields(answer), timeoutSeconds, stop);
        return {
          columns: fields.map((field) => ({name: field.name, ...mysqlType(field)})),
          batches: batches(answer, at, () => prepared.close()),
        };
      } catch (error) {
        throw (await withNames(error, at)) ?? problem(error, at);
      }
    },
  };

  /** Asks the server, over the other connection, to stop what runs on this one; then hangs up. */
  function stop(): void {
    stopping ??= withinTime(
      connect(pool).then(async (other) => {
        await query(other, "kill query ?", [connection.threadId]).finally(() => other.destroy());
      }),
      Math.min(timeoutSeconds, LONGEST_STOP),
      () => {},
    )
      .catch(() => {}) // it is gone, or as deaf as before
      .finally(() => connection.destroy());
  }

  /** Our own statements write names in double quotes; a query of the study means what it means to its server. */
  async function prepare({sql}: Statement, ours: boolean): Promise<Prepared> {
    await run("set session sql_mode = ?", [ours ? `${ownMode},ANSI_QUOTES` : ownMode]);
    return withinTime(
      new Promise((done, fail) => {
        connection.prepare(sql, (error, statement) => (error ? fail(error) : done(statement as unknown as Prepared)));
      }),
      timeoutSeconds,
      stop,
    );
  }

  async function* batches(answer: Readable, at: string, after: () => void): Reading["batches"] {
    try {
      yield* inBatches(answer as AsyncIterable<unknown[]>, timeoutSeconds, () => {
        stop();
        answer.destroy(stalled());
      });
      after();
    } catch (error) {
      throw problem(error, at);
    }
  }

  /** Columns of the primary key in their order. @throws where there is no such table. */
  async function primaryKey(rows: Extract<DatabaseRows, {table: string}>, at: string): Promise<string[]> {
    const {schema = null, table} = rows;
    const names = (await run(
      "select table_name from information_schema.tables where table_schema = coalesce(?, database())",
      [schema],
    )) as [string][];
    if (!names.some(([name]) => name === table || name.toLowerCase() === table.toLowerCase()))
      throw unknownName(
        `${placeOf(target)}, ${at}`,
        "table",
        table,
        names.map(([name]) => name),
      );
    const found = await run(
      `select column_name from information_schema.key_column_usage
        where constraint_name = 'PRIMARY' and table_schema = coalesce(?, database()) and table_name = ? order by ordinal_position`,
      [schema, table],
    );
    return found.map(([name]) => String(name));
  }

  /** A query that names what is not there: with the names that are. */
  async function withNames(error: unknown, at: string) {
    const {code, message = ""} = error as {code?: string; message?: string};
    const what = code === "ER_NO_SUCH_TABLE" ? "table" : code === "ER_BAD_FIELD_ERROR" ? "column" : null;
    if (what === null) return null;
    const name = /'(?:[^']*\.)?([^'.]+)'/.exec(message)?.[1] ?? "";
    const known = await run(
      what === "table"
        ? "select table_name from information_schema.tables where table_schema = database()"
        : "select distinct column_name from information_schema.columns where table_schema = database()",
    );
    return unknownName(
      `${placeOf(target)}, ${at}`,
      what,
      name,
      known.map(([n]) => String(n)),
    );
  }
}

/** What the protocol has no type for. */
function plain(value: Statement["parameters"][number]): string | number | null {
  return typeof value === "boolean" ? Number(value) : value;
}

function connect(pool: Pool): Promise<PoolConnection> {
  return new Promise((done, fail) =>
    pool.getConnection((error, connection) => (error ? fail(error) : done(connection))),
  );
}

/** For the few statements that servers do not prepare: constant text, and the number of a connection. */
function query(connection: PoolConnection, sql: string, values: readonly number[] = []): Promise<void> {
  return new Promise((done, fail) => {
    connection.query(sql, [...values], (error) => (error ? fail(error) : done()));
  });
}

/** The columns, known when the server begins to answer. */
function firstFields(stream: Readable): Promise<MysqlField[]> {
  return new Promise((done, fail) => {
    stream.once("fields", done).once("error", fail);
  });
}
