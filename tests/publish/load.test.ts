import {mkdirSync, mkdtempSync, rmSync, writeFileSync} from "node:fs";
import {tmpdir} from "node:os";
import {join} from "node:path";
import {afterAll, beforeAll, describe, expect, it} from "vitest";
import {table} from "../../src/lib/numeric/index.ts";
import {runPipeline, type Stage, saveRun} from "../../src/lib/pipeline/index.ts";
import {currentRun} from "../../src/lib/publish/load.ts";
import {siteData} from "../../src/lib/publish/site-data.ts";
import {desk, verdict} from "../view/fixture.ts";

const root = mkdtempSync(join(tmpdir(), "proofbook-load-"));
const store = join(root, "store");
afterAll(() => rmSync(root, {recursive: true, force: true}));

const stage = (name: string, inputs: string[], run: Stage["run"]): Stage => ({
  name,
  label: name,
  inputs,
  files: [],
  code: [new URL(import.meta.url)],
  params: null,
  run,
});
const stages = [
  stage("ingest", [], async () => ({
    origin: {simulated: true, description: "Simulated desk, seed 7", files: []},
    tables: {
      "daily.arrow": table({trader: Int32Array.of(0, 1), day: Int32Array.of(0, 1), net: Float64Array.of(5, -7)}),
      "set-aside.arrow": table({file: ["daily.csv"], line: Int32Array.of(3), reason: ["no date"], row: ["=cmd"]}),
    },
    json: {"desk.json": {...desk, title: "Test desk"}, "quality.json": {files: [], checks: [], abilities: []}},
    findings: [
      {
        id: "study.traders",
        label: "Traders",
        value: 2,
        unit: "count",
        n: null,
        method: "Counted.",
        artifact: "desk.json",
      },
    ],
  })),
  stage("verdict", ["ingest"], async () => ({json: {"verdict.json": verdict}})),
];

beforeAll(async () => {
  mkdirSync(store, {recursive: true});
  writeFileSync(join(root, "package-lock.json"), JSON.stringify({lockfileVersion: 3, packages: {}}));
  saveRun(await runPipeline(stages, {root: process.cwd(), store, workers: 0}), {});
});

describe("currentRun", () => {
  it("finds artifacts, and says null for what the study could not have", () => {
    const loaded = currentRun({PROOFBOOK_STORE: store});
    expect(loaded.desk.title).toBe("Test desk");
    expect(loaded.json("quality")).toEqual({files: [], checks: [], abilities: []});
    expect(loaded.json("skill")).toBeNull();
    expect(loaded.table("ingest", "daily.arrow")!.rows).toBe(2);
    expect(loaded.table("impact", "daily-impact.arrow")).toBeNull();
  });
  it("publishes the findings with their sources, the commit, and the mark of simulated data", () => {
    const {findings} = currentRun({PROOFBOOK_STORE: store, PROOFBOOK_COMMIT: "abc"});
    expect(findings).toMatchObject({
      schema: "proofbook/findings@1",
      study: {title: "Test desk", currency: "USD"},
      simulated: true,
      commit: "abc",
    });
    expect(findings.findings[0]).toMatchObject({id: "study.traders", stage: "ingest", simulated: true});
    expect(currentRun({PROOFBOOK_STORE: store, PROOFBOOK_COMMIT: ""}).findings.commit).toBeNull();
  });
  it("says how to make a run where there is none", () => {
    expect(() => currentRun({PROOFBOOK_STORE: join(root, "nothing")})).toThrow("npm run report");
  });
});

describe("siteData", () => {
  it("has an entry for all that pages read, and a page's data for each trader", () => {
    const entries = new Map(siteData(currentRun({PROOFBOOK_STORE: store})).map((e) => [e.path, e.text]));
    expect([...entries.keys()].sort()).toEqual(
      [
        "audit",
        "autopsy",
        "leakage-kinds",
        "leaks",
        "league",
        "known-truth",
        "recorded-known-truth",
        "calibration",
        "causal",
        "causal-designs",
        "attendance",
        "reconciliation",
        "snapshot",
        "cumulative",
        "deciles",
        "density",
        "desk",
        "distribution",
        "features",
        "feature-stability",
        "impact",
        "plan",
        "policy",
        "quality",
        "robustness",
        "placebos",
        "stability",
        "intervals",
        "refutation",
        "sensitivity",
        "run",
        "set-aside",
        "skill",
        "skill-detail",
        "skill-traders",
        "trader/A-B~1",
        "trader/T02",
        "verdict",
        "learning-curves",
        "model-reports",
        "policy-trials",
        "scoring",
        "twin",
        "why-low",
      ]
        .map((name) => `${name}.json`)
        .concat("set-aside.csv")
        .sort(),
    );
    expect(entries.get("skill.json")!.trim()).toBe("null");
    expect(entries.get("set-aside.csv")).toBe("file,line,reason,row\r\ndaily.csv,3,no date,'=cmd\r\n");
    expect(JSON.parse(entries.get("trader/T02.json")!)).toMatchObject({account: "T02", decision: "do not deploy"});
  });
});
