import {mkdtempSync, readFileSync, rmSync, writeFileSync} from "node:fs";
import {tmpdir} from "node:os";
import {dirname, join} from "node:path";
import {expect, it, onTestFinished} from "vitest";
import {type Coverage, type Quality, snapshotFolder, takeSnapshot} from "../../src/lib/ingest/index.ts";
import type {DeskFile} from "../../src/lib/pipeline/stages/desk-artifacts.ts";
import {ingestStage} from "../../src/lib/pipeline/stages/ingest.ts";
import {defineStudy} from "../../src/lib/study/index.ts";
import {DESK, sqliteFile} from "../ingest/databases/sqlite-file.ts";

const EVIL = "<img src=x onerror=alert(1)>";

function folderOf(files: Readonly<Record<string, string>>): string {
  const folder = mkdtempSync(join(tmpdir(), "proofbook-ingest-stage-"));
  onTestFinished(() => rmSync(folder, {recursive: true, force: true}));
  for (const [name, text] of Object.entries(files)) writeFileSync(join(folder, name), text);
  return folder;
}

const sample = (name: string) => readFileSync(new URL(`../ingest/samples/${name}`, import.meta.url), "utf8");

it("a folder of exports becomes artifacts that say what each file was taken for", async () => {
  const folder = folderOf({
    "summary a.csv": sample("propreports-summary.csv"),
    "summary-a.csv": "Date,Orders,Fills,Qty,Gross,Net\n03/03/25,1,1,1,1,1\n",
    "das.csv": sample("das-executions-2025-03-14.csv"),
  });
  const study = defineStudy({
    title: "Exports",
    source: {
      kind: "folder",
      path: ".",
      files: [{file: "das.csv", date: "2025-03-14"}],
      traders: {"summary a": "Kim", "summary-a": "Kim", TR1042: EVIL},
    },
  });
  const stage = ingestStage(study, folder);
  expect(stage.params).toMatchObject({
    files: [
      {name: "das.csv", as: "das-executions"},
      {name: "summary a.csv", as: "propreports-summary"},
      {name: "summary-a.csv", as: "propreports-summary"},
    ],
    traders: {TR1042: EVIL},
  });
  const output = await stage.run({file: (name: string) => join(folder, name)} as never);
  const desk = output.json!["desk.json"] as DeskFile;
  expect(desk.accounts).toEqual([EVIL, "Kim"]); // text like any other, kept as it is
  expect(desk.slugs.every((slug) => /^[\w~-]+$/.test(slug))).toBe(true);
  const quality = output.json!["quality.json"] as Quality;
  expect(quality.files.map((f) => [f.file, f.taken!.as, f.rowsRead])).toEqual([
    ["summary a.csv", "PropReports summary by date", 4],
    ["summary-a.csv", "PropReports summary by date", 1],
    ["das.csv", "DAS Trader executions", 6],
  ]);
  const ids = output.findings!.map((f) => f.id);
  expect(new Set(ids).size).toBe(ids.length);
  expect(output.tables!["daily.arrow"].rows).toBe(4);
});

it("the same folder under another rule is another stage", () => {
  const folder = folderOf({"x.csv": sample("tradervue.csv"), "daily.csv": "account_id,date,net\nA,2025-01-02,1\n"});
  const params = (files?: {file: string; as: "fills" | "tradervue"}[]) =>
    JSON.stringify(ingestStage(defineStudy({title: "t", source: {kind: "folder", path: ".", files}}), folder).params);
  expect(params()).not.toBe(params([{file: "x.csv", as: "fills"}]));
});

it("counts every trader-day once, by state, in its findings and for the page", async () => {
  const folder = folderOf({
    "daily.csv":
      "account_id,date,net\nA,2025-01-02,1\nA,2025-01-03,0\nA,2025-01-06,2\nB,2025-01-02,1\nB,2025-01-03,x\nB,2025-01-06,2\n" +
      "B,2025-01-08,2\nA,2025-01-07,1\n",
  });
  const study = defineStudy({title: "t", source: {kind: "folder", path: "."}});
  const output = await ingestStage(study, folder).run({file: (name: string) => join(folder, name)} as never);
  const counts = {traded: 6, idle: 1, missing: 1, aside: 1, away: 1};
  expect((output.json!["attendance.json"] as Coverage).total).toEqual(counts);
  for (const [state, value] of Object.entries(counts))
    expect(output.findings!.find((f) => f.id === `data.state.${state}`)).toMatchObject({value, n: 10});
  expect(output.findings!.find((f) => f.id === "data.calendar.nobody")).toMatchObject({value: 0});
  expect(output.json).not.toHaveProperty("snapshot.json");
  expect(output.json).not.toHaveProperty("reconciliation.json");
});

it("says what the snapshot of a database holds, as part of what the stage depends on", async () => {
  const path = await sqliteFile(DESK);
  const study = defineStudy({
    title: "t",
    source: {kind: "database", file: "desk.sqlite", tables: {daily: {table: "daily_pnl"}}},
  });
  if (study.source.kind !== "database") throw new Error("not a database");
  const home = folderOf({});
  const snapshot = await takeSnapshot(home, study.source, {base: dirname(path), env: {}});
  const folder = snapshotFolder(home, study.source, {base: dirname(path)});
  const stage = ingestStage(study, folder);
  expect(stage.params).toMatchObject({snapshot: {tables: [{kind: "daily", rows: 3}]}});
  const output = await stage.run({file: (name: string) => join(folder, name)} as never);
  expect(output.json!["snapshot.json"]).toEqual(snapshot);
});
