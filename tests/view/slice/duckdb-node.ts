import {createRequire} from "node:module";
import {dirname, join} from "node:path";
import {
  type Query,
  type ResultTable,
  SET_VARIABLE,
  type SliceConnection,
  type Variable,
} from "../../../src/lib/view/slice/index.ts";

/**
 * DuckDB-WASM itself, the version that pages load, without a browser: the same SQL engine, called in place. It is started
 * once; each connection has an empty database, and ends the one before.
 */
export async function connectInNode(): Promise<SliceConnection> {
  started ??= start();
  const database = await started;
  database.reset();
  database.open({query: {castBigIntToDouble: true}});
  const connection = database.connect();
  const query = async ({sql, values}: Query): Promise<ResultTable> => {
    for (const [name, value] of Object.entries(values)) {
      const statement = connection.prepare(SET_VARIABLE[name as Variable]);
      statement.query(value);
      statement.close();
    }
    return connection.query(sql);
  };
  return {
    insert: async (arrow) => connection.insertArrowFromIPCStream(arrow, {name: "published", create: true}),
    run: async (sql) => connection.query(sql),
    query: (...queries) => Promise.all(queries.map(query)),
    async *stream(request) {
      yield await query(request);
    },
    close: async () => connection.close(),
  };
}

let started: ReturnType<typeof start> | undefined;

async function start() {
  const require = createRequire(import.meta.url);
  const duckdb = require("@duckdb/duckdb-wasm/dist/duckdb-node-blocking.cjs");
  const folder = dirname(require.resolve("@duckdb/duckdb-wasm/dist/duckdb-node-blocking.cjs"));
  const bundle = (kind: string) => ({mainModule: join(folder, `duckdb-${kind}.wasm`), mainWorker: ""});
  const bundles = {mvp: bundle("mvp"), eh: bundle("eh")};
  const database = await duckdb.createDuckDB(bundles, new duckdb.VoidLogger(), duckdb.NODE_RUNTIME);
  await database.instantiate(() => {});
  return database;
}
