import {existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync} from "node:fs";
import {join} from "node:path";
import {describe, expect, it} from "vitest";
import {sealSite} from "../../src/lib/publish/index.ts";
import {stageOutput} from "../../src/lib/publish/output.ts";
import {findingsText, manifestOf} from "./fixture.ts";
import {scratch} from "./scratch.ts";

const site = async (folder: string, text: string) => {
  mkdirSync(folder, {recursive: true});
  writeFileSync(join(folder, "index.html"), text);
  writeFileSync(join(folder, "findings.json"), findingsText);
  await sealSite(folder, manifestOf);
};

describe("stageOutput", () => {
  it("replaces a site of ours only when told to, and leaves nothing beside it", async () => {
    const parent = scratch();
    const out = join(parent, "deep/dist");
    await site(out, "old");
    const staging = await stageOutput(out);
    await site(staging.path, "new");
    expect(readFileSync(join(out, "index.html"), "utf8")).toBe("old");
    await staging.commit();
    await staging.discard();
    expect(readFileSync(join(out, "index.html"), "utf8")).toBe("new");
    expect(readdirSync(join(parent, "deep"))).toEqual(["dist"]);
  });

  it("makes a folder that was not there, fills one that was empty, and gives up without a trace", async () => {
    const parent = scratch();
    const staging = await stageOutput(join(parent, "a/b"));
    await staging.discard();
    expect(readdirSync(join(parent, "a"))).toEqual([]);
    mkdirSync(join(parent, "empty"));
    const second = await stageOutput(join(parent, "empty"));
    writeFileSync(join(second.path, "x"), "");
    await second.commit();
    expect(readdirSync(join(parent, "empty"))).toEqual(["x"]);
  });

  it("leaves alone what is not ours", async () => {
    const parent = scratch({"mine/thesis.txt": "years of work", file: "", "other/manifest.json": '{"name": "app"}'});
    await expect(stageOutput(join(parent, "mine"))).rejects.toThrow(/not a site of Proofbook .* left alone/);
    await expect(stageOutput(join(parent, "other"))).rejects.toThrow(/left alone/);
    await expect(stageOutput(join(parent, "file"))).rejects.toThrow(/is a file/);
    expect(readdirSync(parent).sort()).toEqual(["file", "mine", "other"]);
  });

  it("says why it cannot write", async () => {
    const parent = scratch({file: ""});
    await expect(stageOutput(join(parent, "file/dist"))).rejects.toThrow(
      /the site cannot go to .*: part of its path is a file \((?:ENOTDIR|EEXIST)\); give another folder with --out/,
    );
    await expect(stageOutput("/proc/proofbook/dist")).rejects.toThrow(
      /the site cannot go to \/proc\/proofbook\/dist: /,
    );
  });

  it("mends what a killed build left: the old site goes back, the rest goes away", async () => {
    const parent = scratch();
    const dead = "2147483646.1"; // no such process
    await site(join(parent, `.dist.replaced.${dead}`), "old");
    mkdirSync(join(parent, `.dist.building.${dead}`));
    mkdirSync(join(parent, `.other.building.${dead}`));
    const staging = await stageOutput(join(parent, "dist"));
    expect(readFileSync(join(parent, "dist/index.html"), "utf8")).toBe("old");
    expect(existsSync(join(parent, `.dist.building.${dead}`))).toBe(false);
    expect(existsSync(join(parent, `.other.building.${dead}`))).toBe(true);
    await staging.discard();
    await site(join(parent, `.dist.replaced.${dead}`), "older");
    await (await stageOutput(join(parent, "dist"))).discard();
    expect(readFileSync(join(parent, "dist/index.html"), "utf8")).toBe("old");
    expect(existsSync(join(parent, `.dist.replaced.${dead}`))).toBe(false);
  });
});
