import {createHash} from "node:crypto";
import {mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync} from "node:fs";
import {tmpdir} from "node:os";
import {basename, dirname, join} from "node:path";
import fc from "fast-check";
import initSqlJs, {type SqlValue} from "sql.js";
import {describe, expect, test} from "vitest";
import {readSnapshot, snapshotFolder, takeSnapshot} from "../../../src/lib/ingest/databases/index.ts";
import {folderFiles, readDesk} from "../../../src/lib/ingest/index.ts";
import {refusal, scratch, source} from "./reading.ts";
import {DESK, readSqlite as read, sqliteFile} from "./sqlite-file.ts";

describe("snapshots", () => {
  test("say what was asked and what came, and hash what is written", async () => {
    const path = await sqliteFile(DESK);
    const {snapshot, folder, text} = await read(path, {
      daily: {table: "daily_pnl"},
      market: {query: "select date, net as close from daily_pnl where account_id = ?", parameters: ["A"]},
    });
    expect(snapshot).toMatchObject({
      product: "SQLite",
      file: createHash("sha256").update(readFileSync(path)).digest("hex"),
      tables: [
        {
          file: "daily.csv",
          table: "daily_pnl",
          query: null,
          rows: 3,
          columns: [{header: "account_id", type: "text"}, {name: "date"}, {header: "net", type: "real"}],
        },
        {
          file: "market.csv",
          table: null,
          query: "select date, net as close from daily_pnl where account_id = ?",
          parameters: ["A"],
          rows: 2,
        },
      ],
    });
    for (const {kind, sha256, bytes} of snapshot.tables) {
      expect(createHash("sha256").update(text(kind)).digest("hex")).toBe(sha256);
      expect(Buffer.byteLength(text(kind))).toBe(bytes);
    }
    expect(readSnapshot(folder)).toEqual(snapshot);
  });

  test("the same question of the same data is the same bytes; another question is another snapshot", async () => {
    const path = await sqliteFile(DESK);
    const tables = {daily: {table: "daily_pnl"}};
    const [one, two] = [await read(path, tables), await read(path, tables)];
    expect(basename(one.folder)).toBe(basename(two.folder));
    for (const file of ["daily.csv", "snapshot.json", "provenance.json"])
      expect(readFileSync(join(one.folder, file)).equals(readFileSync(join(two.folder, file)))).toBe(true);
    const names = await Promise.all([
      read(path, {daily: {table: "daily_pnl", columns: {net: "net"}}}),
      read(path, {daily: {query: "select * from daily_pnl"}}),
      read(path, {daily: {query: "select * from daily_pnl where net > ?", parameters: [1]}}),
      read(path, {daily: {query: "select * from daily_pnl where net > ?", parameters: [2]}}),
      read(await sqliteFile(`${DESK} update daily_pnl set net = net + 1`), tables),
    ]);
    expect(new Set([one, ...names].map(({folder}) => basename(folder))).size).toBe(6);
  });

  test("one that was changed or cut is none", async () => {
    const {folder} = await read(await sqliteFile(DESK), {daily: {table: "daily_pnl"}});
    const file = join(folder, "daily.csv");
    writeFileSync(file, readFileSync(file, "utf8").replace("3", "4"));
    expect(readSnapshot(folder)).toBeNull();
    writeFileSync(join(folder, "snapshot.json"), "{");
    expect(readSnapshot(folder)).toBeNull();
    expect(readSnapshot(join(folder, "none"))).toBeNull();
  });

  test("what killed processes left is removed, what a living one is writing is not", async () => {
    const path = await sqliteFile(DESK);
    const [dead, living] = [".reading-4194303-0123456789abcdef", `.reading-${process.ppid}-0123456789abcdef`];
    const home = scratch();
    for (const name of [dead, living]) mkdirSync(join(home, name));
    const from = source({file: basename(path), tables: {daily: {table: "daily_pnl"}}});
    await takeSnapshot(home, from, {base: dirname(path), env: {}});
    expect(readdirSync(home)).toEqual([living, basename(snapshotFolder(home, from, {base: dirname(path)}))]);
  });

  test("a folder that cannot be written is named, with the way out", async () => {
    const path = await sqliteFile(DESK);
    const from = source({file: basename(path), tables: {daily: {table: "daily_pnl"}}});
    const inTheWay = join(scratch(), "file");
    writeFileSync(inTheWay, "");
    const taking = takeSnapshot(join(inTheWay, "snapshots"), from, {base: dirname(path), env: {}});
    expect(await refusal(taking, "no password here")).toMatch(
      /the snapshot of the database cannot be written[\s\S]*ENOTDIR/,
    );
  });

  test("no row is lost or invented: rows in the table = rows in the snapshot = rows read = used + set aside", async () => {
    const sqlite = await initSqlJs();
    const cell = fc.oneof(
      fc.string({unit: "binary", maxLength: 12}),
      fc.constantFrom(null, "", "'; DROP TABLE t; --", "=1+1", "\u0000", "a\nb", '"', "2025-01-02", "NaN", "1,5"),
      fc.double(),
      fc.maxSafeInteger(),
    );
    const day = fc.tuple(
      fc.constantFrom("A", "B"),
      fc.integer({min: 1, max: 28}).map((d) => `2025-01-${String(d).padStart(2, "0")}`),
      fc.double({min: -1e6, max: 1e6, noNaN: true}),
    );
    const rows = fc.array(fc.oneof(day, fc.tuple(cell, cell, cell)), {minLength: 1, maxLength: 40});
    await fc.assert(
      fc.asyncProperty(rows, async (table) => {
        const folder = mkdtempSync(join(tmpdir(), "proofbook-fuzz-"));
        try {
          const database = new sqlite.Database();
          database.run("create table t (account_id, date, net)");
          for (const row of table) database.run("insert into t values (?, ?, ?)", row as SqlValue[]);
          writeFileSync(join(folder, "desk.sqlite"), database.export());
          database.close();
          const from = source({file: "desk.sqlite", tables: {daily: {table: "t"}}});
          const snapshot = await takeSnapshot(folder, from, {base: folder, env: {}});
          expect(snapshot.tables[0].rows).toBe(table.length);
          const desk = await readDesk(folderFiles(snapshotFolder(folder, from, {base: folder}))).catch(
            (error: Error) => {
              expect(error.name, error.stack).toBe("IngestError"); // no row of it can be used
              return null;
            },
          );
          if (desk === null) return;
          const [{rowsRead, rowsUsed, rowsSetAside}] = desk.quality.files;
          expect(rowsRead).toBe(table.length);
          expect(rowsUsed + rowsSetAside).toBe(table.length);
          expect(desk.setAside.rows).toBe(rowsSetAside);
        } finally {
          rmSync(folder, {recursive: true, force: true});
        }
      }),
      {numRuns: 150},
    );
  });
});
