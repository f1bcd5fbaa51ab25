import {readdirSync, readFileSync} from "node:fs";
import {join} from "node:path";
import {chromium} from "playwright-core";
import type {ModelReports} from "../../src/lib/evaluate/index.ts";
import {serveSite} from "../../src/lib/publish/index.ts";

/** One prediction as the site publishes it, and as the page says it when it has asked the model in the browser. */
export interface Asked {
  readonly signal: string;
  readonly place: string;
  readonly published: number;
  readonly said: number;
}

export interface WhatIfReading {
  /** Every explained row of every model that is published whole. */
  readonly asked: readonly Asked[];
  /** Models whose answer changed when their most telling slider was moved. */
  readonly moved: readonly string[];
  /** Requests of the page for models before a reader came to the controls. */
  readonly early: readonly string[];
  readonly errors: readonly string[];
}

/** The published report, from the built site. */
export function publishedReport(site: string): ModelReports {
  const folder = join(site, "_file/data/run");
  const file = readdirSync(folder).find((name) => name.startsWith("model-reports."))!;
  return JSON.parse(readFileSync(join(folder, file), "utf8")) as ModelReports;
}

/** Opens the page Models in a browser and asks each published model about each row, as a reader would. */
export async function readWhatIf(site: string, executablePath: string): Promise<WhatIfReading> {
  const report = publishedReport(site);
  const whole = new Set(report.published.filter((p) => p.published).map((p) => p.signal));
  const server = await serveSite(site, {port: 0});
  const args = ["--no-sandbox", "--disable-gpu", "--disable-background-networking"];
  const browser = await chromium.launch({executablePath, args});
  try {
    const page = await browser.newPage();
    const [asked, moved, early, errors]: [Asked[], string[], string[], string[]] = [[], [], [], []];
    page.on("pageerror", (error) => errors.push(error.message));
    page.on("console", (message) => message.type() === "error" && errors.push(message.text()));
    const requests: string[] = [];
    page.on("request", (request) => requests.push(request.url()));
    await page.goto(new URL("/pages/models", server.url).href, {waitUntil: "networkidle"});
    await page.waitForFunction(() => document.querySelector("observablehq-loading") === null);
    early.push(
      ...requests.filter((url) =>
        /\/scoring\.|\/lib\/models\/(?:ridge|elastic-net|huber|forest|boosting|catboost|logistic)\./.test(url),
      ),
    );
    const pick = (label: string) => page.locator(".pb-choice", {hasText: label}).locator("select");
    const result = page.locator("output.pb-what-if-result");
    for (const [k, s] of report.signals.entries()) {
      if (!whole.has(s.signal)) continue;
      await pick("The model to look into").selectOption({value: String(k)});
      for (const [r, row] of s.rows.entries()) {
        await pick("Prediction").selectOption({value: String(r)});
        await page.locator("#what-if-it-had-been-otherwise").scrollIntoViewIfNeeded();
        const here = page.locator(`output.pb-what-if-result[data-published="${row.prediction}"]`);
        await here.waitFor({timeout: 30_000});
        const said = Number(await here.getAttribute("data-prediction"));
        asked.push({signal: s.signal, place: row.place, published: row.prediction, said});
      }
      const before = await result.getAttribute("data-prediction");
      for (const slider of await page.locator(".pb-what-if input[type=range]:visible:enabled").all()) {
        await slider.focus();
        await page.keyboard.press((await slider.evaluate((e: HTMLInputElement) => e.value === e.max)) ? "Home" : "End");
        if ((await result.getAttribute("data-prediction")) === before) continue;
        moved.push(s.signal);
        break;
      }
    }
    return {asked, moved, early, errors};
  } finally {
    await browser.close();
    await server.close();
  }
}
