import {readFileSync, writeFileSync} from "node:fs";
import {basename, dirname, join} from "node:path";
import initSqlJs from "sql.js";
import {snapshotFolder, takeSnapshot} from "../../../src/lib/ingest/databases/index.ts";
import type {StudyInput} from "../../../src/lib/study/index.ts";
import {scratch, source} from "./reading.ts";

export type Tables = Extract<StudyInput["source"], {kind: "database"}>["tables"];

/** Every kind of value, odd names, and a small desk. */
export const DESK = `
  create table kinds (id integer primary key, exact text, big integer, twice real, happened boolean, day date, at text, word text, raw blob);
  insert into kinds values
    (2, '12345678901234567.123456789012', 9223372036854775807, 0.1, 1, '2025-01-02', '2025-01-02T09:30:00', 'two' || char(10) || 'lines, "quoted"', x'00'),
    (1, '-0.000000000001', -9007199254740993, 1e-7, 0, '2024-02-29', '2024-02-29', '', null),
    (3, null, null, null, null, null, null, null, null);
  create table "odd ""name""; --" ("select" text, "a ""b" date, net real);
  insert into "odd ""name""; --" values ('''; DROP TABLE fills; --', '2025-01-02', 1.5), ('Robert"); DROP', '2025-01-03', -2);
  create table daily_pnl (account_id text, date text, net real, primary key (date, account_id)) without rowid;
  insert into daily_pnl values ('B', '2025-01-02', 3), ('A', '2025-01-03', -2), ('A', '2025-01-02', 1);
`;

/** Writes a SQLite file made by these statements into a folder that is gone after the test. */
export async function sqliteFile(statements: string, name = "desk.sqlite", folder = scratch()): Promise<string> {
  const sqlite = await initSqlJs();
  const database = new sqlite.Database();
  database.exec(statements);
  writeFileSync(join(folder, name), database.export());
  database.close();
  return join(folder, name);
}

/** Takes a snapshot of a SQLite file. */
export async function readSqlite(path: string, tables: Tables, timeoutSeconds?: number) {
  const home = scratch();
  const from = source({file: basename(path), tables, timeoutSeconds});
  const surroundings = {base: dirname(path), env: {}};
  const snapshot = await takeSnapshot(home, from, surroundings);
  const folder = snapshotFolder(home, from, surroundings);
  return {snapshot, folder, home, text: (kind: string) => readFileSync(join(folder, `${kind}.csv`), "utf8")};
}
