import {appendFileSync, rmSync} from "node:fs";
import {join} from "node:path";
import {describe, expect, it} from "vitest";
import {checkSite, sealSite} from "../../src/lib/publish/index.ts";
import {findingsText, manifestOf} from "./fixture.ts";
import {scratch} from "./scratch.ts";

const notice = '<div class="simulated-notice" data-simulated><strong>SIMULATED DATA</strong></div>';
const page = (body: string, head = "<title>Page</title>") =>
  `<!DOCTYPE html>\n<html lang="en"><head>${head}</head><body>${notice}<main id="top">${body}</main></body></html>`;

/** Seals a site of these files and a sound home page, and gives what the check finds in it. */
async function problemsOf(files: Readonly<Record<string, string>>, after?: (site: string) => void): Promise<string[]> {
  const site = scratch({"index.html": page("home"), "findings.json": findingsText, ...files});
  await sealSite(site, manifestOf);
  after?.(site);
  return (await checkSite(site)).map(({where, what}) => `${where}: ${what}`);
}

it("finds nothing in a sound site", async () => {
  expect(
    await problemsOf({
      "index.html": page(
        `<a href="./pages/data#rows">1</a><a href="/pages/">2</a><a href="#top">3</a><a href="https://doi.org/x">4</a>
         <img src="data:image/png;base64,AA"><a href="mailto:a@b.c">5</a><!-- <a href="gone"> -->
         <script type="module">import {a} from "./_import/a.js";
registerFile("../x.json", {"name":"x","path":"./_file/x.json","lastModified":0,"size":1});
const label = "see https://elsewhere.example/ for <a href='nothing'>more</a>";</script>`,
        '<title>Home</title><link rel="stylesheet" href="./_import/s.css">',
      ),
      "pages/data.html": page('<h2 id="rows">Rows</h2><a href="../">home</a>'),
      "pages/index.html": page("index"),
      "_import/a.js": 'import {b} from "./b.js";export const a = () => import("./b.js");',
      "_import/b.js": 'export const schema = "https://vega.github.io/schema/vega-lite/v6.json";',
      "_import/s.css": '@import "./t.css"; a { background: url(data:image/png;base64,AA) } /* url(http://gone) */',
      "_import/t.css": "a { color: red }",
      "_observablehq/client.js": 'const d3 = () => import("../_npm/d3@0.0.0-absent/_esm.js");',
      "_file/x.json": "{}",
    }),
  ).toEqual([]);
});

describe("finds", () => {
  it.each([
    ["a dead link", page('<a href="./gone">x</a>'), 'p.html: "./gone" leads nowhere'],
    [
      "a dead anchor",
      page('<a href="./#gone">x</a>'),
      'p.html: "./#gone" leads to no element: index.html has no id "gone"',
    ],
    ["a missing image", page('<img src="./x.png">'), 'p.html: "./x.png" leads nowhere'],
    [
      "a missing module",
      page('<script type="module">import "./_import/gone.js";</script>'),
      'p.html: "./_import/gone.js" leads nowhere',
    ],
    [
      "a missing file",
      page('<script>registerFile("./x", {"name":"x","path":"./_file/x"})</script>'),
      'p.html: "./_file/x" leads nowhere',
    ],
    [
      "a foreign script",
      page('<script src="https://cdn.example/x.js"></script>'),
      "p.html: loads https://cdn.example/x.js from another host; a site uses only its own files",
    ],
    [
      "a foreign font",
      page("", '<title>x</title><link href="//fonts.example/f.css" rel="stylesheet">'),
      "p.html: loads //fonts.example/f.css from another host; a site uses only its own files",
    ],
    [
      "a foreign request",
      page('<script>fetch("https://api.example/x")</script>'),
      "p.html: loads https://api.example/x from another host; a site uses only its own files",
    ],
    [
      "a script as a link",
      page('<a href="javascript:alert(1)">x</a>'),
      "p.html: links to javascript:alert(1); only http, https and mailto links are allowed",
    ],
    ["an address that is none", page('<a href="http://[">x</a>'), 'p.html: "http://[" is not an address'],
    [
      "a baked error",
      page('<span class="observablehq--inspect observablehq--error">SyntaxError: Unexpected token</span>'),
      "p.html: holds an error: SyntaxError: Unexpected token",
    ],
    ["no title", page("x", ""), "p.html: has no title; begin it with # Title"],
    [
      "no notice",
      page("x").replace(notice, ""),
      "p.html: does not say SIMULATED though the data are; its front matter must not replace the header",
    ],
  ])("%s", async (_, html, expected) => {
    expect(await problemsOf({"p.html": html})).toEqual([expected]);
  });

  it("a foreign host in a style sheet and in a module", async () => {
    expect(
      await problemsOf({
        "a.css": "@import url(https://fonts.example/f.css);",
        "b.js": 'import "https://cdn.example/x.js";new Worker("//w.example/x.js")',
      }),
    ).toEqual([
      "a.css: loads https://fonts.example/f.css from another host; a site uses only its own files",
      "b.js: loads https://cdn.example/x.js from another host; a site uses only its own files",
      "b.js: loads //w.example/x.js from another host; a site uses only its own files",
    ]);
  });

  it("what was changed, added or removed after sealing", async () => {
    const changes = (site: string) => {
      appendFileSync(join(site, "index.html"), " ");
      appendFileSync(join(site, "new.txt"), "x");
      rmSync(join(site, "old.txt"));
    };
    expect(await problemsOf({"old.txt": "x"}, changes)).toEqual([
      "index.html: is not what the manifest says: it was changed after the site was sealed",
      "manifest.json: does not list new.txt",
      "manifest.json: lists old.txt, which is not there",
    ]);
  });

  it("a site without findings, manifest or home page", async () => {
    const site = scratch({"p.txt": ""});
    expect((await checkSite(site)).map((p) => p.where)).toEqual(["findings.json", "manifest.json", "index.html"]);
    await expect(sealSite(site, manifestOf)).rejects.toThrow(/no findings\.json/);
  });

  it.each([
    ["not JSON", "{", /findings\.json: the file/],
    ["another schema", '{"schema": "x"}', /findings\.json: schema/],
    [
      "a finding twice",
      findingsText.replace(/"findings":\[(.*)\]/, '"findings":[$1,$1]'),
      /"impact\.total\.delta" is there twice/,
    ],
    [
      "an interval without a level",
      findingsText.replace('"n":10', '"n":10,"interval":[1,2]'),
      /an interval without a level/,
    ],
    [
      "an interval upside down",
      findingsText.replace('"n":10', '"n":10,"level":0.9,"interval":[2,1]'),
      /lower end is above/,
    ],
    ["a bad hash", findingsText.replace("aaaa", "zzzz"), /findings\.0\.sha256/],
    [
      "a simulated finding in a real file",
      findingsText.replace('"simulated":true', '"simulated":false'),
      /is simulated but the file says/,
    ],
    [
      "a demonstration that passes for real",
      findingsText.replaceAll('"simulated":true', '"simulated":false').replace('"n":10', '"n":10,"demonstration":true'),
      /is a demonstration but not marked as simulated/,
    ],
  ])("%s in findings.json", async (_, text, expected) => {
    const problems = await problemsOf({"findings.json": text});
    expect(problems).toHaveLength(1);
    expect(problems[0]).toMatch(expected);
  });

  it("but not a demonstration beside a study that is not simulated", async () => {
    const real = findingsText.replace('"simulated":true', '"simulated":false');
    expect(await problemsOf({"findings.json": real.replace('"n":10', '"n":10,"demonstration":true')})).toEqual([]);
  });
});
