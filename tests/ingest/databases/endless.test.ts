import {statSync} from "node:fs";
import {join} from "node:path";
import {expect, test} from "vitest";
import {writeTable} from "../../../src/lib/ingest/databases/write-table.ts";
import {scratch} from "./reading.ts";

test("a table without end does not fill the disk", async () => {
  const columns = ["account_id", "date", "net"].map((name) => ({name, type: "text", text: String}));
  async function* batches() {
    for (;;) yield Array.from({length: 100}, () => ["A", "2025-01-02", "1"]);
  }
  const path = join(scratch(), "daily.csv");
  const reading = writeTable(path, "daily", {columns, batches: batches()}, {where: 'daily, table "x"', most: 50_000});
  await expect(reading).rejects.toThrow(/^daily, table "x": it is larger than 0\.05 MB as text\n {2}found: \d+ rows/);
  expect(statSync(path).size).toBeLessThan(60_000);
});
