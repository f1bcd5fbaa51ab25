// Credentials here are made up.
import {readdirSync} from "node:fs";
import {connect, createServer} from "node:net";
import {afterAll, beforeAll, describe, expect, onTestFinished, test} from "vitest";
import {openDatabase} from "../../../src/lib/ingest/databases/open-database.ts";
import {hasMariadb, inMariadb, startMariadb} from "../../servers/mariadb-server.ts";
import type {Server} from "../../servers/server.ts";
import {read, refusal, scratch, source, VARIABLE} from "./reading.ts";

const daily = {query: "select 'A' as account_id, date '2025-01-02' as date, 1 as net"};

describe.skipIf(!hasMariadb)("MariaDB", () => {
  let server: Server;
  beforeAll(async () => {
    server = await startMariadb();
    await inMariadb(server, async (db) => {
      for (const sql of [
        "set time_zone = '-05:00'",
        `create table kinds (id int primary key, exact decimal(30, 12), big bigint unsigned, single float, twice double, happened tinyint(1),
          day date, at datetime(6), moment timestamp(6) null, word text, fixed char(6), mood enum('calm', 'wild'), y year, bits bit(1), doc json, raw blob, many bit(9))`,
        `insert into kinds values
          (2, 12345678901234567.123456789012, 18446744073709551615, 1.1, 0.1, true, '2025-01-02', '2025-01-02 09:30:00.5',
           '2025-01-02 09:30:00', 'two\\nlines, "quoted"', 'ab', 'wild', 2025, 1, '{}', 'x', 5),
          (1, -0.000000000001, 0, 1e-7, 1e-7, false, '2024-02-29', '2024-02-29 00:00:00', '2024-02-29 00:00:00', '', 'x', 'calm', 1999, 0, null, null, null),
          (3, null, null, null, null, null, null, null, null, null, null, null, null, null, null, null, null)`,
        'create table `odd "name"; --` (`select` text, `a "b` date, net decimal(10, 2))',
        `insert into \`odd "name"; --\` values ('''; DROP TABLE fills; --', '2025-01-02', 1.5), ('Robert"); DROP', '2025-01-03', -2)`,
        "create table daily_pnl (account_id varchar(20), date date, net decimal(12, 2), primary key (date, account_id))",
        "insert into daily_pnl values ('B', '2025-01-02', 3), ('A', '2025-01-03', -2), ('A', '2025-01-02', 1)",
        "create table many as select concat('T', seq % 50) as account_id, date '2000-01-01' + interval (seq div 50) day as date, seq / 100.0 as net from seq_0_to_199999",
      ])
        await db.query(sql);
    });
  });
  afterAll(() => server?.stop());

  test("every type keeps every digit, whatever the server's own zone", async () => {
    const {text, snapshot} = await read(server.url, {tables: {daily: {table: "kinds"}}});
    expect(text("daily").split("\n")).toEqual([
      "id,exact,big,single,twice,happened,day,at,moment,word,fixed,mood,y,bits",
      "1,-0.000000000001,0,0.0000001,0.0000001,0,2024-02-29,2024-02-29 00:00:00,2024-02-29 05:00:00Z,,x,calm,1999,0",
      '2,12345678901234567.123456789012,18446744073709551615,1.1,0.1,1,2025-01-02,2025-01-02 09:30:00.5,2025-01-02 14:30:00Z,"two\u2028lines, ""quoted""",ab,wild,2025,1',
      "3,,,,,,,,,,,,,",
      "",
    ]);
    expect(snapshot.tables[0].leftOut.map((c) => `${c.name} ${c.type}`)).toEqual(["doc json", "raw blob", "many bit"]);
  });

  test("a table comes in the order of its primary key, a query in its own and with its own quotes", async () => {
    const {text} = await read(server.url, {
      tables: {
        daily: {table: "daily_pnl", schema: "desk"},
        predictions: {query: 'select account_id, net, "text" as word from daily_pnl order by net desc; '},
      },
    });
    expect(text("daily")).toBe("account_id,date,net\nA,2025-01-02,1.00\nB,2025-01-02,3.00\nA,2025-01-03,-2.00\n");
    expect(text("predictions")).toBe("account_id,net,word\nB,3.00,text\nA,1.00,text\nA,-2.00,text\n");
  });

  test("parameters are bound, names quoted: nothing in them is SQL", async () => {
    const {text} = await read(server.url, {
      tables: {
        daily: {table: 'odd "name"; --', columns: {account_id: "select", date: 'a "b'}},
        predictions: {
          query: "select ? as account_id, date(?) as date, ? + 0 as p, ? as happened, ? as note",
          parameters: ["'; DROP TABLE kinds; --", "2025-01-02", 0.25, true, null],
        },
      },
    });
    expect(text("daily")).toBe(
      `account_id,date,net\n"'; DROP TABLE fills; --",2025-01-02,1.50\n"Robert""); DROP",2025-01-03,-2.00\n`,
    );
    expect(text("predictions")).toBe(`account_id,date,p,happened,note\n"'; DROP TABLE kinds; --",2025-01-02,0.25,1,\n`);
  });

  test.each([
    ["insert into daily_pnl values ('Z', '2025-01-02', 1) returning *", "tries to write, and the server refuses"],
    ["delete from daily_pnl", "tries to write, and the server refuses"],
    ["create table other (a int)", "tries to write, and the server refuses"],
    ["select 1; drop table daily_pnl", "does not accept this"],
    ["select * from daily_pnl into outfile '/tmp/proofbook-outfile'", "gives no rows at all"],
    ["set session transaction read write", "gives no rows at all"],
    ["commit", "gives no rows at all"],
  ])("%s: the server refuses to write", async (query, what) => {
    expect(await refusal(read(server.url, {tables: {daily: {query}}}), server.password)).toContain(what);
    const [tables] = await inMariadb(server, (db) =>
      db.query(
        "select count(*) as n, (select count(*) from information_schema.tables where table_schema = 'desk') as tables from daily_pnl",
      ),
    );
    expect(tables).toEqual([{n: 3, tables: 4}]);
  });

  test("all tables are of one moment, and rows come no faster than they are taken", async () => {
    const from = source({url: {env: VARIABLE}, tables: {daily: {table: "many"}}});
    const db = await openDatabase(from, {base: "/", env: {[VARIABLE]: server.url}});
    onTestFinished(() => db.close());
    const count = async () => {
      const {batches, columns} = await db.read({query: "select count(*) as n from many", parameters: []});
      expect(columns).toMatchObject([{name: "n", type: "bigint"}]);
      for await (const [[n]] of batches) return n;
    };
    expect(await count()).toBe("200000");
    await inMariadb(server, (other) => other.query("insert into many values ('late', '2030-01-01', 0)"));
    expect(await count()).toBe("200000");
    await inMariadb(server, (other) => other.query("delete from many where account_id = 'late'"));
    // 80 MB: more than the sockets between can hold
    const {batches} = await db.read({query: "select m.*, repeat('x', 400) as note from many m", parameters: []});
    const rows = batches[Symbol.asyncIterator]();
    expect((await rows.next()).value).toHaveLength(2000);
    await new Promise((done) => setTimeout(done, 300));
    const [sending] = await inMariadb(server, (other) =>
      other.query(
        "select state from information_schema.processlist where info like '%from many m%' and info not like '%processlist%'",
      ),
    );
    expect(sending).toHaveLength(1); // it waits for its reader; it has not run to its end
    let left = 0;
    for (let next = await rows.next(); !next.done; next = await rows.next()) left += next.value.length;
    expect(left).toBe(198_000);
  });

  test.each([
    [{daily: {table: "kindz"}}, /no table "kindz".*\n.*"kinds".*\n.*did you mean "kinds"/],
    [{daily: {query: "select * from daily_pln"}}, /no table "daily_pln"[\s\S]*did you mean "daily_pnl"/],
    [{daily: {query: "select nett from daily_pnl"}}, /no column "nett"[\s\S]*did you mean "net"/],
    [{daily: {table: "kinds", columns: {net: "doc"}}}, /column "doc" is of type json[\s\S]*casts it/],
    [{daily: {query: "select 1 as x, ? as y", parameters: []}}, /1 placeholders[\s\S]*0 parameters/],
    [{daily: {query: "selec 1"}}, /does not accept this[\s\S]*syntax/],
  ])("%j", async (tables, message) => {
    expect(await refusal(read(server.url, {tables}), server.password)).toMatch(message);
  });

  test("a wrong password is refused, and printed nowhere", async () => {
    const url = server.url.replace(/:[^:@/]+@/, ":wr0ng-passw0rd@");
    const message = await refusal(read(url, {tables: {daily}}), "wr0ng-passw0rd");
    expect(message).toContain('the server refuses user "desk"');
    expect(message).toContain(`127.0.0.1:${server.port}`);
    expect(await refusal(read(server.url.replace(/desk$/, "nowhere"), {tables: {daily}}), server.password)).toContain(
      "there is no such database",
    );
  });

  test("a server that is down", async () => {
    expect(await refusal(read("mysql://u:hidden-word@127.0.0.1:1/x", {tables: {daily}}), "hidden-word")).toMatch(
      /MySQL or MariaDB at 127\.0\.0\.1:1: no server answers there[\s\S]*ECONNREFUSED/,
    );
  });

  test("a query that takes too long is stopped at the server", async () => {
    const slow = {daily: {query: "select 'A' as account_id, date '2025-01-02' as date, sleep(30) as net"}};
    expect(await refusal(read(server.url, {tables: slow, timeoutSeconds: 0.5}), server.password)).toMatch(
      /gave nothing for 0\.5 s and was stopped[\s\S]*timeoutSeconds/,
    );
    for (let k = 0; k < 40; k++) {
      const [rows] = await inMariadb(server, (db) =>
        db.query(
          "select 1 from information_schema.processlist where info like '%sleep(30)%' and info not like '%processlist%'",
        ),
      );
      if ((rows as unknown[]).length === 0) return;
      await new Promise((done) => setTimeout(done, 50));
    }
    expect.fail("the query still runs at the server");
  });

  test("a server that hangs in the middle of rows is given up", async () => {
    const proxy = createServer((socket) => {
      const upstream = connect(server.port, "127.0.0.1");
      let passed = 0;
      socket.on("error", () => {}).on("close", () => upstream.destroy());
      upstream
        .on("error", () => {})
        .on("data", (data) => {
          passed += data.length;
          if (passed < 100_000) socket.write(data);
        });
      socket.pipe(upstream);
    }).listen(0, "127.0.0.1");
    onTestFinished(() => void proxy.close());
    await new Promise((done) => proxy.once("listening", done));
    const url = server.url.replace(`:${server.port}/`, `:${(proxy.address() as {port: number}).port}/`);
    const home = scratch();
    expect(
      await refusal(read(url, {tables: {daily: {table: "many"}}, timeoutSeconds: 0.5}, home), server.password),
    ).toMatch(/gave nothing for 0\.5 s/);
    expect(readdirSync(home)).toEqual([]);
  });

  test("a connection that is cut in the middle of rows: a clear error, and nothing half-written", async () => {
    const home = scratch();
    const kept = await read(server.url, {tables: {daily}}, home);
    const slow = {
      query:
        "select 'A' as account_id, date '2025-01-02' as date, if(seq = 30000, sleep(30), seq) as net from seq_1_to_40000",
    };
    const reading = refusal(read(server.url, {tables: {daily: slow}}, home), server.password);
    for (let killed = false, k = 0; !killed && k < 100; k++) {
      await new Promise((done) => setTimeout(done, 50));
      await inMariadb(server, async (db) => {
        const [rows] = await db.query(
          "select id from information_schema.processlist where info like '%sleep(30)%' and info not like '%processlist%'",
        );
        for (const {id} of rows as {id: number}[]) {
          await db.query("kill ?", [id]);
          killed = true;
        }
      });
    }
    expect(await reading).toMatch(/the connection was lost[\s\S]*nothing of this reading is kept/);
    expect(readdirSync(home).map((name) => `${home}/${name}`)).toEqual([kept.folder]);
  });

  test("TLS is checked when asked for", async () => {
    expect(await refusal(read(server.url, {tables: {daily}, tls: "verify"}), server.password)).toMatch(/offers no TLS/);
  });
});
