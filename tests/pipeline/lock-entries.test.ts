import {describe, expect, it} from "vitest";
import {type Lock, lockEntries, readLock} from "../../src/lib/pipeline/lock-entries.ts";
import {makeProject, repository} from "./project.ts";

const lock = (packages: Lock["packages"], installed: Lock["installed"] = null): Lock => ({
  sha256: "",
  packages,
  installed,
});
const tree: Lock["packages"] = {
  "": {},
  "node_modules/a": {version: "1.0.0", integrity: "sha512-a", dependencies: {b: "^1", c: "*"}},
  "node_modules/a/node_modules/c": {version: "2.0.0", integrity: "sha512-c2", dependencies: {d: "*"}},
  "node_modules/b": {
    version: "1.5.0",
    integrity: "sha512-b",
    dependencies: {a: "*"},
    optionalDependencies: {"b-linux": "*"},
  },
  "node_modules/b-linux": {version: "1.5.0", integrity: "sha512-bl"},
  "node_modules/c": {version: "1.0.0", integrity: "sha512-c1"},
  "node_modules/d": {version: "3.0.0", integrity: "sha512-d", dependencies: {c: "*"}, peerDependencies: {absent: "*"}},
  "node_modules/@s/e": {version: "4.0.0", integrity: "sha512-e"},
  "node_modules/linked": {resolved: "packages/linked", link: true},
  "packages/linked": {version: "0.1.0", dependencies: {"@s/e": "*"}},
};

describe("lockEntries", () => {
  it("follows dependencies, optional ones and installed peers, resolving as Node does; circles end", () => {
    expect(lockEntries(lock(tree), ["a"])).toEqual({
      a: {version: "1.0.0", integrity: "sha512-a"},
      "a/node_modules/c": {version: "2.0.0", integrity: "sha512-c2"},
      b: {version: "1.5.0", integrity: "sha512-b"},
      "b-linux": {version: "1.5.0", integrity: "sha512-bl"},
      c: {version: "1.0.0", integrity: "sha512-c1"},
      d: {version: "3.0.0", integrity: "sha512-d"},
    });
    expect(lockEntries(lock(tree), ["c"])).toEqual({c: {version: "1.0.0", integrity: "sha512-c1"}});
    expect(lockEntries(lock(tree), [])).toEqual({});
  });

  it("does not depend on the order asked for", () => {
    expect(JSON.stringify(lockEntries(lock(tree), ["a", "@s/e"]))).toBe(
      JSON.stringify(lockEntries(lock(tree), ["@s/e", "a"])),
    );
  });

  it("follows a link to where it points", () => {
    expect(Object.keys(lockEntries(lock(tree), ["linked"]))).toEqual(["@s/e", "linked"]);
  });

  it("says which package is not locked, or installed in another version", () => {
    expect(() => lockEntries(lock(tree), ["zzz"])).toThrow('"zzz" is imported but is not in package-lock.json');
    expect(() => lockEntries(lock(tree, {"node_modules/d": {version: "2.9.0"}}), ["a"])).toThrow(
      "d 2.9.0 is installed, but package-lock.json says 3.0.0. Run npm ci.",
    );
    expect(() => lockEntries(lock(tree, {"node_modules/a": {version: "1.0.0"}}), ["a"])).not.toThrow();
  });
});

describe("readLock", () => {
  it("reads this repository's lock file: apache-arrow needs flatbuffers and tslib", () => {
    const entries = lockEntries(readLock(repository), ["apache-arrow"]);
    expect(entries["apache-arrow"].version).toBe("17.0.0");
    expect(Object.keys(entries)).toEqual(expect.arrayContaining(["flatbuffers", "tslib"]));
    for (const {integrity} of Object.values(entries)) expect(integrity).toMatch(/^sha512-/);
  });

  it("says what is wrong with the lock file", () => {
    const project = makeProject({"package-lock.json": '{"lockfileVersion": 1}'});
    expect(() => readLock(project.root)).toThrow("lockfileVersion 1");
    project.write("package-lock.json", "{");
    expect(() => readLock(project.root)).toThrow("package-lock.json is not JSON");
    expect(() => readLock(`${project.root}/none`)).toThrow("package-lock.json is missing");
  });
});
