import {utimesSync} from "node:fs";
import {join} from "node:path";
import {describe, expect, it} from "vitest";
import {packageName} from "../../src/lib/pipeline/bundle.ts";
import {codeHasher, savedSince} from "../../src/lib/pipeline/code-hash.ts";
import {makeProject, type Project, repository} from "./project.ts";

const modules = {
  "src/lib/stage.ts": `
    import {readFileSync} from "node:fs";
    import {mean} from "simple-statistics";
    import {used, ten} from "./models/index.ts";
    /** Doc. */
    export function run(values: number[]): number {
      return mean(values) + used(values.length) + ten + readFileSync.length;
    }`,
  "src/lib/models/index.ts":
    'export {used} from "./used.ts"; export {unused} from "./unused.ts"; export {ten} from "./ten.ts";',
  "src/lib/models/used.ts": 'import {deep} from "./deep.ts"; export const used = (n: number) => deep(n) * 2;',
  "src/lib/models/deep.ts": "export function deep(n: number) { return n + 1; }",
  "src/lib/models/unused.ts": 'import {parse} from "csv-parse/sync"; export const unused = () => parse("");',
  "src/lib/models/ten.ts": "export const ten = 10;",
};

const hash = (project: Project) => codeHasher(project.root)([project.url("src/lib/stage.ts")]);

