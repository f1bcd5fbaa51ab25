import type * as duckdb from "@duckdb/duckdb-wasm";
import type {ResultTable, SliceConnection} from "./engine.ts";
import {type Query, SET_VARIABLE, type Variable} from "./sql.ts";

/** Where DuckDB-WASM comes from: addresses of this site, never of another. */
export interface DuckdbSource {
  readonly library: () => Promise<typeof duckdb>;
  /** Address of duckdb-eh.wasm. */
  readonly module: string;
  /** Address of duckdb-browser-eh.worker.js. */
  readonly worker: string;
}

/** Starts DuckDB in a worker of its own, so that no query ever holds up the page. */
export async function connectDuckdb({library, module, worker}: DuckdbSource): Promise<SliceConnection> {
  const {AsyncDuckDB, VoidLogger} = await library();
  const database = new AsyncDuckDB(new VoidLogger(), new Worker(worker));
  await database.instantiate(module);
  await database.open({query: {castBigIntToDouble: true}});
  const connection = await database.connect();
  const set = variableSetter(connection);
  let before: Promise<unknown> = Promise.resolve();
  return {
    insert: (arrow) => connection.insertArrowFromIPCStream(arrow, {name: "published", create: true}),
    run: async (sql) => (await connection.query(sql)) as unknown as ResultTable,
    query(...queries) {
      // One call after the other: a variable that the next one sets must not reach a statement of this one.
      const results = before.then(async () => {
        await set(Object.assign({}, ...queries.map(({values}) => values)));
        return (await Promise.all(queries.map(({sql}) => connection.query(sql)))) as unknown as ResultTable[];
      });
      before = results.catch(() => {});
      return results;
    },
    async *stream({sql, values}) {
      // On a connection of its own: the next statement on a connection ends a result that is still being read.
      const reading = await database.connect();
      try {
        await variableSetter(reading)(values);
        for await (const batch of await reading.send(sql)) yield batch as unknown as ResultTable;
      } finally {
        await reading.close();
      }
    },
    close: async () => {
      await connection.close();
      await database.terminate();
    },
  };
}

/** Sets those variables of a connection that have changed, each with a value bound to a prepared statement. */
function variableSetter(connection: duckdb.AsyncDuckDBConnection): (values: Query["values"]) => Promise<void> {
  const prepared = new Map<Variable, duckdb.AsyncPreparedStatement>();
  const current = new Map<Variable, string | number>();
  return async (values) => {
    for (const name of Object.keys(values) as Variable[]) {
      if (current.get(name) === values[name]) continue;
      if (!prepared.has(name)) prepared.set(name, await connection.prepare(SET_VARIABLE[name]));
      await prepared.get(name)!.query(values[name]);
      current.set(name, values[name]!);
    }
  };
}
