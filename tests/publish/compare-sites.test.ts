import {writeFileSync} from "node:fs";
import {join} from "node:path";
import {describe, expect, it} from "vitest";
import type {Manifest} from "../../src/lib/pipeline/index.ts";
import {compareSites, formatComparison} from "../../src/lib/publish/index.ts";
import {findingsText, manifestOf} from "./fixture.ts";
import {scratch} from "./scratch.ts";

const manifest: Manifest = {
  ...manifestOf([]),
  data: [{name: "daily.csv", sha256: "d1", bytes: 1}],
  stages: [
    {
      name: "impact",
      key: "k",
      code: "c",
      params: "p",
      packages: "q",
      inputs: [],
      simulated: true,
      artifacts: [{file: "impact.json", sha256: "a1", bytes: 2}],
    },
  ],
};
const make = (files: Record<string, string> = {}, changed: Partial<Manifest> = {}) => ({
  site: scratch({"findings.json": findingsText, "index.html": "home", "manifest.json": "x", ...files}),
  manifest: {...manifest, ...changed},
});

describe("compareSites", () => {
  it("counts data, artifacts, findings, files and the rest of the manifest", async () => {
    const result = await compareSites(make(), make({}, {commit: "other", dirty: true}));
    expect(result).toEqual({compared: 6, identical: 6, first: null});
    expect(formatComparison(result)).toBe("identical: 6 of 6");
  });

  it("reports the difference that is nearest to its cause", async () => {
    const other = make(
      {"findings.json": findingsText.replace("1234.5", "1234.6"), "index.html": "house"},
      {stages: [{...manifest.stages[0], artifacts: [{file: "impact.json", sha256: "a2", bytes: 2}]}]},
    );
    const result = await compareSites(make(), other);
    expect([result.compared, result.identical]).toEqual([6, 1]); // findings.json and manifest.json differ, too
    expect(formatComparison(result)).toBe(
      "identical: 1 of 6\nfirst difference: artifact impact/impact.json\n  expected a1\n  found    a2",
    );
  });

  it("reports what is missing and what is new", async () => {
    const expected = make({"pages/old.html": ""});
    const found = make({"pages/new.html": ""});
    const result = await compareSites(expected, found);
    expect(result.compared - result.identical).toBe(2);
    expect(result.first).toMatchObject({what: "file pages/old.html", found: "nothing"});
  });

  it("sees a manifest that says something else of a file than stands there", async () => {
    const published = [{path: "index.html", sha256: "0".repeat(64), bytes: 4}];
    const forged = await compareSites(make({}, {published}), make());
    expect(forged.first).toMatchObject({
      what: "file index.html",
      expected: expect.stringContaining("manifest says 000"),
    });
    const absent = await compareSites(make({}, {published: [{...published[0], path: "gone.html"}]}), make());
    expect(absent.first).toMatchObject({
      what: "file gone.html",
      expected: expect.stringMatching(/^nothing; its manifest/),
    });
  });

  it("sees a finding, a key and a byte that differ", async () => {
    const finding = await compareSites(make(), make({"findings.json": findingsText.replace("Effect", "Result")}));
    expect(finding.first?.what).toBe("finding impact.total.delta");
    const key = await compareSites(make(), make({}, {stages: [{...manifest.stages[0], key: "k2"}]}));
    expect(key.first?.what).toBe("manifest.json");
    const byte = make();
    writeFileSync(join(byte.site, "index.html"), "hom\0");
    expect((await compareSites(make(), byte)).first?.what).toBe("file index.html");
  });
});
