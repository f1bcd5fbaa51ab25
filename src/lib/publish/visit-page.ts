import type {BrowserContext, Page} from "playwright-core";
import {findResultLike} from "../verdict/index.ts";
import {findOverflow, type PageReading, readPage} from "./page-probe.ts";
import type {Problem} from "./problem.ts";

/** Longest wait for a page itself, ms: a busy machine is no defect of a page. */
const LOADING = 60_000;

/** Text that no value should turn into. */
const BROKEN_VALUE = /(?<![\w.])(?:NaN|undefined|Infinity|Invalid Date)(?![\w.])|\[object \w+\]|^null$/;

interface Visit {
  readonly context: BrowserContext;
  readonly axe: string;
  readonly patience: number;
  readonly origin: string;
  readonly path: string;
}

/** Opens one page, and lists what is wrong with it; reading null: it could not be read. */
export async function visitPage({
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
