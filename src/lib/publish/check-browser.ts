import {readFile} from "node:fs/promises";
import {createRequire} from "node:module";
import type {BrowserContext, Page} from "playwright-core";
import {findResultLike} from "../verdict/index.ts";
import {BuildError} from "./errors.ts";
import {listFiles} from "./files.ts";
import {findBrowser, INSTALL_BROWSER} from "./find-browser.ts";
import {findOverflow, type PageReading, readPage} from "./page-probe.ts";
import type {Problem} from "./problem.ts";
import {serveSite} from "./serve.ts";

export interface BrowserCheckOptions {
  /** Path of a Chromium. Default: `findBrowser()`. */
  readonly browser?: string;
  /** Pages open at a time; default 3. */
  readonly parallel?: number;
  /** Longest wait for a page's cells, ms; default 30 000. */
  readonly patience?: number;
  /** Only these pages ("pages/data.html"). Default: all. */
  readonly pages?: readonly string[];
  readonly onPage?: (page: string, done: number, total: number) => void;
}

const ARGUMENTS = [
  "--no-sandbox",
  "--disable-gpu",
  "--disable-quic",
  "--no-first-run",
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-sync",
];
const WIDE = {width: 1280, height: 900};
/** Longest wait for a page itself, ms: a busy machine is no defect of a page. */
const LOADING = 60_000;
/** Text that no value should turn into. */
const BROKEN_VALUE = /(?<![\w.])(?:NaN|undefined|Infinity|Invalid Date)(?![\w.])|\[object \w+\]|^null$/;

/**
 * Opens every page of a built site in Chromium, once, and reports: console errors, uncaught errors, failed requests and
 * requests to other hosts, dead links, errors shown in cells, cells that never resolve, NaN and the like, numbers that no
 * finding vouches for, sideways scrolling at 390 px, and what axe-core finds serious (WCAG 2 A and AA) in light and dark.
 * @throws BuildError if there is no browser.
 */
export async function checkInBrowser(site: string, options: BrowserCheckOptions = {}): Promise<Problem[]> {
  const {browser: path = findBrowser(), parallel = 3, patience = 30_000, onPage = () => {}} = options;
  if (path === null) throw new BuildError(`there is no browser to check the pages in: ${INSTALL_BROWSER}`);
  const all = (await listFiles(site)).filter((name) => name.endsWith(".html"));
  const pages = options.pages ?? all;
  const axe = await readFile(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");
  const server = await serveSite(site, {port: 0});
  const {chromium} = await import("playwright-core"); // slow to load, and needed only here
  const browser = await chromium.launch({executablePath: path, args: ARGUMENTS}).catch((error: Error) => {
    throw new BuildError(`cannot start ${path}: ${error.message.split("\n")[0]}`);
  });
  try {
    const readings = new Map<string, PageReading>();
    const problems: Problem[][] = pages.map(() => []);
    let next = 0;
    let done = 0;
    await Promise.all(
      Array.from({length: Math.min(parallel, pages.length)}, async () => {
        // One cache for all the pages of a worker, as a reader has it: scripts and modules are compiled once.
        const context = await browser.newContext({viewport: WIDE, reducedMotion: "reduce"});
        for (let k = next++; k < pages.length; k = next++) {
          const visit = {context, axe, patience, origin: new URL(server.url).origin, path: pages[k]};
          const {found, reading} = await visitPage(visit);
          problems[k] = found;
          if (reading !== null) readings.set(pages[k], reading);
          onPage(pages[k], ++done, pages.length);
        }
      }),
    );
    return [...problems.flat(), ...deadLinks(readings, new Set(await listFiles(site)))];
  } finally {
    await browser.close();
    await server.close();
  }
}

interface Visit {
  readonly context: BrowserContext;
  readonly axe: string;
  readonly patience: number;
  readonly origin: string;
  readonly path: string;
}

async function visitPage({
  context,
  axe,
  patience,
  origin,
  path,
}: Visit): Promise<{found: Problem[]; reading: PageReading | null}> {
  const found: Problem[] = [];
  const report = (what: string) => found.push({where: path, what});
  const page = await context.newPage();
  try {
    watch(page, origin, report);
    const address = `${origin}/${path
      .replace(/(?:^|(?<=\/))index\.html$|\.html$/, "")
      .split("/")
      .map(encodeURIComponent)
      .join("/")}`;
    await page.goto(address, {waitUntil: "load", timeout: LOADING});
    await settle(page, patience);
    await page.waitForLoadState("networkidle", {timeout: patience}).catch(() => {});
    const reading = await inPage(page, readPage);
    reportReading(reading, report);
    await page.evaluate(axe);
    await reportViolations(page, "light", report);
    await page.emulateMedia({colorScheme: "dark"});
    await settle(page, patience);
    await reportViolations(page, "dark", report);
    await page.setViewportSize({width: 390, height: 844});
    let wide = await inPage(page, findOverflow);
    // Charts follow the width a moment later; what is still too wide then stays so.
    for (let k = 0; k < 10 && wide.length > 0; k++) {
      await page.waitForTimeout(200);
      wide = await inPage(page, findOverflow);
    }
    if (wide.length > 0) report(`scrolls sideways at 390 px: ${wide.join(", ")} is too wide`);
    return {found, reading};
  } catch (error) {
    report(`cannot be checked: ${(error as Error).message.split("\n")[0]}`);
    return {found, reading: null};
  } finally {
    await page.close();
  }
}

/** tsx compiles functions to call a helper that keeps their names; a page has none. */
function inPage<T>(page: Page, read: () => T): Promise<T> {
  return page.evaluate(`(() => { const __name = (f) => f; return (${read})(); })()`);
}

function watch(page: Page, origin: string, report: (what: string) => void): void {
  page.on("console", (message) => {
    if (message.type() === "error") report(`console error: ${message.text()}`);
  });
  page.on("pageerror", (error) => report(`uncaught error: ${error.message}`));
  page.on("requestfailed", (request) => {
    const why = request.failure()?.errorText ?? "";
    if (why !== "net::ERR_ABORTED") report(`request failed: ${request.url()} (${why})`);
  });
  page.on("response", (response) => {
    if (response.status() >= 400) report(`request failed: ${response.url()} (${response.status()})`);
  });
  page.on("request", (request) => {
    const url = new URL(request.url());
    if (/^(?:https?|wss?):$/.test(url.protocol) && url.origin !== origin) report(`asks another host: ${request.url()}`);
  });
}

/** Waits until no cell is pending and two frames have been drawn. */
async function settle(page: Page, patience: number): Promise<void> {
  await page
    .waitForFunction(() => document.querySelector("observablehq-loading") === null, null, {timeout: patience})
    .catch(() => {});
  await page.evaluate(() => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done))));
}

