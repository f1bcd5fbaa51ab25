import {readFile} from "node:fs/promises";
import {createRequire} from "node:module";
import {BuildError} from "./errors.ts";
import {listFiles} from "./files.ts";
import {findBrowser, INSTALL_BROWSER} from "./find-browser.ts";
import type {PageReading} from "./page-probe.ts";
import type {Problem} from "./problem.ts";
import {serveSite} from "./serve.ts";
import {visitPage} from "./visit-page.ts";

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
