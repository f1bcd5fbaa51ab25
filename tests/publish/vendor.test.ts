import {existsSync, mkdirSync, readFileSync, statSync, writeFileSync} from "node:fs";
import {join} from "node:path";
import {pathToFileURL} from "node:url";
import {afterAll, beforeAll, describe, expect, it} from "vitest";
import {findImportedPackages} from "../../src/lib/publish/imported.ts";
import {vendor} from "../../src/lib/publish/vendor.ts";
import {fixture, repository} from "./fixture.ts";
import {scratch} from "./scratch.ts";

const installed = (name: string) =>
  (JSON.parse(readFileSync(join(repository, "node_modules", name, "package.json"), "utf8")) as {version: string})
    .version;

describe("vendor", () => {
  let project: ReturnType<typeof fixture>;
  let cache: string;
  beforeAll(async () => {
    project = fixture();
    cache = join(project.root, "src/.observablehq/cache");
    expect((await vendor(project)).ran).toBe(true);
  });
  afterAll(() => project.dispose());

  it("takes versions from what is installed", async () => {
    const {libraries, absent} = await vendor(project);
    for (const name of ["apache-arrow", "arquero", "vega", "vega-lite", "htl"]) {
      expect(libraries[name]).toBe(installed(name));
      expect(existsSync(join(cache, `_npm/${name}@${installed(name)}/_esm.js`))).toBe(true);
    }
    for (const name of absent) expect(existsSync(join(cache, `_npm/${name}@0.0.0-absent`))).toBe(true);
    expect(absent.filter((name) => name in libraries)).toEqual([]);
  });

  it("copies DuckDB's modules and workers byte for byte", () => {
    for (const file of [
      "duckdb-mvp.wasm",
      "duckdb-eh.wasm",
      "duckdb-browser-mvp.worker.js",
      "duckdb-browser-eh.worker.js",
    ])
      expect(statSync(join(cache, "_npm/@duckdb/duckdb-wasm@1.29.0/dist", file)).size).toBe(
        statSync(join(repository, "node_modules/@duckdb/duckdb-wasm/dist", file)).size,
      );
  });

  it("keeps one copy of what libraries share, for pages and for modules", () => {
    const arrow = `apache-arrow@${installed("apache-arrow")}`;
    const vega = `vega@${installed("vega")}`;
    const read = (path: string) => readFileSync(join(cache, path), "utf8");
    expect(read("_npm/@duckdb/duckdb-wasm@1.29.0/_esm.js")).toContain(`from"../../${arrow}/_esm.js"`);
    expect(read("_node/@duckdb/duckdb-wasm@1.29.0/index.js")).toContain(`from"../../${arrow}/index.js"`);
    expect(read(`_node/vega-lite@${installed("vega-lite")}/index.js`)).not.toContain("_esm.js");
    expect(/[;}]import\{[^}"]*\}from"[^".]/.test(read(`_npm/${vega}/_esm.js`))).toBe(false); // nothing is left to be looked up
  });

  it("does nothing where nothing has changed, and starts again where a page imports another package", async () => {
    expect((await vendor(project)).ran).toBe(false);
    writeFileSync(
      join(project.root, "src/pages/more.md"),
      '```js\nimport * as ss from "npm:simple-statistics";\n```\n',
    );
    const {ran, libraries} = await vendor(project);
    expect([ran, libraries["simple-statistics"]]).toEqual([true, installed("simple-statistics")]);
    writeFileSync(join(project.root, "package-lock.json"), "{}");
    expect((await vendor(project)).ran).toBe(true);
    expect((await vendor(project)).ran).toBe(false);
  });
});

it("refuses another DuckDB than Framework's, and says what cannot be bundled", async () => {
  const root = scratch({
    "src/index.md": "",
    "node_modules/@duckdb/duckdb-wasm/package.json": '{"version": "1.30.0"}',
  });
  await expect(vendor({root})).rejects.toThrow("npm install --save-exact @duckdb/duckdb-wasm@1.29.0");
  const broken = scratch({
    "src/index.md": "",
    "node_modules/htl/package.json": '{"version": "9.9.9", "main": "gone.js"}',
    "node_modules/htl/other.js": "",
  });
  mkdirSync(join(broken, "src/.observablehq/cache"), {recursive: true});
  await expect(vendor({root: broken})).rejects.toThrow(/cannot bundle htl@9\.9\.9 for the browser: /);
  expect(existsSync(join(broken, "src/.observablehq/cache/_npm"))).toBe(false); // nothing half-made stays
});

it("bundles a library that offers Node's crypto beside what it uses in a browser", async () => {
  const root = scratch({
    "src/index.md": "",
    "node_modules/htl/package.json": '{"version": "9.9.9", "type": "module", "main": "index.js"}',
    "node_modules/htl/index.js":
      'import {randomFillSync} from "crypto";\nexport const engines = {seeded: () => 4, node: () => randomFillSync(1)};',
  });
  await vendor({root});
  const file = join(root, "src/.observablehq/cache/_npm/htl@9.9.9/_esm.js");
  const {engines} = (await import(pathToFileURL(file).href)) as {engines: Record<string, () => number>};
  expect(engines.seeded()).toBe(4);
  expect(() => engines.node()).toThrow(TypeError);
});

it("finds what pages and the modules beside them import", async () => {
  const root = scratch({
    "src/index.md": '```js\nimport * as d3 from "npm:d3";\nimport x from "npm:@scope/name@1/sub.js";\n```',
    "src/pages/a/b.md": 'await import("npm:left-pad")',
    "src/lib/view/chart.ts": 'import {View} from "vega";\nimport type {X} from "./local.ts";\nexport * from "@a/b";',
    "src/lib/ingest/read.ts": 'import {parse} from "csv-parse";',
    "src/lib/models/forest.ts": 'import {RandomForest} from "ml-forest";', // pages ask models again
  });
  expect(await findImportedPackages(root)).toEqual(["@a/b", "@scope/name", "d3", "left-pad", "ml-forest", "vega"]);
});
