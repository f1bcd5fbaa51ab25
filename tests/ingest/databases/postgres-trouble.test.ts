// Credentials here are made up.
import {spawnSync} from "node:child_process";
import {readdirSync, writeFileSync} from "node:fs";
import {connect, createServer} from "node:net";
import {join, resolve} from "node:path";
import {afterAll, beforeAll, describe, expect, onTestFinished, test} from "vitest";
import {openDatabase} from "../../../src/lib/ingest/databases/open-database.ts";
import {hasPostgres, inPostgres, startPostgres} from "../../servers/postgres-server.ts";
import type {Server} from "../../servers/server.ts";
import {read, refusal, scratch, source, VARIABLE} from "./reading.ts";

const root = resolve(import.meta.dirname, "../../..");
const daily = {query: "select 'A' as account_id, date '2025-01-02' as date, 1 as net"};

describe.skipIf(!hasPostgres)("PostgreSQL, when things go wrong", () => {
  let server: Server;
  beforeAll(async () => {
    server = await startPostgres();
    await inPostgres(server, async (db) => {
      await db.query(`create table kinds (id int);
        create table many as select 'T' || (i % 50) as account_id, date '2000-01-01' + i / 50 as date, i / 100.0 as net
          from generate_series(0, 199999) i`);
    });
  });
  afterAll(() => server?.stop());

  test("a wrong password is refused, and printed nowhere", async () => {
    const url = server.url.replace(/:[^:@/]+@/, ":wr0ng-passw0rd@");
    const message = await refusal(read(url, {tables: {daily}}), "wr0ng-passw0rd");
    expect(message).toContain('the server refuses user "desk"');
    expect(message).toContain(`127.0.0.1:${server.port}`);
    expect(message).toContain(VARIABLE);
    const other = await refusal(read(server.url.replace("/postgres", "/nowhere"), {tables: {daily}}), server.password);
    expect(other).toContain("there is no such database");
  });

  test("nor does a command print it, on any stream", async () => {
    const folder = scratch();
    writeFileSync(
      join(folder, "study.ts"),
      `import {defineStudy} from ${JSON.stringify(join(root, "src/lib/study/index.ts"))};
       export default defineStudy({title: "T", source: {kind: "database", url: {env: "DESK_DATABASE_URL"}, tables: {daily: {table: "kinds"}}}});`,
    );
    const command = [
      "--import",
      "tsx",
      join(root, "src/lib/commands/stages.ts"),
      "--study",
      join(folder, "study.ts"),
      "--store",
      join(folder, "store"),
    ];
    const url = server.url.replace(/:[^:@/]+@/, ":wr0ng-passw0rd@");
    const {status, stdout, stderr} = spawnSync(process.execPath, command, {
      cwd: root,
      encoding: "utf8",
      env: {...process.env, [VARIABLE]: url, PGPASSWORD: "wr0ng-passw0rd"},
    });
    expect(status).toBe(1);
    expect(stderr).toContain('the server refuses user "desk"');
    expect(stderr).not.toContain("This is a defect");
    expect(stdout + stderr).not.toContain("wr0ng-passw0rd");
  });

  test("a user who may not read is told so", async () => {
    await inPostgres(server, (db) => db.query("create role guest login password 'guest-word'"));
    const url = `postgres://guest:guest-word@127.0.0.1:${server.port}/postgres`;
    const message = await refusal(read(url, {tables: {daily: {query: "select * from kinds"}}}), "guest-word");
    expect(message).toMatch(/user "guest" may not read this[\s\S]*kinds[\s\S]*grant SELECT/);
  });

  test("a server that is down, or answers nothing", async () => {
    expect(await refusal(read("postgres://u:hidden-word@127.0.0.1:1/x", {tables: {daily}}), "hidden-word")).toMatch(
      /PostgreSQL at 127\.0\.0\.1:1: no server answers there[\s\S]*ECONNREFUSED/,
    );
    const silent = createServer(() => {}).listen(0, "127.0.0.1");
    onTestFinished(() => void silent.close());
    await new Promise((done) => silent.once("listening", done));
    const {port} = silent.address() as {port: number};
    const message = await refusal(
      read(`postgres://u:hidden-word@127.0.0.1:${port}/x`, {tables: {daily}, timeoutSeconds: 0.3}),
      "hidden-word",
    );
    expect(message).toMatch(/does not answer within 0\.3 s[\s\S]*timeoutSeconds/);
  });

  test("a query that takes too long is stopped at the server", async () => {
    const slow = {daily: {query: "select 'A' as account_id, date '2025-01-02' as date, pg_sleep(30)::text as net"}};
    expect(await refusal(read(server.url, {tables: slow, timeoutSeconds: 0.4}), server.password)).toMatch(
      /gave nothing for 0\.4 s and was stopped[\s\S]*timeoutSeconds/,
    );
    await running(0);
  });

  test("a server that hangs in the middle of rows is given up", async () => {
    // The proxy passes the first 100 kB on, then nothing, and does not hang up.
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
    const message = await refusal(
      read(url, {tables: {daily: {table: "many"}}, timeoutSeconds: 0.4}, home),
      server.password,
    );
    expect(message).toMatch(/gave nothing for 0\.4 s/);
    expect(readdirSync(home)).toEqual([]);
  });

  test("a connection that is cut in the middle of rows: a clear error, and nothing half-written", async () => {
    const home = scratch();
    const kept = await read(server.url, {tables: {daily}}, home);
    const from = source({url: {env: VARIABLE}, tables: {daily: {table: "many"}}});
    const db = await openDatabase(from, {base: "/", env: {[VARIABLE]: server.url}});
    const {batches} = await db.read({table: "many"});
    const all = async () => {
      let rows = 0;
      for await (const batch of batches) {
        rows += batch.length;
        if (rows === 2000)
          await inPostgres(server, (other) =>
            other.query("select pg_terminate_backend(pid) from pg_stat_activity where application_name = 'proofbook'"),
          );
      }
    };
    expect(await refusal(all(), server.password)).toMatch(
      /the connection was lost[\s\S]*nothing of this reading is kept/,
    );
    await db.close();
    const slow = {
      query:
        "select 'A' as account_id, date '2025-01-02' as date, i as net, pg_sleep(case when i = 30000 then 30 end) from generate_series(1, 40000) i",
    };
    const reading = refusal(read(server.url, {tables: {daily: slow}}, home), server.password);
    await running(1);
    await inPostgres(server, (other) =>
      other.query("select pg_terminate_backend(pid) from pg_stat_activity where application_name = 'proofbook'"),
    );
    expect(await reading).toContain("the connection was lost");
    expect(readdirSync(home).map((name) => `${home}/${name}`)).toEqual([kept.folder]);
  });

  test("TLS is checked when asked for: the certificate, and the name on it", async () => {
    const ca = `${server.folder}/data/server.crt`;
    const local = server.url.replace("127.0.0.1", "localhost");
    expect(await refusal(read(server.url, {tables: {daily}, tls: "verify"}), server.password)).toMatch(
      /certificate is not one that can be trusted/,
    );
    expect(await refusal(read(`${server.url}?sslmode=require`, {tables: {daily}}), server.password)).toMatch(
      /certificate/,
    );
    expect(await refusal(read(server.url, {tables: {daily}, ca}), server.password)).toMatch(/certificate/); // of localhost, not of 127.0.0.1
    expect((await read(local, {tables: {daily}, ca})).snapshot.tables[0].rows).toBe(1);
  });

  /** Waits until so many queries of ours run. */
  async function running(wanted: number): Promise<void> {
    for (let k = 0; k < 100; k++) {
      const {rows} = await inPostgres(server, (db) =>
        db.query(
          "select 1 from pg_stat_activity where application_name = 'proofbook' and state = 'active' and query like '%pg_sleep%'",
        ),
      );
      if (rows.length === wanted) return;
      await new Promise((done) => setTimeout(done, 50));
    }
    expect.fail(`not ${wanted} queries of ours run at the server`);
  }
});
