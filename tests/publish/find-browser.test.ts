import {chmodSync} from "node:fs";
import {join} from "node:path";
import {expect, it} from "vitest";
import {findBrowser} from "../../src/lib/publish/index.ts";
import {scratch} from "./scratch.ts";

it("takes what is named, then what is on the path, then nothing", () => {
  const folder = scratch({"google-chrome": "", "chromium-browser": "", chromium: ""});
  chmodSync(join(folder, "google-chrome"), 0o755);
  chmodSync(join(folder, "chromium-browser"), 0o755);
  const PATH = `/nowhere::${folder}`;
  expect(findBrowser({PATH})).toBe(join(folder, "chromium-browser"));
  expect(findBrowser({PATH, CHROMIUM: "/a"})).toBe("/a");
  expect(findBrowser({PATH, CHROMIUM: "/a", PROOFBOOK_BROWSER: "/b"})).toBe("/b");
  expect(findBrowser({PATH: "/nowhere"})).toBeNull();
  expect(findBrowser({})).toBeNull();
});
