import {type Browser, chromium} from "playwright-core";
import {findBrowser, INSTALL_BROWSER, serveSite} from "../../src/lib/publish/index.ts";

const ARGS = [
  "--no-sandbox",
  "--disable-gpu",
  "--disable-quic",
  "--no-first-run",
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-sync",
];

/** What is missing here, or null where there is a browser. */
export const noBrowser = findBrowser() === null ? `no Chromium here: ${INSTALL_BROWSER}` : null;

/** Serves a site and opens a browser for as long as `use` runs; both are stopped whatever happens. */
export async function withSite<T>(site: string, use: (browser: Browser, url: string) => Promise<T>): Promise<T> {
  const server = await serveSite(site, {port: 0});
  try {
    const browser = await chromium.launch({executablePath: findBrowser() ?? undefined, args: ARGS});
    try {
      return await use(browser, server.url);
    } finally {
      await browser.close();
    }
  } finally {
    await server.close();
  }
}
