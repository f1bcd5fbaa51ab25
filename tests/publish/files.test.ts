import {symlinkSync} from "node:fs";
import {join} from "node:path";
import {expect, it} from "vitest";
import {listFiles} from "../../src/lib/publish/files.ts";
import {scratch} from "./scratch.ts";

it("counts what a link leads to as what stands in its place, once, and no link that leads back or nowhere", async () => {
  const other = scratch({"deep/b.md": "", "c.md": ""});
  const folder = scratch({"a.md": "", "skipped/x.md": ""});
  symlinkSync(join(other, "c.md"), join(folder, "linked.md"));
  symlinkSync(join(other, "deep"), join(folder, "deep"));
  symlinkSync(folder, join(folder, "self"));
  symlinkSync(join(folder, "gone"), join(folder, "nowhere"));
  expect(await listFiles(folder, (name) => name === "skipped")).toEqual(["a.md", "deep/b.md", "linked.md"]);
  expect(await listFiles(folder, undefined, "leave")).toEqual(["a.md", "skipped/x.md"]);
});
