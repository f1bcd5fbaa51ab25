import type * as duckdb from "@duckdb/duckdb-wasm";
import type {ResultTable, SliceConnection} from "./engine.ts";

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
  type Statement = Awaited<ReturnType<typeof connection.prepare>>;
  const prepared = new Map<string, Promise<Statement>>();
  const prepare = (sql: string) => {
    let statement = prepared.get(sql);
    if (statement === undefined) {
      statement = connection.prepare(sql);
      prepared.set(sql, statement);
    }
    return statement;
  };
  return {
    insert: (arrow) => connection.insertArrowFromIPCStream(arrow, {name: "published", create: true}),
    run: async (sql) => (await connection.query(sql)) as unknown as ResultTable,
    async query({sql, params}) {
      const statement = await prepare(sql);
      return (await statement.query(...params)) as unknown as ResultTable;
    },
    async *stream({sql, params}) {
      // On a connection of its own: the next statement on a connection ends a result that is still being read.
      const reading = await database.connect();
      try {
        const statement = await reading.prepare(sql);
        for await (const batch of await statement.send(...params)) yield batch as unknown as ResultTable;
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