function reportReading(reading: PageReading, report: (what: string) => void): void {
  if (reading.title.trim() === "") report("has no title");
  for (const error of reading.errors) report(`a cell shows an error: ${error}`);
  if (reading.pending > 0) report(`${reading.pending} cell${reading.pending === 1 ? " has" : "s have"} not resolved`);
  for (const line of reading.text) {
    const broken = BROKEN_VALUE.exec(line);
    if (broken) report(`shows ${broken[0]}: "${around(line, broken.index)}"`);
  }
  for (const line of reading.prose)
    for (const hit of findResultLike(line))
      report(
        `shows ${hit.text} (${hit.kind}) outside a finding: "${around(line, hit.index)}"; show it with the finding component, or mark what it comes from with data-artifact`,
      );
}

const around = (line: string, index: number) => line.slice(Math.max(0, index - 30), index + 40);

interface Violation {
  readonly id: string;
  readonly impact?: string | null;
  readonly help: string;
  readonly nodes: readonly {readonly target: readonly unknown[]; readonly failureSummary?: string}[];
}

async function reportViolations(page: Page, scheme: "light" | "dark", report: (what: string) => void): Promise<void> {
  // The document's structure does not depend on the colour scheme.
  const only =
    scheme === "light" ? {type: "tag", values: ["wcag2a", "wcag2aa"]} : {type: "rule", values: ["color-contrast"]};
  const violations: Violation[] = await page.evaluate(
    `axe.run({runOnly: ${JSON.stringify(only)}, resultTypes: ["violations"]}).then(({violations}) => violations)`,
  );
  for (const {id, impact, help, nodes} of violations) {
    if (impact !== "serious" && impact !== "critical") continue;
    const [first] = nodes;
    const detail = first.failureSummary?.split("\n")[1]?.trim() ?? "";
    report(
      `axe (${scheme}): ${id}: ${help}: ${first.target.join(" ")}${nodes.length > 1 ? ` and ${nodes.length - 1} more` : ""}. ${detail}`,
    );
  }
}

/** Links that scripts made are seen here, too; the static check has seen only those in the HTML. */
function deadLinks(readings: ReadonlyMap<string, PageReading>, files: ReadonlySet<string>): Problem[] {
  const problems: Problem[] = [];
  for (const [where, {links}] of readings)
    for (const link of new Set(links)) {
      const url = new URL(link);
      const path = decodeURIComponent(url.pathname).slice(1);
      const target = [path, `${path}.html`, `${path}${path === "" || path.endsWith("/") ? "" : "/"}index.html`].find(
        (p) => files.has(p),
      );
      const id = decodeURIComponent(url.hash.slice(1));
      if (target === undefined) problems.push({where, what: `dead link: ${url.pathname}`});
      else if (id !== "" && readings.has(target) && !readings.get(target)!.ids.includes(id))
        problems.push({where, what: `dead link: ${url.pathname}${url.hash}: there is no such element`});
    }
  return problems;
}
