import {mkdtempSync, rmSync, symlinkSync} from "node:fs";
import {tmpdir} from "node:os";
import {join, resolve} from "node:path";
import type {DuckDBValue} from "@duckdb/node-api";
import {type Sql, statement} from "../sql/index.ts";

/** A database in memory that spills to a folder, with only the calls that are needed here. */
export interface Engine {
  run(query: Sql): Promise<void>;
  /** Rows of a small result, as objects by column. */
  rows<T>(query: Sql): Promise<T[]>;
  /** Rows of a result of any size in batches, as arrays of columns. */
  batches(query: Sql): AsyncIterable<readonly (readonly DuckDBValue[])[]>;
  /** A table's rows from here: `append` once a row, in the order of its columns. */
  fill(
    table: string,
    write: (append: (row: readonly (string | number | bigint | null)[]) => void) => void,
  ): Promise<void>;
  /** A path on this machine as the database takes it: it is never read as an address, nor as a pattern of several files. */
  local(path: string): string;
  /** Share of the running statement that is done, or null where the database cannot say. */
  progress(): number | null;
  close(): void;
}

export interface EngineOptions {
  readonly threads?: number;
  readonly memory?: string;
  readonly scratch?: string;
}

/**
 * Opens a database in memory. It loads no extension and fetches nothing: Parquet, JSON and time zones are built in. Its
 * session runs in UTC, whatever the machine's zone.
 */
export async function openEngine({threads = 1, memory = "2GB", scratch}: EngineOptions = {}): Promise<Engine> {
  const {DuckDBInstance} = await import("@duckdb/node-api");
  const folder = mkdtempSync(join(scratch ?? tmpdir(), "proofbook-duckdb-"));
  const instance = await DuckDBInstance.create(":memory:", {
    threads: String(threads),
    memory_limit: memory,
    temp_directory: folder,
    autoinstall_known_extensions: "false",
    autoload_known_extensions: "false",
    allow_community_extensions: "false",
  });
  const connection = await instance.connect();
  await connection.run("SET TimeZone = 'UTC'");
  await connection.run("SET enable_progress_bar = true");
  await connection.run("SET enable_progress_bar_print = false");
  let links = 0;
  const written = (query: Sql): [string, DuckDBValue[]] => {
    const {text, values} = statement(query);
    return [text, [...values]];
  };
  return {
    async run(query) {
      await connection.run(...written(query));
    },
    async rows<T>(query: Sql) {
      return (await connection.runAndReadAll(...written(query))).getRowObjects() as T[];
    },
    async *batches(query) {
      const result = await connection.stream(...written(query));
      for (;;) {
        const chunk = await result.fetchChunk();
        if (chunk === null || chunk.rowCount === 0) return;
        yield chunk.getColumns();
      }
    },
    async fill(table, write) {
      const appender = await connection.createAppender(table);
      write((row) => {
        for (const value of row) {
          if (value === null) appender.appendNull();
          else if (typeof value === "string") appender.appendVarchar(value);
          else if (typeof value === "bigint") appender.appendHugeInt(value);
          else appender.appendBigInt(BigInt(value));
        }
        appender.endRow();
      });
      appender.closeSync();
    },
    local(path) {
      const whole = resolve(path);
      if (!/[*?[\]{}]/.test(whole)) return whole;
      const link = join(folder, `link-${links++}`);
      symlinkSync(whole, link);
      return link;
    },
    progress() {
      const {percentage} = connection.progress;
      return percentage >= 0 ? percentage / 100 : null;
    },
    close() {
      connection.closeSync();
      instance.closeSync();
      rmSync(folder, {recursive: true, force: true});
    },
  };
}
