import * as fs from "node:fs";
import {join} from "node:path";
import {describe, expect, it} from "vitest";
import {PipelineError} from "../../src/lib/pipeline/errors.ts";
import {type FileSystem, folders, makeFolders} from "../../src/lib/pipeline/files.ts";
import {keyOf} from "../../src/lib/pipeline/key.ts";
import {checkReproduced, findRecord, makeRecord, readArtifact, writeRecord} from "../../src/lib/pipeline/store.ts";
import {makeProject, simulated} from "./project.ts";

const components = {name: "s", code: "c", params: {a: [1]}, inputs: {}, files: {}, packages: "p"};
const key = keyOf(components);
const files = [
  ["b.json", Buffer.from('{"x": 1}\n')],
  ["a.arrow", Buffer.alloc(4096, 7)],
] as const;
const finished = {
  key,
  components,
  detail: {modules: {}, shaken: {}, packages: {}},
  files: [],
  stage: "s",
  findings: [{id: "s.n", label: "n", value: -0, unit: "count" as const, n: 1, method: "m", artifact: "b.json"}],
  origin: simulated,
  elapsed: 1.5,
};

function stored(fileSystem: FileSystem = fs) {
  const at = folders(join(makeProject().root, ".proofbook"), fileSystem);
  makeFolders(at);
  const record = makeRecord(finished, files);
  return {at, record, folder: join(at.store, key), write: () => writeRecord(at, record, files)};
}

