import {readdirSync, readFileSync} from "node:fs";
import {join} from "node:path";
import {chromium} from "playwright-core";
import {serveSite} from "../../src/lib/publish/index.ts";
import type {SensitivityReport} from "../../src/lib/robustness/index.ts";

/** Estimate and interval, as published or as the page says them. */
export type Said = readonly [estimate: number, lower: number, upper: number];

export interface HiddenCauseReading {
  /** As published without a hidden cause, and at each benchmark in its order; and what the page says there. */
  readonly asked: readonly {readonly published: Said; readonly said: Said}[];
  /** What the page says after keys have moved each slider. */
  readonly moved: readonly Said[];
  readonly errors: readonly string[];
}

/** The published report, from the built site. */
export function publishedSensitivity(site: string): SensitivityReport {
  const folder = join(site, "_file/data/run");
  const file = readdirSync(folder).find((name) => name.startsWith("sensitivity."))!;
  return JSON.parse(readFileSync(join(folder, file), "utf8")) as SensitivityReport;
}

/** Opens the page Sensitivity in a browser, puts the hidden cause at every benchmark, and moves the sliders by keys. */
export async function readHiddenCause(site: string, executablePath: string): Promise<HiddenCauseReading> {
  const report = publishedSensitivity(site);
  if (report.status !== "computed") throw new Error(report.reason);
  const published = JSON.parse(readFileSync(join(site, "findings.json"), "utf8")).findings.find(
    (f: {id: string}) => f.id === "causal.effect",
  ) as {value: number; interval: [number, number]};
  const server = await serveSite(site, {port: 0});
  const args = ["--no-sandbox", "--disable-gpu", "--disable-background-networking"];
  const browser = await chromium.launch({executablePath, args});
  try {
    const page = await browser.newPage();
    const errors: string[] = [];
    page.on("pageerror", (error) => errors.push(error.message));
    page.on("console", (message) => message.type() === "error" && errors.push(message.text()));
    await page.goto(new URL("/pages/sensitivity", server.url).href, {waitUntil: "networkidle"});
    const panel = page.locator(".pb-hidden-cause");
    const result = panel.locator("output.pb-what-if-result");
    const said = async (): Promise<Said> => {
      const at = async (name: string) => Number(await result.getAttribute(`data-${name}`));
      return [await at("estimate"), await at("lower"), await at("upper")];
    };
    await result.waitFor();
    const asked = [{published: [published.value, ...published.interval] as Said, said: await said()}];
    for (const [k, b] of report.benchmarks.entries()) {
      await panel.locator("select").selectOption(String(k));
      asked.push({published: [b.estimate, ...b.interval], said: await said()});
    }
    const moved: Said[] = [];
    for (const slider of await panel.locator("input[type=range]").all()) {
      await slider.focus();
      for (let press = 0; press < 5; press++) await page.keyboard.press("ArrowLeft");
      moved.push(await said());
    }
    return {asked, moved, errors};
  } finally {
    await browser.close();
    await server.close();
  }
}
