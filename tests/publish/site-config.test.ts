import {mkdtempSync, rmSync, writeFileSync} from "node:fs";
import {tmpdir} from "node:os";
import {join} from "node:path";
import {describe, expect, it} from "vitest";
import {siteConfig, siteFacts} from "../../src/lib/publish/index.ts";

interface Page {
  name: string;
  path: string;
  pages?: Page[];
}
const simulated = {simulated: true, description: "Desk <b>7</b>"};

describe("siteConfig", () => {
  it("lists one page a trader from one list", () => {
    const config = siteConfig({accounts: ["T01", "<img src=x>"], origin: null});
    const traders = (config.pages as Page[]).find((p) => p.name === "Traders")!.pages!;
    expect(traders.map((p) => p.name)).toEqual(["All traders", "T01", "<img src=x>"]);
    expect(config.dynamicPaths).toEqual(["/findings.json", ...traders.slice(1).map((p) => p.path)]);
    expect(traders[2].path).toMatch(/^\/pages\/traders\/img-src-x~[0-9a-f]{16}$/);
  });

  it("says SIMULATED in header, sidebar and title, from the origin alone", () => {
    const config = siteConfig({accounts: [], origin: simulated});
    expect(config.header).toContain("SIMULATED DATA");
    expect(config.header).toContain("Desk &lt;b&gt;7&lt;/b&gt;");
    expect(config.home).toContain("simulated");
    expect(config.title).toContain("simulated");
    const real = siteConfig({accounts: [], origin: {simulated: false, description: "2 files"}});
    expect(`${real.header}${real.home}${real.title}`).not.toMatch(/simulated/i);
  });

  it("asks nobody else for anything", () => {
    const {globalStylesheets, duckdb, search, head} = siteConfig({accounts: [], origin: null});
    expect({globalStylesheets, duckdb, search}).toEqual({
      globalStylesheets: [],
      duckdb: {extensions: {json: null, parquet: null}},
      search: false,
    });
    expect(head).toMatch(/^<link rel="icon" href="data:image\/svg\+xml;base64,[\w+/=]+">/);
  });
});

describe("siteFacts", () => {
  it("knows no traders before the first run, and refuses a damaged one", () => {
    const store = mkdtempSync(join(tmpdir(), "proofbook-facts-"));
    try {
      expect(siteFacts({PROOFBOOK_STORE: store})).toEqual({accounts: [], origin: null});
      writeFileSync(join(store, "run.json"), "{");
      expect(() => siteFacts({PROOFBOOK_STORE: store})).toThrow(/run\.json is damaged/);
    } finally {
      rmSync(store, {recursive: true});
    }
  });
});
