import * as fs from "node:fs";
import {join} from "node:path";
import {describe, expect, it} from "vitest";
import {PipelineError, storeProblem} from "../../src/lib/pipeline/errors.ts";
import {folders, listFolder, makeFolders, removeQuietly, writeFileAside} from "../../src/lib/pipeline/files.ts";
import {makeProject} from "./project.ts";

describe("writeFileAside", () => {
  it("replaces a file in one step", () => {
    const at = folders(makeProject().root);
    makeFolders(at);
    writeFileAside(at, at.run, "one");
    writeFileAside(at, at.run, "two");
    expect(fs.readFileSync(at.run, "utf8")).toBe("two");
    expect(fs.readdirSync(at.home).filter((name) => name.startsWith(".tmp"))).toEqual([]);
  });

  it("keeps the old file and leaves nothing behind when the disk is full", () => {
    const full = {
      ...fs,
      renameSync: () => {
        throw Object.assign(new Error("x"), {code: "ENOSPC"});
      },
    };
    const at = folders(makeProject().root, full);
    makeFolders(at);
    fs.writeFileSync(at.run, "old");
    expect(() => writeFileAside(at, at.run, "new")).toThrow(/^cannot write .*run\.json: the disk is full \(ENOSPC\)/);
    expect(fs.readFileSync(at.run, "utf8")).toBe("old");
    expect(fs.readdirSync(at.home).filter((name) => name.startsWith(".tmp"))).toEqual([]);
  });
});

describe("makeFolders", () => {
  it("makes what is missing, and returns where a file system takes no folder at all", () => {
    const deep = folders(join(makeProject().root, "a/b/c"));
    makeFolders(deep);
    makeFolders(deep);
    expect(fs.statSync(deep.claims).isDirectory()).toBe(true);
    if (fs.existsSync("/proc/self")) expect(() => makeFolders(folders("/proc/none/x"))).toThrow(/cannot be made there/);
  });
});

describe("listFolder", () => {
  it("sorts; a folder that is not there is empty; anything else is an error", () => {
    const project = makeProject({"f/b": "", "f/a": "", "f/B": ""});
    const at = folders(project.root);
    expect(listFolder(at, join(project.root, "f"))).toEqual(["B", "a", "b"]);
    expect(listFolder(at, join(project.root, "g"))).toEqual([]);
    expect(() => listFolder(at, join(project.root, "f/a"))).toThrow(PipelineError);
  });
});

describe("removeQuietly", () => {
  it("goes on when it cannot", () => {
    const failing = {
      ...fs,
      rmSync: () => {
        throw Object.assign(new Error("x"), {code: "EACCES"});
      },
    };
    expect(() => removeQuietly(failing, "/nowhere")).not.toThrow();
  });
});

describe("storeProblem", () => {
  it("leaves errors alone that are not the file system's", () => {
    const bug = new TypeError("x is not a function");
    expect(storeProblem(bug, "write", "/x")).toBe(bug);
    const coded = Object.assign(new Error("x"), {code: "ERR_INVALID_ARG_TYPE"});
    expect(storeProblem(coded, "write", "/x")).toBe(coded);
  });
});
