// biome-ignore-all lint/suspicious/noTemplateCurlyInString: these strings are sources of pages.
import {mkdirSync, mkdtempSync, rmSync, writeFileSync} from "node:fs";
import {tmpdir} from "node:os";
import {join} from "node:path";
import {describe, expect, it} from "vitest";
import {checkLiterals, findLiterals} from "../../src/lib/publish/check-literals.ts";

const literals = (source: string) =>
  findLiterals(source, "page.md").map(
    ({where, what}) => `${where.split(":")[1]} ${/"(.*?)" is written/.exec(what)?.[1]}`,
  );

describe("results written into prose are found", () => {
  it.each([
    ["It fell by 53.2 %.", "1 53.2 %"],
    ["It fell by −53.2%.", "1 −53.2%"],
    ["a hit rate of 71 per cent", "1 71 per cent"],
    ["It earned $1,200 more.", "1 $1,200"],
    ["It earned 45k USD more.", "1 45k USD"],
    ["highly significant (p = 0.000441)", "1 p = 0.000441"],
    ["p < .05 throughout", "1 p < .05"],
    ["with R² 0.05 at best", "1 R² 0.05"],
    ["a score of 0.85", "1 0.85"],
    ["over 12,345 rows", "1 12,345"],
    ["over 12345 rows", "1 12345"],
    ["<b>0.85</b>", "1 0.85"],
    ["text\n\n| a | 0.31 |", "3 0.31"],
    ["---\ntitle: x\n---\n\nsaved 12 %", "5 12 %"],
    ["```html\n<p>saved 12 %</p>\n```", "2 12 %"],
    ['```json\n{"score": 0.85}\n```', "2 0.85"],
    ["```js run=false\nscore = 0.85\n```", "2 0.85"],
    ["```sql\nSELECT * FROM t WHERE loss > 0.15\n```", "2 0.15"],
  ])("%s", (source, expected) => {
    expect(literals(source)).toEqual([expected]);
  });
});

describe("results written into code are found", () => {
  it.each([
    ["The effect is ${0.85}.", "1 0.85"],
    ["The effect is ${-532}.", "1 -532"],
    ['The effect is ${"−53.2 %"}.', "1 −53.2 %"],
    ["The effect is ${`p = ${x}, then 71 %`}.", "1 71 %"],
    ["```js\nconst score = 0.85;\n```", "2 0.85"],
    ["```ts\nconst impact: number = -53200;\n```", "2 53200"],
    ["```js\ndisplay(47)\n```", "2 47"],
    ["```js\ndisplay(html`<p>Saved 12 % of it</p>`)\n```", "2 12 %"],
    ["```js\nconst curve = [3, 1, -4];\n```", "2 3, …, 4"],
    ["~~~js\nconst score = 1e-3;\n~~~", "2 1e-3"],
  ])("%s", (source, expected) => {
    expect(literals(source)).toEqual([expected]);
  });
});

describe("what is no result is left alone", () => {
  it.each([
    ["years and methods", "Abadie, Diamond and Hainmueller (2010), in section 3; see Framework 1.13.4."],
    ["small counts", "The last 2 of 10 rules, top 5."],
    ["dates", "from 2025-01-31 to 31/12/2025 at 12:30"],
    ["a finding", 'The effect is ${finding("impact.total.delta")}.'],
    ["an address", "[paper](https://doi.org/10.1198/jasa.2009.ap08746)"],
    ["attributes", '<div style="width: 33.3%; opacity: 0.5" data-x="0.1">text</div>'],
    ["a comment", "<!-- was 12 % -->"],
    [
      "layout in code",
      '```js\nresize((width) => html`<div style="width: 50%; margin: 0.5rem">${chart(rows, {width})}</div>`)\n```',
    ],
    ["a comment in code", "```js\n// 0.85 was here\ndisplay(chart(data[0], 1));\n```"],
    ["front matter", "---\ntoc: false\nscore: 0.85\n---\ntext"],
    ["a short range", "```js\nconst k = view(Inputs.range([1, 100], {step: 1}));\n```"],
    ["two braces", "${{a: {b: 1}}.a.b} and text"],
  ])("%s", (_, source) => {
    expect(literals(source)).toEqual([]);
  });

  it("reads a page that does not parse as far as it can", () => {
    expect(literals('```js\nconst a = 0.85; const = ;\n"unterminated\n```')).toEqual(["2 0.85"]);
    expect(literals("${ 0.85 never closed")).toEqual(["1 0.85"]);
  });
});

it("says where it is and what to do, for every page of a project", async () => {
  const root = mkdtempSync(join(tmpdir(), "proofbook-literals-"));
  try {
    mkdirSync(join(root, "src/pages/traders"), {recursive: true});
    mkdirSync(join(root, "src/lib"), {recursive: true});
    writeFileSync(join(root, "src/index.md"), "# Fine\n");
    writeFileSync(join(root, "src/lib/notes.md"), "0.5\n");
    writeFileSync(join(root, "src/pages/traders/[account].md"), "# T\n\nsaved 12 %\n");
    const problems = await checkLiterals(root);
    expect(problems).toHaveLength(1);
    expect(problems[0].where).toBe("src/pages/traders/[account].md:3");
    expect(problems[0].what).toMatch(/percentage "12 %" .* finding component/);
  } finally {
    rmSync(root, {recursive: true});
  }
});
