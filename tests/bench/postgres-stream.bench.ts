import {mkdtempSync, rmSync, statSync} from "node:fs";
import {tmpdir} from "node:os";
import {join} from "node:path";
import {snapshotFolder, takeSnapshot} from "../../src/lib/ingest/databases/index.ts";
import {defineStudy} from "../../src/lib/study/index.ts";
import {hasPostgres, inPostgres, startPostgres} from "../servers/postgres-server.ts";
import type {Bench, Result} from "./bench.ts";
import {notMeasured} from "./bench.ts";

const NAME = "postgres-stream";
const WHAT = "fills a second, streamed from PostgreSQL on loopback into a snapshot on disk (7 columns)";
const REACH = 100_000;
const ROWS = 2_000_000;
const VARIABLE = "BENCH_DATABASE_URL";

/** Two million fills as a desk keeps them: exact numbers, a time stamp with zone, text. The best of three readings. */
async function run(): Promise<Result[]> {
  if (!hasPostgres) return [notMeasured(NAME, WHAT, `>= ${REACH}`, "PostgreSQL is not installed here")];
  const server = await startPostgres();
  const home = mkdtempSync(join(tmpdir(), "proofbook-bench-"));
  try {
    await inPostgres(server, (db) =>
      db.query(`create unlogged table fills as select 'T' || (i % 200) as account_id,
        timestamptz '2024-01-02 14:30:00+00' + i * interval '1 second' as time, 'SYM' || (i % 500) as symbol,
        case when i % 2 = 0 then 'BUY' else 'SELL' end as side, (i % 900 + 1)::int as quantity,
        (100 + (i % 10000) / 100.0)::numeric(12, 4) as price, ((i % 300) / 100.0)::numeric(10, 2) as fees from generate_series(1, ${ROWS}) i`),
    );
    const {source} = defineStudy({
      title: "Bench",
      source: {kind: "database", url: {env: VARIABLE}, tables: {fills: {table: "fills"}}},
    });
    if (source.kind !== "database") throw new Error("not a database");
    const surroundings = {base: home, env: {[VARIABLE]: server.url}};
    const seconds: number[] = [];
    for (let k = 0; k < 3; k++) {
      const since = performance.now();
      const {tables} = await takeSnapshot(home, source, surroundings);
      seconds.push((performance.now() - since) / 1000);
      if (tables[0].rows !== ROWS) throw new Error(`${tables[0].rows} of ${ROWS} rows were read`);
    }
    const ours = ROWS / Math.min(...seconds);
    const megabytes = statSync(join(snapshotFolder(home, source, surroundings), "fills.csv")).size / 1e6;
    const memory = process.resourceUsage().maxRSS / 1024;
    const note = `${ROWS} rows, ${megabytes.toFixed(0)} MB of CSV; at most ${memory.toFixed(0)} MB of memory in this process; readings ${seconds.map((s) => s.toFixed(1)).join(", ")} s`;
    return [{name: NAME, what: WHAT, ours, peer: null, ratio: null, reach: `>= ${REACH}`, met: ours >= REACH, note}];
  } finally {
    await server.stop();
    rmSync(home, {recursive: true, force: true});
  }
}

export const bench: Bench = {name: NAME, run};