describe("codeHasher", () => {
  it("does not depend on where the checkout lies", async () => {
    const one = await hash(makeProject(modules));
    const two = await hash(makeProject(modules, "some where/deeper still"));
    expect(two).toEqual(one);
  });

  it("does not change with comments, layout, types, or what is not used", async () => {
    const project = makeProject(modules);
    const before = await hash(project);
    project.write(
      "src/lib/models/deep.ts",
      "// why\n/*! legal */ export function deep(n: number):number {\n\n  return n+1 }",
    );
    project.write(
      "src/lib/models/used.ts",
      `${modules["src/lib/models/used.ts"]}\nexport interface Shape { readonly n: number }\nexport type {Shape as Other};`,
    );
    expect(await hash(project)).toEqual(before);
    project.write("src/lib/models/unused.ts", "export const unused = (qqqqq: number) => qqqqq + 'zzzzzzzzzz';");
    const after = await hash(project);
    expect(after.sha256).toBe(before.sha256);
    expect(after.modules).toEqual(before.modules);
    expect(after.shaken).not.toEqual(before.shaken);
  });

  it("changes with the code of a transitive import, and names that file only", async () => {
    const project = makeProject(modules);
    const before = await hash(project);
    project.write("src/lib/models/deep.ts", "export function deep(n: number) { return n + 2; }");
    const after = await hash(project);
    expect(after.sha256).not.toBe(before.sha256);
    const changed = Object.keys(after.modules).filter((path) => after.modules[path] !== before.modules[path]);
    expect(changed).toEqual(["src/lib/models/deep.ts"]);
  });

  it("changes with a constant that is written out where it is used", async () => {
    const project = makeProject(modules);
    const before = await hash(project);
    project.write("src/lib/models/ten.ts", "export const ten = 11;");
    const after = await hash(project);
    expect(after.sha256).not.toBe(before.sha256);
    const all = (h: typeof before) => ({...h.modules, ...h.shaken});
    const changed = Object.keys(all(after)).filter((path) => all(after)[path] !== all(before)[path]);
    expect(changed).toEqual(["src/lib/models/ten.ts"]);
  });

  it("tells the packages that are imported, not those of unused code nor Node's", async () => {
    expect((await hash(makeProject(modules))).packages).toEqual(["simple-statistics"]);
  });

  it("does not depend on what else is hashed, and takes a query off", async () => {
    const project = makeProject({...modules, "src/lib/other.ts": "export const x = 'other';"});
    const alone = await hash(project);
    const hasher = codeHasher(project.root);
    const both = await hasher([project.url("src/lib/other.ts"), project.url("src/lib/stage.ts")]);
    const [again, queried] = await Promise.all([
      hasher([project.url("src/lib/stage.ts")]),
      hasher([new URL(`${project.url("src/lib/stage.ts").href}?v=2`)]),
    ]);
    expect(again).toEqual(alone);
    expect(queried).toEqual(alone);
    expect(both.sha256).not.toBe(alone.sha256);
    expect(Object.keys(both.modules)).toContain("src/lib/other.ts");
  });

  it("gives the same where entries are bundled in one go, also where one of them cannot be read", async () => {
    const other = 'import {deep} from "./models/deep.ts"; export const used = (n: number) => deep(n) - 1;';
    const project = makeProject({...modules, "src/lib/other.ts": other});
    const entries = ["src/lib/stage.ts", "src/lib/other.ts", "src/lib/models/used.ts"].map(project.url);
    const alone = await Promise.all(entries.map((entry) => codeHasher(project.root)([entry])));
    const together = codeHasher(project.root, entries);
    expect(await Promise.all(entries.map((entry) => together([entry])))).toEqual(alone);
    expect(new Set(alone.map(({sha256}) => sha256)).size).toBe(3);
    project.write("src/lib/broken.ts", "export const x = {");
    const broken = codeHasher(project.root, [...entries, project.url("src/lib/broken.ts")]);
    expect(await broken([entries[0]])).toEqual(alone[0]);
    await expect(broken([project.url("src/lib/broken.ts")])).rejects.toThrow("src/lib/broken.ts cannot be read");
  });

  it("hashes 15 entries of this repository in a moment", async () => {
    const names = [
      "arrow",
      "claim",
      "code-hash",
      "compute",
      "encode",
      "files",
      "findings",
      "key",
      "latest",
      "manifest",
    ];
    const entries = [...names, "prune", "run", "status", "store", "why"].map((name) => [
      new URL(`../../src/lib/pipeline/${name}.ts`, import.meta.url),
    ]);
    await codeHasher(repository)(entries[0]); // starts esbuild
    const before = process.cpuUsage();
    const hasher = codeHasher(repository);
    const hashes = await Promise.all(entries.map(hasher));
    expect(new Set(hashes.map((h) => h.sha256)).size).toBe(15);
    const {user, system} = process.cpuUsage(before); // of this process: the clock would measure what else runs here
    expect((user + system) / 1e6).toBeLessThan(1);
  });

  it("says where code cannot be read", async () => {
    const project = makeProject({...modules, "src/lib/models/deep.ts": "export function deep( {"});
    await expect(hash(project)).rejects.toThrow(/cannot be read:\n {2}src\/lib\/models\/deep\.ts:1:\d+: /);
    project.write("src/lib/models/deep.ts", 'import "./gone.ts"; export const deep = 1;');
    await expect(hash(project)).rejects.toThrow('src/lib/models/deep.ts:1:8: Could not resolve "./gone.ts"');
    await expect(codeHasher(project.root)([project.url("src/none.ts")])).rejects.toThrow("no such module");
    await expect(codeHasher(project.root)([new URL("https://example.org/x.ts")])).rejects.toThrow(
      "must be a file: URL",
    );
  });
});

describe("savedSince", () => {
  it("finds a module that was saved later, or is gone", () => {
    const project = makeProject(modules);
    const at = (path: string, seconds: number) => utimesSync(join(project.root, path), seconds, seconds);
    const paths = ["src/lib/models/used.ts", "src/lib/models/deep.ts"];
    for (const path of paths) at(path, 1000);
    expect(savedSince(project.root, paths, 1_000_000)).toBeNull();
    at("src/lib/models/used.ts", 1001);
    expect(savedSince(project.root, paths, 1_000_000)).toBe("src/lib/models/used.ts");
    expect(savedSince(project.root, ["src/lib/none.ts"], 2_000_000)).toBe("src/lib/none.ts");
  });
});

describe("packageName", () => {
  it.each([
    ["csv-parse/sync", "csv-parse"],
    ["@stdlib/stats/base", "@stdlib/stats"],
    ["zod", "zod"],
  ])("%s → %s", (specifier, name) => expect(packageName(specifier)).toBe(name));
});
