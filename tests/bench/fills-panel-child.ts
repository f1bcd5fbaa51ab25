import {DuckDBInstance} from "@duckdb/node-api";
import {fillsPnl} from "../../src/lib/ingest/pnl/index.ts";
import {scanAndGroup} from "./fills-scan.ts";

/**
 * One measurement in a process of its own: `ours|duckdb csv|parquet PATH THREADS [fifo|average]`. Prints seconds and what was
 * counted, as JSON. DuckDB's own is `scanAndGroup`.
 */
const [who, kind, path, threads, method = "fifo"] = process.argv.slice(2);
const start = performance.now();
let found: object;
if (who === "ours") {
  const result = await fillsPnl([{kind: kind as "csv" | "parquet", name: "fills", path}], {
    method: method as "fifo" | "average",
    currency: "USD",
    threads: Number(threads),
    memory: "2GB",
  });
  const [{rowsRead, rowsUsed}] = result.files;
  found = {
    rowsRead,
    rowsUsed,
    days: result.days.length,
    open: result.positions.length,
    net: result.days.reduce((sum, day) => sum + day.net, 0),
  };
} else {
  const instance = await DuckDBInstance.create(":memory:", {threads, memory_limit: "2GB"});
  const connection = await instance.connect();
  const result = await connection.runAndReadAll(scanAndGroup(kind), [path]);
  found = {groups: result.currentRowCount};
}
console.log(JSON.stringify({seconds: (performance.now() - start) / 1000, ...found}));
