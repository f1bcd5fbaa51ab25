import {readdirSync, readFileSync} from "node:fs";
import {dirname, join, relative, resolve, sep} from "node:path";
import {describe, expect, it} from "vitest";

const root = resolve(import.meta.dirname, "../..");
const lib = join(root, "src/lib");

/** The order of DESIGN.md: a folder may import from those before it. */
const order = [
  "numeric",
  "study",
  "ingest",
  "simulate",
  "features",
  "models",
  "evaluate",
  "policy",
  "causal",
  "robustness",
  "monitor",
  "verdict",
  "pipeline",
  "publish",
  "commands",
];

const sources = readdirSync(lib, {recursive: true, encoding: "utf8"}).filter((f) => f.endsWith(".ts"));

interface Import {
  readonly file: string;
  readonly target: string;
  readonly typeOnly: boolean;
}

/** Static imports and exports-from, and literal dynamic imports; type-only ones are marked. */
function importsOf(file: string): Import[] {
  const source = readFileSync(join(lib, file), "utf8");
  const found: Import[] = [];
  const statement = /^(import|export)\s+(type\s)?(?:[^"';]*?\sfrom\s+)?["']([^"']+)["']/gm;
  for (const [, , type, target] of source.matchAll(statement)) found.push({file, target, typeOnly: type !== undefined});
  for (const [, target] of source.matchAll(/\bimport\(\s*["']([^"']+)["']\s*\)/g))
    found.push({file, target, typeOnly: false});
  return found;
}

const imports = sources.flatMap(importsOf);
const folderOf = (path: string) => path.split(sep)[0];
const local = imports
  .filter((i) => i.target.startsWith("."))
  .map((i) => ({...i, to: relative(lib, resolve(lib, dirname(i.file), i.target))}));

describe("architecture", () => {
  it("sees the imports (a test that finds nothing proves nothing)", () => {
    expect(sources.length).toBeGreaterThan(40);
    expect(local.length).toBeGreaterThan(80);
    expect(new Set(sources.map(folderOf)).size).toBeGreaterThan(10);
  });

  it("every folder of src/lib has its place in the order", () => {
    const unknown = [...new Set(sources.map(folderOf))].filter((f) => !order.includes(f) && f !== "view");
    expect(unknown).toEqual([]);
  });

  it("imports only go down", () => {
    const wrong = local.filter(({file, to}) => {
      const from = folderOf(file);
      const target = folderOf(to);
      if (to.startsWith("..")) return true; // out of src/lib
      if (from === target) return false;
      if (from === "view") return false; // its own test below
      if (from === "publish" && target === "view") return false; // it publishes the shapes that view shows
      return target === "view" || order.indexOf(target) > order.indexOf(from);
    });
    expect(wrong.map((i) => `${i.file} imports ${i.target}`)).toEqual([]);
  });

  it("folders are entered through index.ts or for types only", () => {
    // Framework serves a page's modules one by one: a front door would make the browser load all behind it.
    const wrong = local.filter(
      ({file, to, typeOnly}) =>
        folderOf(file) !== "view" && folderOf(file) !== folderOf(to) && !typeOnly && !to.endsWith(`${sep}index.ts`),
    );
    expect(wrong.map((i) => `${i.file} imports ${i.target}`)).toEqual([]);
  });

  it("view runs in a browser: nothing of Node, and of other folders only numeric, study and types", () => {
    const view = imports.filter((i) => folderOf(i.file) === "view");
    expect(view.filter((i) => i.target.startsWith("node:")).map((i) => `${i.file}: ${i.target}`)).toEqual([]);
    const inner = local.filter((i) => folderOf(i.file) === "view" && !i.typeOnly);
    const wrong = inner.filter((i) => !["view", "numeric", "study"].includes(folderOf(i.to)));
    expect(wrong.map((i) => `${i.file} imports ${i.target}`)).toEqual([]);
  });

  it("nothing below publish knows Observable Framework", () => {
    const wrong = imports.filter(
      (i) => i.target.startsWith("@observablehq/framework") && folderOf(i.file) !== "publish",
    );
    expect(wrong.map((i) => i.file)).toEqual([]);
  });

  it("loaders are short and do no maths", () => {
    const data = join(root, "src");
    const loaders = readdirSync(data, {recursive: true, encoding: "utf8"}).filter(
      (f) => !f.startsWith("lib") && !f.startsWith(".") && /\.(json|arrow|csv|tar)\.ts$/.test(f),
    );
    expect(loaders.length).toBeGreaterThan(2);
    for (const file of loaders)
      expect(
        readFileSync(join(data, file), "utf8").split("\n").length,
        `${file} is longer than 40 lines`,
      ).toBeLessThanOrEqual(41);
  });
});

describe("determinism", () => {
  const forbidden: [RegExp, string][] = [
    [/\bDate\.now\(/, "Date.now"],
    [/new Date\(\)/, "new Date()"],
    [/\bMath\.random\(/, "Math.random"],
    [/\.toLocale\w*\(/, "toLocale…"],
    [/\.localeCompare\(/, "localeCompare"],
    [/\bnew Intl\./, "Intl"],
    [/\bMath\.pow\(/, "Math.pow"],
    [/\*\*(?!\s*(2|0\.5)\b(?!\.))(?!\/)/, "** with an exponent other than 2 or 0.5"],
  ];
  const code = (file: string) =>
    readFileSync(join(lib, file), "utf8")
      .replace(/\/\*[\s\S]*?\*\//g, (c) => c.replace(/[^\n]/g, " "))
      .replace(/\/\/.*$/gm, "");

  for (const [pattern, name] of forbidden)
    it(`src/lib never uses ${name}`, () => {
      const hits = sources.flatMap((file) =>
        code(file)
          .split("\n")
          .flatMap((line, i) => (pattern.test(line) ? [`${file}:${i + 1}: ${line.trim()}`] : [])),
      );
      expect(hits).toEqual([]);
    });
});