describe("the store", () => {
  it("finds what was written, with nothing else left in the folder", () => {
    const {at, record, write, folder} = stored();
    expect(findRecord(at, key)).toEqual({status: "missing"});
    write();
    expect(findRecord(at, key)).toMatchObject({status: "found", record});
    expect(record.artifacts.map((a) => [a.file, a.bytes])).toEqual([
      ["a.arrow", 4096],
      ["b.json", 9],
    ]);
    expect(record.artifacts.map((a) => a.sha256)).toEqual([
      "c9ac7b0624824f844f6c7f3d50fab9741a8914e878467e8daaedca143a34d90b", // sha256sum of the same bytes
      "936353965b4ba9180e3acb781d81aa634390ac95fd2874a9cbc4c4846b49fbd4",
    ]);
    expect(fs.readdirSync(at.store)).toEqual([key]);
    expect(fs.readdirSync(folder).sort()).toEqual(["a.arrow", "b.json", "meta.json"]);
    const artifacts = {name: "s", key, artifacts: record.artifacts};
    expect(Buffer.from(readArtifact(at, artifacts, "b.json")).toString()).toBe('{"x": 1}\n');
    expect(() => readArtifact(at, artifacts, "c.json")).toThrow('has no artifact "c.json"; it has: a.arrow, b.json');
  });

  it.each<[string, (folder: string) => void, RegExp]>([
    ["a changed byte", (f) => flip(join(f, "a.arrow"), 100), /a\.arrow is damaged \(its content has changed\)/],
    [
      "a truncated artifact",
      (f) => fs.truncateSync(join(f, "a.arrow"), 10),
      /a\.arrow is damaged \(10 of 4096 bytes\)/,
    ],
    ["an empty artifact", (f) => fs.truncateSync(join(f, "b.json"), 0), /b\.json is damaged \(0 of 9 bytes\)/],
    ["a missing artifact", (f) => fs.rmSync(join(f, "b.json")), /b\.json is missing/],
    ["a truncated record", (f) => fs.truncateSync(join(f, "meta.json"), 200), /meta\.json\) is damaged/],
    ["a missing record", (f) => fs.rmSync(join(f, "meta.json")), /meta\.json\) is damaged/],
    [
      "an empty folder",
      (f) => {
        fs.rmSync(f, {recursive: true});
        fs.mkdirSync(f);
      },
      /meta\.json\) is damaged/,
    ],
    ["a finding changed by hand", (f) => edit(f, '"value": 0', '"value": 9'), /meta\.json\) is damaged/],
    ["an artifact's hash changed by hand", (f) => edit(f, '"bytes": 9', '"bytes": 8'), /meta\.json\) is damaged/],
    [
      "a record of another version",
      (f) => edit(f, "proofbook/stage@1", "proofbook/stage@0"),
      /meta\.json\) is damaged/,
    ],
  ])("takes %s for missing, says so, and mends it", (_, damage, why) => {
    const {at, write, folder, record} = stored();
    write();
    damage(folder);
    const lookup = findRecord(at, key);
    expect(lookup).toMatchObject({status: "damaged", why: expect.stringMatching(why)});
    write();
    expect(findRecord(at, key)).toMatchObject({status: "found", record});
    expect(fs.readdirSync(at.store)).toEqual([key]);
  });

  it("checks an artifact again as it is read", () => {
    const {at, write, folder, record} = stored();
    write();
    flip(join(folder, "a.arrow"), 0);
    expect(() => readArtifact(at, {name: "s", key, artifacts: record.artifacts}, "a.arrow")).toThrow(
      /stage s: stored artifact a\.arrow is damaged .* Run the pipeline again/,
    );
  });

  it.each<[string, keyof FileSystem, string]>([
    ["EACCES", "mkdirSync", "permission denied"],
    ["EPERM", "mkdirSync", "not permitted"],
    ["EROFS", "mkdirSync", "read-only"],
    ["ENOSPC", "writeFileSync", "the disk is full"],
    ["EDQUOT", "writeFileSync", "quota"],
    ["EACCES", "renameSync", "permission denied"],
    ["EIO", "writeFileSync", "EIO: injected"],
  ])("turns %s at %s into a sentence, and leaves nothing behind", (code, call, message) => {
    const real = ({...fs} as Record<string, unknown>)[call] as (...args: unknown[]) => unknown;
    let broken = false;
    let calls = 0;
    const failing = {
      ...fs,
      [call]: (...args: unknown[]): unknown => {
        calls += 1;
        // the second file of a record: the first is already on the disk
        if (broken && (call !== "writeFileSync" || calls > 1))
          throw Object.assign(new Error(`${code}: injected`), {code});
        return real(...args);
      },
    } as FileSystem;
    const {at, write} = stored(failing);
    broken = true;
    calls = 0;
    expect(write).toThrow(PipelineError);
    expect(write).toThrow(message);
    expect(write).toThrow(at.store);
    expect(fs.readdirSync(at.store)).toEqual([]);
  });

  it("says that a part of its path is a file", () => {
    const project = makeProject({"file.txt": "x"});
    const at = folders(join(project.root, "file.txt", ".proofbook"));
    expect(() => makeFolders(at)).toThrow(/cannot use the store folder .*is a file, not a folder \(ENOTDIR\)/);
    const blocked = makeProject({".proofbook/store": "a file"});
    expect(() => makeFolders(folders(join(blocked.root, ".proofbook")))).toThrow(
      /a file of that name is in the way \(EEXIST\)/,
    );
  });
});

describe("checkReproduced", () => {
  it("names what differs", () => {
    const {record} = stored();
    expect(() => checkReproduced(record, {...record, elapsed: 9})).not.toThrow();
    const other = makeRecord({...finished, findings: []}, [
      ["b.json", Buffer.from("{}\n")],
      ["c.json", Buffer.from("1")],
    ]);
    expect(() => checkReproduced(other, record)).toThrow(
      /not deterministic: .* in b\.json, c\.json, a\.arrow, its findings\. Look for/,
    );
    expect(() => checkReproduced({...record, origin: {...simulated, simulated: false}}, record)).toThrow("its origin");
  });
});

function flip(path: string, at: number): void {
  const bytes = fs.readFileSync(path);
  bytes[at] ^= 1;
  fs.writeFileSync(path, bytes);
}

function edit(folder: string, from: string, to: string): void {
  const text = fs.readFileSync(join(folder, "meta.json"), "utf8");
  expect(text).toContain(from);
  fs.writeFileSync(join(folder, "meta.json"), text.replace(from, to));
}
