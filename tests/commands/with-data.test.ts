import {mkdtempSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync} from "node:fs";
import {tmpdir} from "node:os";
import {join, resolve} from "node:path";
import {afterAll, describe, expect, it} from "vitest";
import {loadStudy} from "../../src/lib/commands/load-study.ts";
import {snapshotStatus, withData} from "../../src/lib/commands/with-data.ts";
import {pipelineStatus, reader, runPipeline} from "../../src/lib/pipeline/index.ts";
import {stagesOf} from "../../src/lib/pipeline/stages/index.ts";
import {sqliteFile} from "../ingest/databases/sqlite-file.ts";

const root = resolve(import.meta.dirname, "../..");
const folder = mkdtempSync(join(tmpdir(), "proofbook-data-"));
afterAll(() => rmSync(folder, {recursive: true}));

const days = Array.from(
  {length: 40},
  (_, i) => `('A', '2025-0${1 + Math.floor(i / 20)}-${String(1 + (i % 20)).padStart(2, "0")}', ${i % 7} - 3.25)`,
);
const DESK = `create table pnl (trader text, date text, usd real); insert into pnl values ${days.join(", ")}`;

async function study(name: string, source: string) {
  const file = join(folder, name);
  writeFileSync(
    file,
    `import {defineStudy} from ${JSON.stringify(join(root, "src/lib/study/index.ts"))};
     export default defineStudy({title: "Mine", learners: ["zero"], source: ${source}});`,
  );
  return loadStudy({study: file}, root, "/");
}

const SQLITE = `{kind: "database", file: "desk.sqlite", tables: {daily: {table: "pnl", columns: {account_id: "trader", net: "usd"}}}}`;
const SERVER = `{kind: "database", url: {env: "DESK_DATABASE_URL"}, tables: {daily: {table: "pnl"}}}`;

describe("a study of a database", () => {
  it("is read into a snapshot once, and stages see the snapshot alone", async () => {
    await sqliteFile(DESK, "desk.sqlite", folder);
    const loaded = await study("study.ts", SQLITE);
    const store = join(folder, "store");
    expect(snapshotStatus(loaded, store, {}).words).toMatch(/database desk\.sqlite: no snapshot/);
    const said: string[] = [];
    const ready = await withData(loaded, store, {env: {}, say: (line) => said.push(line)});
    expect(said).toEqual(["  database: daily, 40 rows from SQLite"]);
    expect(ready.folder).toContain(join(store, "snapshots"));

    const [ingest] = stagesOf(ready.study, ready.folder);
    const run = await runPipeline([ingest], {root, store, workers: 0});
    const artifacts = reader(run, "ingest");
    expect(artifacts.json("desk.json")).toMatchObject({accounts: ["A"], days: {length: 40}});
    expect(run.origin).toMatchObject({
      simulated: false,
      description: "Snapshot of a SQLite database: 40 rows of 1 table",
    });
    expect(run.origin.files.map((f) => f.name)).toEqual(["daily.csv", "provenance.json"]);

    const again = await withData(loaded, store, {env: {}, say: () => expect.fail("read again")});
    expect(again.folder).toBe(ready.folder);
    const [{status}] = await pipelineStatus([stagesOf(again.study, again.folder)[0]], {root, store});
    expect(status).toBe("fresh");
    expect(snapshotStatus(loaded, store, {}).words).toMatch(
      /^database desk\.sqlite: snapshot of \d{4}-\d\d-\d\d \d\d:\d\d UTC \(rows: daily 40\); the file has not changed since$/,
    );

    // --refresh gives the same bytes; a damaged snapshot is read anew
    const before = readFileSync(join(ready.folder!, "daily.csv"), "utf8");
    writeFileSync(join(ready.folder!, "daily.csv"), "account_id,date,net\nA,2025-01-01,1000\n");
    expect(snapshotStatus(loaded, store, {}).words).toContain("its snapshot is damaged");
    await withData(loaded, store, {env: {}, say: () => {}});
    expect(readFileSync(join(ready.folder!, "daily.csv"), "utf8")).toBe(before);
    await withData(loaded, store, {refresh: true, env: {}, say: () => {}});
    expect(readFileSync(join(ready.folder!, "daily.csv"), "utf8")).toBe(before);
    expect(readdirSync(join(store, "snapshots"))).toHaveLength(1);

    // another store, the snapshot given: the database is not asked, even where it is gone
    const elsewhere = join(folder, "given");
    renameSync(join(store, "snapshots"), elsewhere);
    const given = await withData(loaded, join(folder, "other"), {
      env: {PROOFBOOK_SNAPSHOTS: elsewhere},
      say: () => expect.fail("read"),
    });
    expect(given.folder).toContain(elsewhere);
    const rebuilt = await runPipeline([stagesOf(given.study, given.folder)[0]], {
      root,
      store: join(folder, "other"),
      workers: 0,
    });
    expect(rebuilt.stages[0].artifacts).toEqual(run.stages[0].artifacts);
    await expect(withData(loaded, store, {refresh: true, env: {PROOFBOOK_SNAPSHOTS: elsewhere}})).rejects.toThrow(
      "no database is asked",
    );
    await expect(withData(loaded, store, {env: {PROOFBOOK_SNAPSHOTS: folder}})).rejects.toThrow("no sound snapshot");
  });

  it("names the variable that is missing, and says so in status", async () => {
    const loaded = await study("server.ts", SERVER);
    const store = join(folder, "none");
    await expect(withData(loaded, store, {env: {}})).rejects.toThrow(
      /environment variable DESK_DATABASE_URL: is not set/,
    );
    expect(snapshotStatus(loaded, store, {}).words).toBe(
      "database $DESK_DATABASE_URL: no snapshot of it for what the study asks; npm run report reads it",
    );
    expect(loaded.folder).toBeNull();
  });

  it("--refresh is for databases", async () => {
    const loaded = await loadStudy({}, root, folder);
    await expect(withData(loaded, folder, {refresh: true})).rejects.toThrow("reads no database");
    expect(await withData(loaded, folder)).toBe(loaded);
    expect(snapshotStatus(loaded, folder)).toEqual({loaded, words: null});
  });
});
