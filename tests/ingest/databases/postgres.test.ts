import {afterAll, beforeAll, describe, expect, onTestFinished, test} from "vitest";
import {openDatabase} from "../../../src/lib/ingest/databases/open-database.ts";
import {hasPostgres, inPostgres, startPostgres} from "../../servers/postgres-server.ts";
import type {Server} from "../../servers/server.ts";
import {read, refusal, source, VARIABLE} from "./reading.ts";

describe.skipIf(!hasPostgres)("PostgreSQL", () => {
  let server: Server;
  beforeAll(async () => {
    server = await startPostgres();
    await inPostgres(server, async (db) => {
      await db.query(`
        create type mood as enum ('calm', 'wild');
        create table kinds (
          id int primary key, exact numeric(30, 12), big bigint, single real, double double precision, happened boolean,
          day date, at timestamp, moment timestamptz, word text, fixed char(6), mood mood, tag uuid, doc jsonb, list int[], paid money);
        insert into kinds values
          (2, 12345678901234567.123456789012, 9223372036854775807, 1.1, 0.1, true, '2025-01-02', '2025-01-02 09:30:00.5',
           '2025-01-02 09:30:00-05', E'two\\nlines, "quoted"', 'ab', 'wild', '00000000-0000-0000-0000-000000000001', '{}', '{1}', 1),
          (1, -0.000000000001, -1, 1e-7, 1e-7, false, '2024-02-29', '2024-02-29 00:00:00', '2024-02-29 00:00:00+00', '', 'x', 'calm', null, null, null, null),
          (3, null, null, null, null, null, null, null, null, null, null, null, null, null, null, null),
          (4, 'NaN', 0, 'Infinity', '-Infinity', null, '0044-03-15 BC', 'infinity', '-infinity', ' edges ', '', null, null, null, null, null);
        create table "odd ""name""; --" ("select" text, "a ""b" date, net numeric);
        insert into "odd ""name""; --" values ($$'; DROP TABLE fills; --$$, '2025-01-02', 1.5), ('Robert"); DROP', '2025-01-03', -2);
        create schema reports;
        create table reports.daily_pnl (account_id text, date date, net numeric, primary key (date, account_id));
        insert into reports.daily_pnl values ('B', '2025-01-02', 3), ('A', '2025-01-03', -2), ('A', '2025-01-02', 1);
        create table many as select 'T' || (i % 50) as account_id, date '2000-01-01' + i / 50 as date, i / 100.0 as net from generate_series(0, 199999) i;
      `);
    });
  });
  afterAll(() => server?.stop());

  test("every type keeps every digit, whatever the server's own style and zone", async () => {
    const {text, snapshot} = await read(server.url, {tables: {daily: {table: "kinds"}}});
    expect(text("daily").split("\n")).toEqual([
      "id,exact,big,single,double,happened,day,at,moment,word,fixed,mood,tag",
      "1,-0.000000000001,-1,0.0000001,0.0000001,0,2024-02-29,2024-02-29 00:00:00,2024-02-29 00:00:00Z,,x,calm,",
      '2,12345678901234567.123456789012,9223372036854775807,1.1,0.1,1,2025-01-02,2025-01-02 09:30:00.5,2025-01-02 14:30:00Z,"two\u2028lines, ""quoted""",ab,wild,00000000-0000-0000-0000-000000000001',
      "3,,,,,,,,,,,,",
      '4,NaN,0,Infinity,-Infinity,,0044-03-15 BC,infinity,-infinityZ," edges ",,,',
      "",
    ]);
    expect(snapshot.tables[0].rows).toBe(4);
    expect(snapshot.tables[0].leftOut.map((c) => `${c.name} ${c.type}`)).toEqual([
      "doc jsonb",
      "list integer[]",
      "paid money",
    ]);
  });

  test("a table comes in the order of its primary key, a query in its own", async () => {
    const {text} = await read(server.url, {
      tables: {
        daily: {table: "daily_pnl", schema: "reports"},
        fills: {query: "select account_id, net from reports.daily_pnl order by net desc -- as I like it\n ;"},
      },
    });
    expect(text("daily")).toBe("account_id,date,net\nA,2025-01-02,1\nB,2025-01-02,3\nA,2025-01-03,-2\n");
    expect(text("fills")).toBe("account_id,net\nB,3\nA,1\nA,-2\n");
  });

  test("parameters are bound, names quoted: nothing in them is SQL", async () => {
    const {text} = await read(server.url, {
      tables: {
        daily: {table: 'odd "name"; --', columns: {account_id: "select", date: 'a "b'}},
        predictions: {
          query:
            "select $1::text as account_id, $2::date as date, $3::numeric as p, $4::bool as happened, $5::text as note",
          parameters: ["'; DROP TABLE kinds; --", "2025-01-02", 0.25, true, null],
        },
      },
    });
    expect(text("daily")).toBe(
      `account_id,date,net\n"'; DROP TABLE fills; --",2025-01-02,1.5\n"Robert""); DROP",2025-01-03,-2\n`,
    );
    expect(text("predictions")).toBe(`account_id,date,p,happened,note\n"'; DROP TABLE kinds; --",2025-01-02,0.25,1,\n`);
    await inPostgres(server, (db) => db.query("select 1 from kinds"));
  });

  test.each([
    ["insert into reports.daily_pnl values ('Z', '2025-01-02', 1) returning *", "does not accept this"],
    ["with gone as (delete from reports.daily_pnl returning *) select * from gone", "does not accept this"],
    ["select 1; drop table reports.daily_pnl", "does not accept this"],
    [
      "select 1) as x limit 0; commit; drop table reports.daily_pnl; select * from (select 'A' as account_id",
      "does not accept this",
    ],
    ["select nextval('counter')", "tries to write, and the server refuses"],
    ["select set_config('transaction_read_only', 'off', false)", "does not accept this"],
    ["commit", "does not accept this"],
  ])("%s: the server refuses to write", async (query, what) => {
    await inPostgres(server, (db) => db.query("create sequence if not exists counter"));
    expect(await refusal(read(server.url, {tables: {daily: {query}}}), server.password)).toContain(what);
    const {rows} = await inPostgres(server, (db) =>
      db.query("select (select count(*) from reports.daily_pnl)::int as n, is_called from counter"),
    );
    expect(rows).toEqual([{n: 3, is_called: false}]);
  });

  test("all tables are of one moment", async () => {
    const from = source({url: {env: VARIABLE}, tables: {daily: {table: "many"}}});
    const db = await openDatabase(from, {base: "/", env: {[VARIABLE]: server.url}});
    onTestFinished(() => db.close());
    const count = async () => {
      const {batches, columns} = await db.read({query: "select count(*) from many", parameters: []});
      expect(columns).toMatchObject([{name: "count", type: "bigint"}]);
      for await (const [[n]] of batches) return n;
    };
    expect(await count()).toBe("200000");
    await inPostgres(server, (other) => other.query("insert into many values ('late', '2030-01-01', 0)"));
    expect(await count()).toBe("200000");
    await inPostgres(server, (other) => other.query("delete from many where account_id = 'late'"));
  });

  test("rows come no faster than they are taken", async () => {
    const from = source({url: {env: VARIABLE}, tables: {daily: {table: "many"}}});
    const db = await openDatabase(from, {base: "/", env: {[VARIABLE]: server.url}});
    onTestFinished(() => db.close());
    const {batches} = await db.read({table: "many"});
    const first = await batches[Symbol.asyncIterator]().next();
    expect(first.value).toHaveLength(2000);
    await new Promise((done) => setTimeout(done, 300));
    const {rows} = await inPostgres(server, (other) =>
      other.query("select 1 from pg_stat_activity where application_name = 'proofbook' and wait_event = 'ClientRead'"),
    );
    expect(rows).toHaveLength(1); // it waits at its cursor; it has not run to its end
  });

  test.each([
    [{daily: {table: "kindz"}}, /no table "kindz".*\n.*"kinds".*\n.*did you mean "kinds"/],
    [{daily: {query: "select * from daily_pln"}}, /no table "daily_pln"[\s\S]*did you mean "daily_pnl"/],
    [{daily: {query: "select nett from reports.daily_pnl"}}, /no column "nett"[\s\S]*did you mean "net"/],
    [{daily: {query: "select x.nett from reports.daily_pnl x"}}, /no column "nett"/],
    [
      {daily: {table: "daily_pnl", schema: "reports", columns: {net: "nett"}}},
      /takes net from "nett"[\s\S]*did you mean "net"/,
    ],
    [{daily: {query: "select '{}'::jsonb as net"}}, /column "net" is of type jsonb[\s\S]*casts it/],
    [{daily: {query: "select 1 as x, $1::int as y", parameters: []}}, /does not accept this[\s\S]*\$1|parameter/],
    [{daily: {query: "select 1/0 as net"}}, /division by zero/],
  ])("%j", async (tables, message) => {
    expect(await refusal(read(server.url, {tables}), server.password)).toMatch(message);
  });
});
