import * as fs from "node:fs";
import {join} from "node:path";
import {describe, expect, it, vi} from "vitest";
import {table} from "../../src/lib/numeric/index.ts";
import {reader, runPipeline, silent} from "../../src/lib/pipeline/index.ts";
import {double} from "./fixtures/tasks.ts";
import {makeProject, makeStage, simulated} from "./project.ts";
import {go, modules, options} from "./three-stages.ts";

describe("runPipeline", () => {
  it("runs stages in order, completes findings, and carries the origin on", async () => {
    const {ran, run} = await go(makeProject(modules));
    expect(ran).toEqual(["ingest", "features", "verdict"]);
    expect(run.stages.map((s) => s.name)).toEqual(ran);
    expect(reader(run, "features").json("features.json")).toEqual({rows: 1, simulated: true});
    expect(reader(run, "features").has("features.json")).toBe(true);
    expect(reader(run, "features").has("x.json")).toBe(false);
    expect(reader(run, "ingest").table("daily.arrow")).toEqual(table({net: Float64Array.of(0.5)}));
    expect(() => reader(run, "x")).toThrow('the run has no stage "x"; its stages are: ingest, features, verdict');
    const verdict = run.stages[2];
    expect(run.findings).toEqual([
      expect.objectContaining({
        id: "rows",
        value: 1,
        stage: "verdict",
        key: verdict.key,
        simulated: true,
        sha256: verdict.artifacts[0].sha256,
      }),
    ]);
    expect(run.origin).toEqual(simulated);
  });

  it("runs nothing twice, and gives the same from the store", async () => {
    const project = makeProject(modules);
    const first = await go(project);
    const again = await go(project);
    expect(again.ran).toEqual([]);
    expect(again.run.stages.every((s) => s.cached && s.why.length === 0)).toBe(true);
    const timeless = (run: typeof first.run) => ({
      ...run,
      stages: run.stages.map((s) => ({...s, why: 0, cached: 0, elapsed: 0})),
    });
    expect(timeless(again.run)).toEqual(timeless(first.run));
  });

  it("re-runs what an edit reaches and no more, and says why", async () => {
    const project = makeProject(modules);
    expect((await go(project)).why).toEqual({ingest: "first run", features: "first run", verdict: "first run"});

    project.write("src/lib/lag.ts", "// a comment\nexport function lag(x: number) {\n  return x - 1;\n}\n");
    expect((await go(project)).ran).toEqual([]);

    project.write("src/lib/lag.ts", "export function lag(x: number) { return x - 2; }");
    const edited = await go(project);
    expect(edited.ran).toEqual(["features"]); // it gives the same artifacts, so verdict's key is the same
    expect(edited.why.features).toBe("lag.ts changed");

    const other = await go(project, {train: 200});
    expect(other.ran).toEqual(["features"]);
    expect(other.why.features).toBe("parameter split.train: 166 → 200");

    project.write("data/daily.csv", `${modules["data/daily.csv"]}A,2025-01-03,2\n`);
    const data = await go(project, {train: 200});
    expect(data.ran).toEqual(["ingest", "features", "verdict"]);
    expect(data.why).toEqual({
      ingest: "daily.csv changed",
      features: "input ingest changed",
      verdict: "input features changed; input ingest changed",
    });
    expect(data.run.findings[0].value).toBe(2);

    project.write("data/daily.csv", modules["data/daily.csv"]);
    expect((await go(project)).ran).toEqual([]); // back again: all of it is still stored
  });

  it("re-runs for another version of a package, wherever the artifacts' encoder uses it", async () => {
    const project = makeProject(modules);
    await go(project);
    const lock = fs.readFileSync(join(project.root, "package-lock.json"), "utf8");
    const parsed = JSON.parse(lock);
    parsed.packages["node_modules/tslib"].integrity = "sha512-other";
    fs.rmSync(join(project.root, "node_modules")); // else the installed version is compared with the lock file's
    project.write("package-lock.json", JSON.stringify(parsed));
    const {why} = await go(project);
    expect(why.ingest).toMatch(/^tslib [\d.]+ has other content$/);
  });

  it.each<[string, (folder: string) => void, string]>([
    [
      "damaged",
      (f) => fs.appendFileSync(join(f, "features.json"), " "),
      "stored artifact features.json is damaged (38 of 37 bytes)",
    ],
    ["half-written", (f) => fs.rmSync(join(f, "meta.json")), "the stored record (meta.json) is damaged"],
    ["gone", (f) => fs.rmSync(f, {recursive: true}), "its stored result is gone"],
  ])("recomputes what is %s, and says so", async (_, damage, why) => {
    const project = makeProject(modules);
    const first = await go(project);
    damage(join(project.root, ".proofbook/store", first.run.stages[1].key));
    const mended = await go(project);
    expect(mended.ran).toEqual(["features"]);
    expect(mended.why.features).toBe(why);
    expect(mended.run.stages.map((s) => s.artifacts)).toEqual(first.run.stages.map((s) => s.artifacts));
    expect((await go(project)).ran).toEqual([]);
  });

  it("computes again when forced, all or some", async () => {
    const project = makeProject(modules);
    await go(project);
    const some = await go(project, undefined, {force: ["features"]});
    expect(some.ran).toEqual(["features"]);
    expect(some.why.features).toBe("forced");
    expect((await go(project, undefined, {force: true})).ran).toEqual(["ingest", "features", "verdict"]);
  });

  it("notices a stage that is not deterministic", async () => {
    const project = makeProject(modules);
    let calls = 0;
    const stage = makeStage({
      name: "moody",
      code: [project.url("src/lib/ingest.ts")],
      run: async () => ({json: {"x.json": calls++}, origin: simulated}),
    });
    await runPipeline([stage], options(project));
    await expect(runPipeline([stage], options(project, {force: true}))).rejects.toThrow(
      "moody: it is not deterministic: from the same code, parameters and inputs it gave other bytes than before in x.json.",
    );
  });

  it("computes a stage once when two runs of one process want it", async () => {
    const project = makeProject(modules);
    const both = await Promise.all([go(project), go(project)]);
    expect(both.flatMap(({ran}) => ran).sort()).toEqual(["features", "ingest", "verdict"]);
    expect(both[0].run.findings).toEqual(both[1].run.findings);
  });

  it("works items off over the pool, from modules that are part of the stage's code only", async () => {
    const project = makeProject(modules);
    const module = new URL("./fixtures/tasks.ts", import.meta.url);
    const stage = (code: readonly URL[]) =>
      makeStage({
        name: "many",
        code,
        run: async (c) => ({json: {"x.json": await c.map(double, module, [1, 2])}, origin: simulated}),
      });
    const items = vi.fn();
    const run = await runPipeline([stage([module])], options(project, {progress: {...silent, items}}));
    expect(reader(run, "many").json("x.json")).toEqual([2, 4]);
    expect(items.mock.calls).toEqual([
      ["many", 0, 2],
      ["many", 1, 2],
      ["many", 2, 2],
    ]);
    await expect(runPipeline([stage([project.url("src/lib/ingest.ts")])], options(project))).rejects.toThrow(
      /many: it runs a task of .*fixtures\/tasks\.ts, which is not part of its code/,
    );
  });
});
