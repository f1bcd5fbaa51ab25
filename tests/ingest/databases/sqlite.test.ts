import {readFileSync, writeFileSync} from "node:fs";
import {dirname, join} from "node:path";
import {describe, expect, test} from "vitest";
import {refusal} from "./reading.ts";
import {DESK, readSqlite as read, sqliteFile, type Tables} from "./sqlite-file.ts";

describe("SQLite", () => {
  test("every value keeps every digit", async () => {
    const {text, snapshot} = await read(await sqliteFile(DESK), {daily: {table: "kinds"}});
    expect(text("daily").split("\n")).toEqual([
      "id,exact,big,twice,happened,day,at,word",
      "1,-0.000000000001,-9007199254740993,0.0000001,0,2024-02-29,2024-02-29,",
      '2,12345678901234567.123456789012,9223372036854775807,0.1,1,2025-01-02,2025-01-02T09:30:00,"two\u2028lines, ""quoted"""',
      "3,,,,,,,",
      "",
    ]);
    expect(snapshot.tables[0].leftOut.map((c) => `${c.name} ${c.type}`)).toEqual(["raw blob"]);
  });

  test("tables, queries, bound parameters and odd names", async () => {
    const {text} = await read(await sqliteFile(DESK), {
      daily: {table: "daily_pnl"},
      fills: {table: 'odd "name"; --', columns: {account_id: "select", time: 'a "b', quantity: "net"}},
      predictions: {
        query: "select ? as account_id, ? as date, ? as p, ? as happened, ? as note -- five",
        parameters: ["'; DROP TABLE kinds; --", "2025-01-02", 0.25, true, null],
      },
      market: {query: "select account_id, net from daily_pnl order by net desc;"},
    });
    expect(text("daily")).toBe("account_id,date,net\nA,2025-01-02,1\nB,2025-01-02,3\nA,2025-01-03,-2\n");
    expect(text("fills")).toBe(
      `account_id,time,quantity\n"'; DROP TABLE fills; --",2025-01-02,1.5\n"Robert""); DROP",2025-01-03,-2\n`,
    );
    expect(text("predictions")).toBe(`account_id,date,p,happened,note\n"'; DROP TABLE kinds; --",2025-01-02,0.25,1,\n`);
    expect(text("market")).toBe("account_id,net\nB,3\nA,1\nA,-2\n");
  });

  test.each<[Tables, RegExp]>([
    [{daily: {table: "kindz"}}, /no table "kindz".*\n.*"kinds".*\n.*did you mean "kinds"/],
    [{daily: {table: "kinds", schema: "public"}}, /no schemas/],
    [{daily: {query: "select * from daily_pln"}}, /no table "daily_pln"[\s\S]*did you mean "daily_pnl"/],
    [{daily: {query: "select nett from daily_pnl"}}, /no column "nett"[\s\S]*did you mean "net"/],
    [{daily: {table: "daily_pnl", columns: {net: "nett"}}}, /takes net from "nett"[\s\S]*did you mean "net"/],
    [{daily: {query: "select raw as net from kinds"}}, /"net" holds bytes/],
    [{daily: {table: "kinds", columns: {net: "raw"}}}, /column "raw" is of type blob/],
    [
      {daily: {query: "select * from daily_pnl where net > 1e9"}},
      /it gives no rows\n.*leave daily out of source.tables/,
    ],
    [{daily: {query: "select ? as x", parameters: []}}, /0 placeholders/],
    [{daily: {query: "select ? as x", parameters: [1, 2]}}, /2 placeholders/],
    [{daily: {query: "selec 1"}}, /does not accept this[\s\S]*syntax error/],
    [{daily: {query: "insert into daily_pnl values ('Z', '2025-01-02', 1) returning *"}}, /tries to write/],
    [{daily: {query: "drop table daily_pnl"}}, /gives no rows|tries to write/],
    [{daily: {query: "pragma query_only = off"}}, /gives no rows/],
  ])("%j", async (tables, message) => {
    const path = await sqliteFile(DESK);
    const before = readFileSync(path);
    expect(await refusal(read(path, tables), "no password here")).toMatch(message);
    expect(readFileSync(path).equals(before)).toBe(true);
  });

  test("a view that computes for ever, before its first row or after some, is stopped and says so", async () => {
    const path =
      await sqliteFile(`create view endless as with recursive n(i) as (select 1 union all select i + 1 from n)
      select sum(i) as net from n; create view later as select 1 as net from (with recursive n(i) as (select 1 union all select i + 1 from n)
      select i from n) where i <= 3000;`);
    for (const table of ["endless", "later"])
      expect(await refusal(read(path, {daily: {table}}, 0.3), "no password here")).toMatch(
        /^desk\.sqlite, table "\w+": it gave nothing for 0\.3 s and was stopped[\s\S]*timeoutSeconds/,
      );
  }, 20_000);

  test("what is no SQLite file, is damaged, or has changes beside it", async () => {
    const path = await sqliteFile(DESK);
    const tables = {daily: {table: "daily_pnl"}};
    const message = (at: string) => refusal(read(at, tables), "no password here");
    expect(await message(join(dirname(path), "none.sqlite"))).toMatch(/none\.sqlite: cannot be read[\s\S]*ENOENT/);
    const text = join(dirname(path), "text.sqlite");
    writeFileSync(text, "account_id,date,net\n");
    expect(await message(text)).toContain("is no SQLite database");
    writeFileSync(text, "");
    expect(await message(text)).toContain("an empty file");
    writeFileSync(text, readFileSync(path).subarray(0, 5000));
    expect(await message(text)).toMatch(/damaged|does not accept/);
    writeFileSync(`${path}-wal`, "frames");
    expect(await message(path)).toMatch(/changes beside it[\s\S]*desk\.sqlite-wal/);
  });

  test("a file that was written with a log, since emptied", async () => {
    const path = await sqliteFile(DESK);
    const bytes = readFileSync(path);
    bytes[18] = 2; // the file format's marks of write-ahead logging (sqlite.org/fileformat.html, 1.3.1)
    bytes[19] = 2;
    writeFileSync(path, bytes);
    writeFileSync(`${path}-wal`, "");
    expect((await read(path, {daily: {table: "daily_pnl"}})).snapshot.tables[0].rows).toBe(3);
  });
});
