import {cpSync, mkdtempSync, readdirSync, rmSync, writeFileSync} from "node:fs";
import {tmpdir} from "node:os";
import {join} from "node:path";
import type {Browser, Page} from "playwright-core";
import type {SliceDrawn} from "../../src/lib/view/slice/index.ts";
import {atMost, type Bench, notMeasured, quantile} from "./bench.ts";
import {noBrowser, withSite} from "./browser.ts";
import {demoSite} from "./report.ts";
import {largeSlice} from "./slice-table.ts";

const WHAT = "1 million rows, input to painted, 95th percentile: ms";

/** The Slice page of the built site over a table of 1 million rows, filtered as a reader would, in a real browser. */
export const bench: Bench = {
  name: "slice-1m",
  async run() {
    if (noBrowser !== null) return [notMeasured("slice-1m", WHAT, "<= 100", noBrowser)];
    const site = await demoSite();
    const copy = mkdtempSync(join(tmpdir(), "proofbook-slice-"));
    try {
      cpSync(site, copy, {recursive: true});
      const data = join(copy, "_file", "data");
      const file = readdirSync(data).find((name) => /^slice\.\w+\.arrow$/.test(name));
      if (file === undefined) throw new Error("the site publishes no slice.arrow");
      writeFileSync(join(data, file), largeSlice(["ridge", "forest"], 200, 2500));
      const drawn = await withSite(copy, sliceAround);
      const times = drawn.map((each) => each.milliseconds);
      const [p50, p95] = [quantile(times, 0.5), quantile(times, 0.95)];
      if (process.env.PROOFBOOK_BENCH_VERBOSE)
        for (const d of drawn) console.error(d.milliseconds.toFixed(0), d.rows, d.search);
      const note = `${times.length} redraws; median ${p50.toFixed(0)}, largest ${Math.max(...times).toFixed(0)}`;
      return [atMost("slice-1m", WHAT, p95, 100, note)];
    } finally {
      rmSync(copy, {recursive: true, force: true});
    }
  },
};

async function sliceAround(browser: Browser, url: string): Promise<SliceDrawn[]> {
  const page = await browser.newPage({viewport: {width: 1440, height: 900}});
  let report: (detail: SliceDrawn) => void = () => {};
  const nextDrawn = () => new Promise<SliceDrawn>((done) => (report = done));
  await page.exposeBinding("sliceDrawn", (_, detail: SliceDrawn) => report(detail));
  await page.addInitScript({
    content: `document.addEventListener("slice-drawn", ({detail}) => window.sliceDrawn(detail));`,
  });
  const first = nextDrawn();
  await page.goto(`${url}pages/slice`);
  await first;
  const drawn: SliceDrawn[] = [];
  for (const change of changes(page)) {
    await page.waitForTimeout(100); // a reader's pause; what the last redraw left behind is done in it
    const next = nextDrawn();
    await change();
    drawn.push(await next);
  }
  return drawn;
}

/** What a reader does with each filter, alone and on top of others: 68 changes. */
function* changes(page: Page): Generator<() => Promise<unknown>> {
  const set = (name: string, value: string) => () => page.evaluate(change({name, k: 0, value}));
  const tick = (name: string, k: number) => () => page.evaluate(change({name, k, value: null}));
  for (const model of ["forest", "ridge"]) {
    yield set("model", model);
    for (const k of [0, 1, 2]) yield tick("weekday", k);
    for (const value of ["-2", "-1.5", "-1", "-0.5"]) yield set("min", value);
    for (const value of ["2", "1.5", "1"]) yield set("max", value);
    for (const k of [0, 1, 2]) yield tick("weekday", k);
    for (const rows of ["yes", "no", "all"]) yield set("changed", rows);
    yield set("min", "");
    yield set("max", "");
    for (const date of ["2007-01-01", "2009-06-01", "2012-01-02"]) yield set("from", date);
    for (const date of ["2014-12-31", "2013-03-01"]) yield set("to", date);
    yield set("from", "");
    yield set("to", "");
    for (const k of [0, 20, 60, 199]) yield tick("trader", k);
    for (const k of [0, 20, 60, 199]) yield tick("trader", k);
  }
}

/**
 * Changes a field in the page and sends the events that a browser sends: a test driver's own clicks look for the element,
 * wait and check while the page is redrawn, which would be measured, too. `value` null: tick or untick the k-th box.
 */
const change = (which: {name: string; k: number; value: string | null}) => `{
  const {name, k, value} = ${JSON.stringify(which)};
  const field = document.querySelectorAll(".pb-slice-form [name=" + name + "]")[k];
  if (value === null) field.checked = !field.checked;
  else field.value = value;
  for (const type of ["input", "change"]) field.dispatchEvent(new Event(type, {bubbles: true}));
}`;
