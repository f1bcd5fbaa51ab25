import {afterEach, describe, expect, it} from "vitest";
import {transform, transformSync} from "../../src/lib/publish/preload/esbuild-for-framework.ts";

const original = globalThis.fetch;
afterEach(() => {
  globalThis.fetch = original;
});

describe("offline", () => {
  it("turns a look-up into an error that names the package", async () => {
    await import("../../src/lib/publish/preload/offline.ts");
    await expect(fetch("https://cdn.invalid/npm/@a/b@1.2.3/+esm")).rejects.toThrow(
      '"@a/b" is not among the installed packages that pages can use. Install it (npm install --save-exact @a/b)',
    );
    await expect(fetch(new URL("https://registry.invalid/left-pad"))).rejects.toThrow('"left-pad" is not among');
    await expect(fetch(new Request("https://registry.invalid/"))).rejects.toThrow(
      "the build asked for registry.invalid; a build uses nothing but the repository and node_modules",
    );
  });
});

describe("esbuild for Framework", () => {
  const source = [
    'import {a} from "./a.ts";',
    'import "../b.ts";',
    'export * from "./c.js";',
    'import type {T} from "./types.ts";',
    'export const d: unknown = import("./d.ts"), e = a, f = "./not-an-import.ts", g = "pkg.ts";',
    'export {h} from "package/h.ts";',
  ].join("\n");

  it("gives relative TypeScript imports the names that Framework resolves, and touches nothing else", async () => {
    const {code} = transformSync(source, {loader: "ts"});
    expect(code).toContain('from "./a.js"');
    expect(code).toContain('import "../b.js"');
    expect(code).toContain('from "./c.js"');
    expect(code).toContain('import("./d.js")');
    expect(code).toContain('"./not-an-import.ts"');
    expect(code).toContain('from "package/h.ts"');
    expect(code).not.toContain("types");
    expect((await transform(source, {loader: "ts"})).code).toBe(code);
  });

  it("leaves other languages alone", () => {
    expect(transformSync('import "./a.ts";', {loader: "js"}).code).toContain('"./a.ts"');
  });
});
