import {describe, expect, it} from "vitest";
import {canonicalJson, makeManifest, runPipeline, sha256} from "../../src/lib/pipeline/index.ts";
import {makeProject, makeStage, simulated} from "./project.ts";

async function sampleRun(below: string) {
  const project = makeProject({"src/a.ts": "export const a = 1;", "data/x.csv": "a,b\n"}, below);
  const code = [project.url("src/a.ts")];
  const files = [{name: "x.csv", path: `${project.root}/data/x.csv`}];
  const stages = [
    makeStage({name: "b", code, inputs: ["a"], params: {seed: 1}, run: async () => ({json: {"b.json": [1]}})}),
    makeStage({name: "a", code, files, run: async () => ({json: {"a.json": 2}, origin: simulated})}),
  ];
  return runPipeline(stages, {root: project.root, workers: 0, loadedAt: Number.POSITIVE_INFINITY});
}

const published = [
  {path: "index.html", sha256: "i", bytes: 2},
  {path: "Z.js", sha256: "z", bytes: 3},
  {path: "findings.json", sha256: "f", bytes: 1},
];
const about = {commit: "c0ffee", dirty: false, commitTime: "2025-01-02T03:04:05Z", study: {title: "Demo"}, published};

describe("makeManifest", () => {
  it("lists stages in run order, data and published files by name", async () => {
    const run = await sampleRun("");
    const manifest = makeManifest(run, about);
    expect(manifest).toMatchObject({
      schema: "proofbook/manifest@1",
      commit: "c0ffee",
      dirty: false,
      lockfile: run.lockfile,
      origin: simulated,
    });
    expect(manifest.stages.map(({name, inputs, artifacts, simulated: s}) => ({name, inputs, artifacts, s}))).toEqual([
      {name: "a", inputs: [], artifacts: [{file: "a.json", sha256: sha256("2\n"), bytes: 2}], s: true},
      {name: "b", inputs: ["a"], artifacts: [{file: "b.json", sha256: sha256("[\n  1\n]\n"), bytes: 8}], s: true},
    ]);
    expect(manifest.stages[1].params).toBe(sha256('{"seed":1}\n'));
    expect(manifest.data).toEqual([{name: "x.csv", sha256: sha256("a,b\n"), bytes: 4}]);
    expect(manifest.published.map((f) => f.path)).toEqual(["Z.js", "findings.json", "index.html"]);
  });

  it("is the same from another folder and another run: no clock, path or machine is in it", async () => {
    const one = canonicalJson(makeManifest(await sampleRun(""), about));
    const two = canonicalJson(
      makeManifest(await sampleRun("elsewhere/deep down"), {...about, published: [...published].reverse()}),
    );
    expect(two).toBe(one);
  });

  it.each(["/etc/x", "a/../b", "./a", "..", "a\\b", "C:/x", ""])("refuses the published path %o", async (path) => {
    const run = {stages: [], findings: [], origin: simulated, lockfile: "l", home: "h"};
    expect(() => makeManifest(run, {...about, published: [{path, sha256: "", bytes: 0}]})).toThrow(
      "invalid published path",
    );
    const twice = [published[0], published[0]];
    expect(() => makeManifest(run, {...about, published: twice})).toThrow("published file listed twice: index.html");
  });
});
