import {beforeEach, describe, expect, it} from "vitest";
import {connectDuckdb, type DuckdbSource, type SliceConnection} from "../../../src/lib/view/slice/index.ts";

/**
 * DuckDB's worker as seen from the page: each message takes a while, and all are worked off in the order they were sent.
 * A statement returns the variables as they are when its turn comes.
 */
function fakeLibrary(log: string[]) {
  let worker: Promise<unknown> = Promise.resolve();
  const post = <T>(work: () => T): Promise<T> => {
    const done = worker.then(() => new Promise((resolve) => setTimeout(resolve, 2))).then(work);
    worker = done.catch(() => {});
    return done;
  };
  class AsyncDuckDB {
    instantiate = (module: string) => post(() => log.push(`instantiate ${module}`));
    open = () => post(() => {});
    terminate = () => post(() => log.push("terminate"));
    connect = () => {
      const variables: Record<string, unknown> = {};
      return post(() => ({
        close: () => post(() => log.push("close")),
        insertArrowFromIPCStream: (bytes: Uint8Array, {name}: {name: string}) =>
          post(() => log.push(`insert ${bytes.length} ${name}`)),
        prepare: (sql: string) =>
          post(() => {
            log.push(`prepare ${sql}`);
            const name = /^SET VARIABLE (\w+) = \?$/.exec(sql)![1];
            return {
              query: (value: unknown) =>
                post(() => {
                  log.push(`set ${name} ${value}`);
                  variables[name] = value;
                }),
            };
          }),
        query: (sql: string) =>
          post(() => {
            if (sql === "broken") throw new Error("Parser Error");
            return {sql, ...variables};
          }),
        send: (sql: string) => post(() => oneByOne([{sql, ...variables}])),
      }));
    };
  }
  return {AsyncDuckDB, VoidLogger: class {}};
}

async function* oneByOne<T>(parts: readonly T[]): AsyncGenerator<T> {
  yield* parts;
}

describe("connectDuckdb", () => {
  let log: string[];
  let connection: SliceConnection;
  beforeEach(async () => {
    log = [];
    Object.assign(globalThis, {Worker: class {}});
    const library = async () => fakeLibrary(log) as unknown as Awaited<ReturnType<DuckdbSource["library"]>>;
    connection = await connectDuckdb({library, module: "/eh.wasm", worker: "/eh.js"});
  });

  it("runs each statement with its own values, also when calls overlap", async () => {
    const found = await Promise.all([
      connection.query({sql: "impact", values: {signal: 0}}, {sql: "curve", values: {signal: 0, traders: "01"}}),
      connection.query({sql: "impact", values: {signal: 1}}),
      connection.query({sql: "impact", values: {signal: 0}}),
    ]);
    expect(found).toEqual([
      [
        {sql: "impact", signal: 0, traders: "01"},
        {sql: "curve", signal: 0, traders: "01"},
      ],
      [{sql: "impact", signal: 1, traders: "01"}],
      [{sql: "impact", signal: 0, traders: "01"}],
    ]);
  });

  it("prepares a variable once and sets it only when it changes", async () => {
    for (const signal of [0, 0, 1, 1]) await connection.query({sql: "impact", values: {signal}});
    expect(log.slice(1)).toEqual(["prepare SET VARIABLE signal = ?", "set signal 0", "set signal 1"]);
  });

  it("goes on after a statement that fails", async () => {
    const failed = connection.query({sql: "broken", values: {signal: 0}});
    const next = connection.query({sql: "impact", values: {signal: 1}});
    await expect(failed).rejects.toThrow("Parser Error");
    expect(await next).toEqual([{sql: "impact", signal: 1}]);
  });

  it("reads long results on a connection of their own, and closes it", async () => {
    await connection.query({sql: "impact", values: {signal: 0}});
    const parts: unknown[] = [];
    for await (const part of connection.stream({sql: "rows", values: {signal: 1}})) parts.push(part);
    expect(parts).toEqual([{sql: "rows", signal: 1}]);
    expect(log.at(-1)).toBe("close");
    expect(await connection.query({sql: "impact", values: {signal: 0}})).toEqual([{sql: "impact", signal: 0}]);
  });

  it("loads a table and ends", async () => {
    await connection.insert(new Uint8Array(3));
    expect(await connection.run("SELECT 1")).toEqual({sql: "SELECT 1"});
    await connection.close();
    expect(log).toEqual(["instantiate /eh.wasm", "insert 3 published", "close", "terminate"]);
  });
});
