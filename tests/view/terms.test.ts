import {readdirSync, readFileSync} from "node:fs";
import {join} from "node:path";
import {expect, it} from "vitest";
import {glossary} from "../../src/lib/view/glossary.ts";

const src = new URL("../../src", import.meta.url).pathname;

it("every term that a page or a component shows has a definition", () => {
  const files = readdirSync(src, {recursive: true, encoding: "utf8"}).filter(
    (name) =>
      /\.(md|ts)$/.test(name) && !name.includes(".observablehq") && (name.endsWith(".md") || name.includes("view")),
  );
  const used = files.flatMap((name) => {
    const source = readFileSync(join(src, name), "utf8");
    return [...source.matchAll(/data-term="([^"]+)"|\bterm: "([^"]+)"/g)]
      .map((m) => m[1] ?? m[2])
      .filter((term) => term !== "…");
  });
  expect(used.length).toBeGreaterThan(20);
  expect(used.filter((term) => glossary[term] === undefined)).toEqual([]);
});
