import * as fs from "node:fs";
import {join} from "node:path";
import {describe, expect, it} from "vitest";
import {defaultHome, loadRun, reader, saveRun} from "../../src/lib/pipeline/index.ts";
import {makeProject} from "./project.ts";
import {go, modules} from "./three-stages.ts";

describe("run.json", () => {
  it("is found again, with the study it was asked for, wherever the checkout has moved", async () => {
    const project = makeProject(modules);
    const home = defaultHome(project.root);
    expect(() => loadRun(home)).toThrow("the pipeline has not run here yet");
    const {run} = await go(project);
    saveRun(run, {data: "demo", list: [1]});
    expect(loadRun(home)).toEqual({run, study: {data: "demo", list: [1]}});
    expect(fs.readFileSync(join(home, "run.json"), "utf8")).not.toContain(project.root);
    fs.renameSync(home, join(project.root, "moved"));
    expect(reader(loadRun(join(project.root, "moved")).run, "verdict").json("verdict.json")).toEqual({rows: 1});
    fs.writeFileSync(join(project.root, "moved/run.json"), '{"schema": "proofbook/run@1"}');
    expect(() => loadRun(join(project.root, "moved"))).toThrow("run.json is damaged or of another version");
  });
});
