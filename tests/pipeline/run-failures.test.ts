import * as fs from "node:fs";
import {join} from "node:path";
import {describe, expect, it} from "vitest";
import {type Progress, runPipeline, StageError, silent} from "../../src/lib/pipeline/index.ts";
import {makeProject, makeStage, simulated} from "./project.ts";
import {go, modules, options} from "./three-stages.ts";

describe("when a stage fails", () => {
  it("begins no other, keeps what is done, and reports the first in run order", async () => {
    const project = makeProject(modules);
    const code = [project.url("src/lib/ingest.ts")];
    const after: string[] = [];
    const events: string[] = [];
    const progress: Progress = {
      ...silent,
      finish: (s) => events.push(`done ${s}`),
      fail: (s) => events.push(`fail ${s}`),
      end: () => events.push("end"),
    };
    const wait = (ms: number) => new Promise((done) => setTimeout(done, ms));
    const stages = [
      makeStage({name: "good", code, run: async () => ({json: {"x.json": 1}, origin: simulated})}),
      makeStage({
        name: "late",
        code,
        inputs: ["good"],
        run: async () => wait(60).then(() => Promise.reject(new RangeError("late"))),
      }),
      makeStage({
        name: "early",
        code,
        inputs: ["good"],
        run: async () => wait(20).then(() => Promise.reject(new RangeError("early"))),
      }),
      makeStage({name: "below", code, inputs: ["early"], run: async () => ({json: {"x.json": after.push("below")}})}),
    ];
    const failure = await runPipeline(stages, options(project, {progress})).catch((error) => error);
    expect(failure).toBeInstanceOf(StageError);
    expect(failure.message).toBe("late: late");
    expect(failure.cause).toBeInstanceOf(RangeError);
    expect(after).toEqual([]);
    expect(events).toEqual(["done good", "fail early", "fail late", "end"]);
    expect(fs.readdirSync(join(project.root, ".proofbook/store"))).toHaveLength(1);
    expect(fs.readdirSync(join(project.root, ".proofbook/claims"))).toEqual([]);
  });

  it("says what is wrong with the store's folder, for whatever reason", async () => {
    const project = makeProject({...modules, file: "x"});
    await expect(go(project, undefined, {store: join(project.root, "file/.proofbook")})).rejects.toThrow(/ENOTDIR/);
    const full = {
      ...fs,
      mkdirSync: ((path: string, o?: object) => {
        if (path.includes(".tmp-")) throw Object.assign(new Error("x"), {code: "ENOSPC"});
        return fs.mkdirSync(path, o);
      }) as typeof fs.mkdirSync,
    };
    await expect(go(project, undefined, {fileSystem: full})).rejects.toThrow(
      /^ingest: cannot write to the store .*: the disk is full \(ENOSPC\)\. Free some space/,
    );
    const denied = {
      ...fs,
      writeFileSync: (() => {
        throw Object.assign(new Error("x"), {code: "EACCES"});
      }) as typeof fs.writeFileSync,
    };
    await expect(go(project, undefined, {fileSystem: denied})).rejects.toThrow(
      /^cannot write to .*claims: permission denied \(EACCES\)\. Make the folder writable/,
    );
  });
});
