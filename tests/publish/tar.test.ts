import {execFileSync} from "node:child_process";
import {mkdtempSync, readFileSync, rmSync, writeFileSync} from "node:fs";
import {tmpdir} from "node:os";
import {join} from "node:path";
import {afterAll, describe, expect, it} from "vitest";
import {tar} from "../../src/lib/publish/tar.ts";

const folder = mkdtempSync(join(tmpdir(), "proofbook-tar-"));
afterAll(() => rmSync(folder, {recursive: true, force: true}));

describe("tar", () => {
  it("is unpacked by the system's own tar, byte for byte", () => {
    const long = `trader/${"x".repeat(90)}.json`;
    const entries = [
      {path: "skill.json", text: '{"a":1}'},
      {path: long, text: "ü".repeat(700)},
      {path: "empty.csv", text: ""},
      {path: "block.txt", text: "y".repeat(512)},
    ];
    const file = join(folder, "run.tar");
    writeFileSync(file, tar(entries));
    expect(execFileSync("tar", ["-tf", file], {encoding: "utf8"}).trim().split("\n")).toEqual(
      entries.map((e) => e.path),
    );
    execFileSync("tar", ["-xf", file, "-C", folder]);
    for (const {path, text} of entries) expect(readFileSync(join(folder, path), "utf8")).toBe(text);
  });
  it("gives the same bytes for the same entries", () => {
    const entries = [{path: "a", text: "1"}];
    expect(tar(entries)).toEqual(tar(entries));
    expect(tar([]).length).toBe(1024);
  });
  it("splits a long path at a slash, and refuses what the format cannot hold", () => {
    const path = `${"f".repeat(120)}/${"n".repeat(99)}`;
    const file = join(folder, "long.tar");
    writeFileSync(file, tar([{path, text: "1"}]));
    expect(execFileSync("tar", ["-tf", file], {encoding: "utf8"}).trim()).toBe(path);
    expect(() => tar([{path: "n".repeat(101), text: ""}])).toThrow("invalid path; empty or too long for a tar archive");
    expect(() => tar([{path: "", text: ""}])).toThrow(RangeError);
    expect(() =>
      tar([
        {path: "a", text: ""},
        {path: "a", text: ""},
      ]),
    ).toThrow('"a" is in the archive twice');
  });
});
