import {mkdirSync, mkdtempSync, rmSync, writeFileSync} from "node:fs";
import {tmpdir} from "node:os";
import {dirname, join} from "node:path";
import {afterAll, beforeAll, describe, expect, it} from "vitest";
import {checkInBrowser, findBrowser, INSTALL_BROWSER, type Problem} from "../../src/lib/publish/index.ts";

const browser = findBrowser();
if (browser === null) console.warn(`SKIPPED: the checks in a browser. Install one: ${INSTALL_BROWSER}`);

const page = (body: string, head = "", lang = ' lang="en"') =>
  `<!DOCTYPE html>\n<html${lang}><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1"><title>Page</title><link rel="icon" href="data:,">${head}</head><body><main><h1 id="top">Page</h1>${body}</main></body></html>`;

const sound = page(
  `<p>It moved by <span data-finding="x">−53.2 %</span> (<span data-artifact="a/b">0.85</span>) in 3 of 10 folds, see Abadie (2010).</p>
   <figure><svg role="img" aria-label="chart"><text>0.25</text></svg></figure>
   <p><label>Level <input type="number" value="0.95"></label> <a href="./other#there">other</a> <a href="#top">top</a></p>
   <pre tabindex="0">npm run report # 12.5 % NaN</pre><p hidden>NaN 0.3</p>
   <div style="overflow-x: auto" tabindex="0"><div style="width: 900px">wide, but in a scrolling box</div></div>`,
  "<style>@media (prefers-color-scheme: dark) { body { background: #111; color: #eee } a { color: #9cf } }</style>",
);

/** Page → the problems that it must have, and no others. */
const seeded: Readonly<Record<string, readonly [html: string, ...expected: RegExp[]]>> = {
  "console-error": [page('<script>console.error("it broke")</script>'), /^console error: it broke$/],
  "uncaught-error": [page("<script>throw new TypeError('no such thing')</script>"), /^uncaught error: no such thing$/],
  "syntax-error": [page("<script>const = 1</script>"), /^uncaught error: Unexpected token '='$/],
  "missing-file": [
    page('<img src="./gone.png" alt="">'),
    /^request failed: .*\/gone\.png \(404\)$/,
    /^console error: .*404/,
  ],
  "other-host": [
    page('<img src="http://other.invalid/x.png" alt="">'),
    /^asks another host: http:\/\/other\.invalid\/x\.png$/,
    /^request failed: http:\/\/other\.invalid/,
    /^console error: Failed to load resource/,
  ],
  "dead-link": [
    page('<script>document.write("<a href=\\"./nowhere\\">made by a script</a>")</script>'),
    /^dead link: \/nowhere$/,
  ],
  "dead-anchor": [page('<a href="./other#gone">x</a>'), /^dead link: \/other#gone: there is no such element$/],
  "cell-error": [
    page('<div class="observablehq--error">RuntimeError: x is not defined</div>'),
    /^a cell shows an error: RuntimeError/,
  ],
  pending: [page("<observablehq-loading></observablehq-loading>"), /^1 cell has not resolved$/],
  nan: [page('<p>It moved by <span data-finding="x">NaN</span> USD</p>'), /^shows NaN: /],
  object: [page("<p>[object Object]</p>"), /^shows \[object Object\]: /],
  nothing: [
    page("<table><tr><td>null</td></tr></table><p>a number, or null if there is none</p>"),
    /^shows null: "null"$/,
  ],
  undefined: [page("<ul><li>mean: undefined</li></ul>"), /^shows undefined: /],
  literal: [
    page("<p>The effect was <b>0.85</b>, <em>p = 0.001</em>.</p>"),
    /^shows 0\.85 \(decimal\) outside a finding/,
    /^shows p = 0\.001 \(p-value\) outside a finding/,
  ],
  "split-literal": [page("<p>saved <b>12</b> %</p>"), /^shows 12 % \(percentage\) outside a finding: "saved 12 %"/],
  contrast: [
    page('<p style="color: #aaa; background: #fff">pale</p>'),
    /^axe \(light\): color-contrast: /,
    /^axe \(dark\): color-contrast: /,
  ],
  "dark-contrast": [
    page(
      "<p class=d>dark</p>",
      "<style>@media (prefers-color-scheme: dark) { .d { color: #555; background: #111 } }</style>",
    ),
    /^axe \(dark\): color-contrast: /,
  ],
  "no-language": [page("x", "", ""), /^axe \(light\): html-has-lang: /],
  "no-label": [page("<input type=text>"), /^axe \(light\): label: /],
  wide: [
    page('<div class="box" style="width: 700px">wide</div>'),
    /^scrolls sideways at 390 px: <div\.box> is too wide$/,
  ],
};

describe.skipIf(browser === null)("in a browser", () => {
  let site: string;
  let problems: Problem[];

  beforeAll(async () => {
    site = mkdtempSync(join(tmpdir(), "proofbook-browser-"));
    const pages = {"index.html": sound, "other.html": page('<p id="there">here</p>')};
    for (const [name, [html]] of Object.entries(seeded))
      Object.assign(pages, {[`seeded/${name}.html`]: html.replaceAll("./", "../")});
    for (const [name, html] of Object.entries(pages)) {
      mkdirSync(dirname(join(site, name)), {recursive: true});
      writeFileSync(join(site, name), html);
    }
    problems = await checkInBrowser(site, {browser: browser!, patience: 3000});
  }, 120_000);
  afterAll(() => rmSync(site, {recursive: true, force: true}));

  it("finds nothing in sound pages", () => {
    expect(problems.filter(({where}) => !where.startsWith("seeded/"))).toEqual([]);
  });

  it.each(Object.entries(seeded))("sees: %s", (name, [, ...expected]) => {
    const found = problems.filter(({where}) => where === `seeded/${name}.html`).map(({what}) => what);
    for (const pattern of expected)
      expect(
        found.some((what) => pattern.test(what)),
        `${pattern} in ${found.join(" | ")}`,
      ).toBe(true);
    expect(found.filter((what) => !expected.some((pattern) => pattern.test(what)))).toEqual([]);
  });

  it("says which browser could not be started", async () => {
    await expect(checkInBrowser(site, {browser: "/nowhere/chromium"})).rejects.toThrow(
      /cannot start \/nowhere\/chromium/,
    );
  });
});
