import * as fs from "node:fs";
import {join} from "node:path";
import {describe, expect, it} from "vitest";
import {table} from "../../src/lib/numeric/index.ts";
import {type RunOptions, runPipeline, type Stage, StageError} from "../../src/lib/pipeline/index.ts";
import {makeProject, makeStage, simulated} from "./project.ts";
import {modules, options} from "./three-stages.ts";

describe("what a stage must not do", () => {
  const failing = async (change: Partial<Stage>, more: Partial<RunOptions> = {}) => {
    const project = makeProject(modules);
    const run = change.run ?? (async () => ({json: {"x.json": 1}, origin: simulated}));
    const stage = makeStage({name: "s", code: [project.url("src/lib/ingest.ts")], ...change, run});
    return runPipeline([stage], options(project, more));
  };
  const gives = (output: object) => ({run: async () => ({origin: simulated, ...output})});

  it.each<[string, Partial<Stage>, string]>([
    ["give no origin where data enter", {run: async () => ({json: {}})}, "s: it has no inputs, so data enter here"],
    ["give NaN", gives({json: {"x.json": {a: [Number.NaN]}}}), "s: x.json: $.a[0]: NaN is not a JSON number"],
    [
      "name an artifact badly",
      gives({json: {"../x.json": 1}}),
      's: invalid artifact name; not like "name.json": "../x.json"',
    ],
    ["name a table as JSON", gives({tables: {"x.json": table({})}}), 'not like "name.arrow"'],
    ["overwrite the record", gives({json: {"meta.json": 1}}), "invalid artifact name"],
    ["report a bad finding", gives({findings: [{id: "a", value: 1, n: 1, artifact: "none.json"}]}), "s: bad findings:"],
    [
      "read what it does not declare",
      {run: async (c) => ({json: c.input("x").json("y")})},
      's: it reads the input "x", which it does not declare; declared: none',
    ],
    [
      "open what it does not declare",
      {run: async (c) => ({json: {"x.json": c.file("x.csv")}})},
      's: it reads the file "x.csv"',
    ],
    [
      "declare a file that is not there",
      {files: [{name: "x.csv", path: "/nowhere/x.csv"}]},
      "s: no such file: /nowhere/x.csv (declared as x.csv)",
    ],
    ["declare a folder as a file", {files: [{name: "x", path: "/"}]}, "s: x is not a file: /"],
    ["have parameters that are no JSON", {params: {gap: Number.NaN}}, "s: params $.gap: NaN"],
    ["have no parameters", {params: undefined}, "s: params is undefined"],
  ])("%s", async (_, change, message) => {
    const failure = failing(change);
    await expect(failure).rejects.toThrow(StageError);
    await expect(failure).rejects.toThrow(message);
  });

  it("run code that was saved after it was loaded", async () => {
    await expect(failing({}, {loadedAt: 0})).rejects.toThrow(/s: .* was saved after this process had loaded its code/);
  });

  it("read a file that changes meanwhile", async () => {
    const project = makeProject(modules);
    const path = join(project.root, "data/daily.csv");
    const stage = makeStage({
      name: "s",
      code: [project.url("src/lib/ingest.ts")],
      files: [{name: "daily.csv", path}],
      run: async () => {
        fs.appendFileSync(path, "B,2025-01-02,3\n");
        return {json: {"x.json": 1}, origin: simulated};
      },
    });
    await expect(runPipeline([stage], options(project))).rejects.toThrow("daily.csv changed while it was being read");
    expect(fs.readdirSync(join(project.root, ".proofbook/store"))).toEqual([]);
  });

  it("use the id of another stage's finding", async () => {
    const project = makeProject(modules);
    const finding = {id: "a", label: "A", value: 1, unit: "count" as const, n: 1, method: "m", artifact: "x.json"};
    const twin = (name: string) =>
      makeStage({name, code: [project.url("src/lib/ingest.ts")], ...gives({json: {"x.json": 1}, findings: [finding]})});
    await expect(runPipeline([twin("one"), twin("two")], options(project))).rejects.toThrow(
      '"a" is reported by one and by two',
    );
  });
});
