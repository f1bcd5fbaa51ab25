import {existsSync, readdirSync, readFileSync, writeFileSync} from "node:fs";
import {join} from "node:path";
import {describe, expect, it} from "vitest";
import {folders} from "../../src/lib/pipeline/files.ts";
import {runPipeline} from "../../src/lib/pipeline/index.ts";
import {partialResults} from "../../src/lib/pipeline/partial.ts";
import {untilGo} from "./fixtures/until-go.ts";
import {makeProject, makeStage, repository, simulated} from "./project.ts";

const module = new URL("./fixtures/until-go.ts", import.meta.url);

describe("a stage that is stopped half-way", () => {
  it.each([0, 2])("goes on with the items that are left, and gives the same (%i workers)", async (workers) => {
    const {root: folder} = makeProject();
    const store = join(folder, "store");
    let seen: Float64Array[] = [];
    const stage = makeStage({
      name: "s",
      code: [module],
      async run(context) {
        const items = [0, 1, 2, 3, 4, 5].map((x) => ({folder, x}));
        seen = await context.map(untilGo, module, items, {resume: true});
        return {json: {"s.json": seen.map(([x]) => x)}, origin: simulated};
      },
    });
    const run = (force: boolean) =>
      runPipeline([stage], {root: repository, store, workers, force, loadedAt: Date.now()});
    const done = () => readFileSync(join(folder, "done.log"), "utf8").trim().split("\n").map(Number);
    await expect(run(false)).rejects.toThrow("killed");
    const before = done();
    expect(before).toEqual(expect.arrayContaining([0, 1, 2]));
    writeFileSync(join(folder, "go"), "");
    await run(false);
    expect(done().sort()).toEqual([0, 1, 2, 3, 4, 5]); // none twice
    expect(seen).toEqual([0, 1, 2, 3, 4, 5].map((x) => Float64Array.of(x, -0, Number.NaN)));
    expect(readdirSync(join(store, "partial"))).toEqual([]);
    await run(true);
    expect(done().length).toBe(12); // forced: everything again
  });
});

function raise(message: string): never {
  throw new Error(message);
}

describe("partialResults", () => {
  it("takes nothing that is not whole, of another key, or of another call", () => {
    const {root} = makeProject();
    const at = folders(root);
    const partial = partialResults(at, "a".repeat(64));
    partial.save(1, 0, {value: 7});
    expect(partial.load(1, 0)).toEqual({result: {value: 7}});
    expect(partial.load(2, 0)).toBeUndefined();
    expect(partialResults(at, "b".repeat(64)).load(1, 0)).toBeUndefined();
    const path = join(at.partial, "a".repeat(64), "1-0");
    const bytes = readFileSync(path);
    writeFileSync(path, bytes.subarray(0, bytes.length - 1));
    expect(partial.load(1, 0)).toBeUndefined();
    bytes[bytes.length - 1] ^= 1;
    writeFileSync(path, bytes);
    expect(partial.load(1, 0)).toBeUndefined();
    partial.clear();
    expect(existsSync(join(at.partial, "a".repeat(64)))).toBe(false);
  });

  it("is no reason to stop where a result cannot be kept", () => {
    const at = folders(makeProject().root);
    const partial = partialResults(at, "c".repeat(64));
    partial.save(1, 0, () => 0); // no plain data
    expect(partial.load(1, 0)).toBeUndefined();
    const full = {...at, fs: {...at.fs, writeFileSync: () => raise("ENOSPC: no space left on device")}};
    partialResults(full, "c".repeat(64)).save(1, 1, 1);
    expect(partial.load(1, 1)).toBeUndefined();
  });
});
