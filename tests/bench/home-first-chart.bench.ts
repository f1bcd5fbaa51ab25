import type {Browser} from "playwright-core";
import {atMost, type Bench, notMeasured, quantile} from "./bench.ts";
import {noBrowser, withSite} from "./browser.ts";
import {demoSite} from "./report.ts";

const TIME = "home page, navigation to first chart painted: seconds, median of 5";
const SIZE = "home page, all that is transferred (compressed): MB";

/** The home page on localhost, each visit with an empty cache. */
export const bench: Bench = {
  name: "home-first-chart",
  async run() {
    if (noBrowser !== null)
      return [
        notMeasured("home-first-chart", TIME, "<= 1", noBrowser),
        notMeasured("home-first-chart/transfer", SIZE, "<= 1", noBrowser),
      ];
    const site = await demoSite();
    const visits = await withSite(site, async (browser, url) => {
      const found: Awaited<ReturnType<typeof visit>>[] = [];
      for (let k = 0; k < 5; k++) found.push(await visit(browser, url));
      return found;
    });
    const seconds = visits.map((v) => v.milliseconds / 1000);
    const megabytes = Math.max(...visits.map((v) => v.bytes)) / 1e6;
    return [
      atMost(
        "home-first-chart",
        TIME,
        quantile(seconds, 0.5),
        1,
        `all: ${seconds.map((s) => s.toFixed(2)).join(", ")}`,
      ),
      atMost("home-first-chart/transfer", SIZE, megabytes, 1),
    ];
  },
};

/** Notes when a chart with marks has been handed over for painting, in milliseconds from the start of navigation. */
const WATCH = `new MutationObserver((_, observer) => {
  if (document.querySelector(".pb-chart svg :is(path, rect, line, circle), .pb-chart canvas") === null) return;
  observer.disconnect();
  requestAnimationFrame(() => setTimeout(() => { window.firstChart = performance.now(); }));
}).observe(document, {childList: true, subtree: true});`;

async function visit(browser: Browser, url: string): Promise<{milliseconds: number; bytes: number}> {
  const context = await browser.newContext({viewport: {width: 1440, height: 900}});
  try {
    const page = await context.newPage();
    const devtools = await context.newCDPSession(page);
    await devtools.send("Network.enable");
    let bytes = 0;
    devtools.on("Network.loadingFinished", ({encodedDataLength}) => {
      bytes += encodedDataLength;
    });
    await page.addInitScript({content: WATCH});
    await page.goto(url);
    const watched = await page.waitForFunction("window.firstChart", undefined, {timeout: 30_000});
    await page.waitForLoadState("networkidle"); // whatever comes later without a click counts, too
    await page.waitForTimeout(1000);
    return {milliseconds: (await watched.jsonValue()) as number, bytes};
  } finally {
    await context.close();
  }
}
