import {spawn} from "node:child_process";
import {existsSync, mkdtempSync, rmSync} from "node:fs";
import {tmpdir} from "node:os";
import {join} from "node:path";
import {fileURLToPath} from "node:url";
import {afterAll, beforeAll, describe, expect, it} from "vitest";
import {
  checkInBrowser,
  checkLiterals,
  checkSite,
  findBrowser,
  formatProblems,
  INSTALL_BROWSER,
} from "../../src/lib/publish/index.ts";
import {readHiddenCause} from "./hidden-cause.ts";
import {publishedReport, readWhatIf} from "./what-if.ts";

const root = fileURLToPath(new URL("../../", import.meta.url));
const browser = findBrowser();
if (browser === null) console.warn(`SKIPPED: every page in a browser. Install one: ${INSTALL_BROWSER}`);

/** The demo's site: the one that PROOFBOOK_DIST names, else made here by the report command. */
describe("the demo site", () => {
  let folder: string | null = null;
  let site: string;
  beforeAll(async () => {
    const given = process.env.PROOFBOOK_DIST;
    if (given) {
      if (!existsSync(join(given, "manifest.json")))
        throw new Error(`PROOFBOOK_DIST is ${given}, where there is no site`);
      site = given;
      return;
    }
    folder = mkdtempSync(join(tmpdir(), "proofbook-demo-"));
    site = join(folder, "site");
    const {code, log} = await report(["--out", site, "--store", join(folder, "store")]);
    if (code !== 0) throw new Error(`the report command failed with exit code ${code}:\n${log}`);
  }, 600_000);
  afterAll(() => {
    if (folder !== null) rmSync(folder, {recursive: true, force: true});
  });

  it("has pages that state no result of their own", async () => {
    expect(formatProblems(await checkLiterals(root))).toBe("");
  });

  it("is whole: links, hosts, titles, the SIMULATED mark, findings, manifest", async () => {
    expect(formatProblems(await checkSite(site))).toBe("");
  });

  it.skipIf(browser === null)(
    "works in a browser, every page of it, in light and dark, wide and narrow",
    async () => {
      expect(formatProblems(await checkInBrowser(site, {browser: browser!}))).toBe("");
    },
    600_000,
  );

  it.skipIf(browser === null)(
    "asks its models again in the browser, and hears what is published, bit for bit",
    async () => {
      const {signals, published} = publishedReport(site);
      const rows = signals.filter((s) => published.some((p) => p.signal === s.signal && p.published));
      expect(rows.length).toBeGreaterThan(0);
      const {asked, moved, early, errors} = await readWhatIf(site, browser!);
      expect(errors).toEqual([]);
      expect(early).toEqual([]); // no reader has come to the controls yet
      expect(asked.length).toBe(rows.reduce((sum, s) => sum + s.rows.length, 0));
      expect(asked.filter(({published: before, said}) => said !== before)).toEqual([]);
      expect(moved.length).toBeGreaterThan(0);
    },
    300_000,
  );

  it.skipIf(browser === null)(
    "moves a hidden cause in the browser: at rest and at each benchmark it says what is published, bit for bit",
    async () => {
      const {asked, moved, errors} = await readHiddenCause(site, browser!);
      expect(errors).toEqual([]);
      expect(asked.length).toBeGreaterThan(5);
      for (const {published, said} of asked) expect(said).toEqual(published);
      expect(new Set(moved.map(String)).size).toBe(3);
    },
    120_000,
  );
});

function report(args: readonly string[]): Promise<{code: number | null; log: string}> {
  const child = spawn(process.execPath, ["--import", "tsx", "src/lib/commands/report.ts", ...args], {
    cwd: root,
    stdio: ["ignore", "pipe", "pipe"],
  });
  let log = "";
  for (const stream of [child.stdout, child.stderr])
    stream.setEncoding("utf8").on("data", (text: string) => {
      log += text;
    });
  return new Promise((done, fail) => child.on("error", fail).on("close", (code) => done({code, log})));
}
