import {existsSync, readdirSync, readFileSync, writeFileSync} from "node:fs";
import {join} from "node:path";
import {afterAll, beforeAll, describe, expect, it} from "vitest";
import {
  buildSite,
  checkInBrowser,
  checkLiterals,
  checkSite,
  findBrowser,
  INSTALL_BROWSER,
  readManifest,
  sealSite,
} from "../../src/lib/publish/index.ts";
import {fixture, manifestOf} from "./fixture.ts";

const complete = async (site: string) => void (await sealSite(site, manifestOf));
const projects: ReturnType<typeof fixture>[] = [];
const project = (changes?: Parameters<typeof fixture>[0]) => {
  const made = fixture(changes);
  projects.push(made);
  return made.root;
};
afterAll(() => {
  for (const {dispose} of projects) dispose();
});
const browser = findBrowser();
if (browser === null) console.warn(`SKIPPED: built pages in a browser. Install one: ${INSTALL_BROWSER}`);

/** Builds take seconds, more where the machine is busy. */
const SLOW = 240_000;

describe("buildSite", () => {
  let root: string;
  let site: string;
  beforeAll(async () => {
    root = project();
    site = join(root, "dist");
    const result = await buildSite({root, out: site, complete});
    expect(result).toEqual({ran: true, pages: 6});
  }, SLOW);

  it("builds a sound site, with nobody else to ask", async () => {
    expect(await checkSite(site)).toEqual([]);
    expect(await checkLiterals(root)).toEqual([]);
    const pages = readdirSync(join(site, "pages/traders")).sort();
    expect(pages).toEqual(["T01.html", expect.stringMatching(/^img-src-x~[0-9a-f]{16}\.html$/), "index.html"]);
    const html = readFileSync(join(site, "index.html"), "utf8");
    expect(html).toContain("&lt;img src=x&gt;");
    expect(html).not.toContain("<img");
    expect(html).toContain("Fixture &lt;desk&gt;");
  });

  it.skipIf(browser === null)(
    "builds pages that work in a browser: TypeScript modules, DuckDB, Arrow, Arquero, a page for a hostile name",
    async () => {
      expect(await checkInBrowser(site, {browser: browser!, parallel: 2})).toEqual([]);
    },
    SLOW,
  );

  it(
    "does nothing where nothing has changed, and notices when the site was touched",
    async () => {
      const again = () => buildSite({root, out: site, complete: () => Promise.reject(new Error("built again"))});
      expect(await again()).toEqual({ran: false, pages: 6});
      writeFileSync(join(site, "extra.txt"), "x");
      await expect(again()).rejects.toThrow("built again");
      expect(existsSync(join(site, "extra.txt"))).toBe(true); // the old site stays while the new is not whole
    },
    SLOW,
  );

  it(
    "gives the same bytes in another folder, time zone and locale",
    async () => {
      const other = project();
      const {TZ, LANG, LC_ALL} = process.env;
      Object.assign(process.env, {TZ: "Pacific/Kiritimati", LANG: "tr_TR.UTF-8", LC_ALL: "tr_TR.UTF-8"});
      try {
        await buildSite({root: other, out: join(other, "elsewhere/site"), complete});
      } finally {
        for (const [name, value] of Object.entries({TZ, LANG, LC_ALL}))
          if (value === undefined) delete process.env[name];
          else process.env[name] = value;
      }
      const expected = (await readManifest(site))!.published;
      const found = (await readManifest(join(other, "elsewhere/site")))!.published;
      expect(found).toEqual(expected);
      expect(expected.length).toBeGreaterThan(20);
    },
    SLOW,
  );
});

describe("what is wrong with a page", () => {
  it(
    "is found in the built site, where Framework says nothing",
    async () => {
      const root = project({
        "src/pages/syntax.md": "# Syntax\n\n```js\nconst = 1;\n```\n",
        "src/pages/dead.md": "# Dead\n\n[gone](./gone)\n",
        "src/pages/foreign.md": '# Foreign\n\n<img src="https://other.invalid/x.png" alt="">\n',
        "src/pages/untitled.md": "text\n",
        "src/pages/unmarked.md": "---\nheader: false\n---\n# Unmarked\n",
        "src/pages/slice.md": "# Slice\n",
        "observablehq.config.ts": fixtureConfigWithoutTitle(),
      });
      await buildSite({root, out: join(root, "dist"), complete});
      const problems = (await checkSite(join(root, "dist"))).map(({where, what}) => `${where}: ${what}`);
      expect(problems).toEqual([
        'pages/dead.html: "./gone" leads nowhere',
        "pages/foreign.html: loads https://other.invalid/x.png from another host; a site uses only its own files",
        expect.stringMatching(/^pages\/syntax\.html: holds an error: SyntaxError: Unexpected token/),
        "pages/unmarked.html: does not say SIMULATED though the data are; its front matter must not replace the header",
        "pages/untitled.html: has no title; begin it with # Title",
      ]);
    },
    SLOW,
  );

  it(
    "stops the build where a loader fails or a package is not installed, and keeps the old site",
    async () => {
      const loader = project({"src/findings.json.ts": 'throw new RangeError("the run has no verdict.json");\n'});
      await expect(buildSite({root: loader, out: join(loader, "dist"), complete})).rejects.toThrow(
        /the loader of \/findings\.json failed:\n {2}RangeError: the run has no verdict\.json$/,
      );
      expect(readdirSync(loader).filter((name) => name.includes("dist"))).toEqual([]);
      const missing = project({"src/index.md": '# Home\n\n```js\nimport * as x from "npm:echarts";\n```\n'});
      await expect(buildSite({root: missing, out: join(missing, "dist"), complete})).rejects.toThrow(
        /"echarts" is not among the installed packages that pages can use\. Install it/,
      );
    },
    SLOW,
  );
});

/** Pages without a heading then have no title at all. */
function fixtureConfigWithoutTitle(): string {
  const {root, dispose} = fixture();
  const text = readFileSync(join(root, "observablehq.config.ts"), "utf8");
  dispose();
  return text.replace("...base,", "...base, title: undefined,");
}
