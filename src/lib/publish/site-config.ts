import {accountSlug, slugs} from "../study/index.ts";
import {escapeHtml} from "./escape.ts";
import {loaderCommand} from "./run-loaders.ts";

/** What the site needs to know of the current run. */
export interface SiteFacts {
  /** Accounts in the order of the desk. */
  readonly accounts: readonly string[];
  /** null before the first run. */
  readonly origin: {readonly simulated: boolean; readonly description: string} | null;
}

/** Attribute that marks the notice; the check looks for it on every page. */
export const SIMULATED_ATTRIBUTE = "data-simulated";

const ICON = `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 32 32"><rect width="32" height="32" rx="6" fill="#1f5f8b"/><path d="M8 21l6-7 4 4 6-9" fill="none" stroke="#fff" stroke-width="3"/></svg>`;

/**
 * Framework's configuration. One page a trader, from one list. Where the data are simulated the notice comes from the
 * data's own origin and stands in the header and in the sidebar of every page.
 */
export function siteConfig({accounts, origin}: SiteFacts): Record<string, unknown> {
  const simulated = origin?.simulated === true;
  return {
    root: "src",
    output: process.env.PROOFBOOK_OUTPUT ?? "dist",
    title: simulated ? "Proofbook, simulated data" : "Proofbook",
    home: simulated ? `Verdict <small ${SIMULATED_ATTRIBUTE}>(simulated)</small>` : "Verdict",
    pages: [
      {name: "Data", path: "/pages/data"},
      {name: "Features", path: "/pages/features"},
      {name: "Walk-forward", path: "/pages/walk-forward"},
      {name: "Skill", path: "/pages/skill"},
      {name: "Why is R² low?", path: "/pages/why-r2"},
      {name: "Models", path: "/pages/models"},
      {name: "Leak audit", path: "/pages/cheating"},
      {name: "Impact", path: "/pages/impact"},
      {name: "Real limits", path: "/pages/effects"},
      {name: "Robustness", path: "/pages/robustness"},
      {name: "Sensitivity", path: "/pages/sensitivity"},
      {name: "Method check", path: "/pages/method-check"},
      {name: "Wrong verdicts", path: "/pages/calibration"},
      {name: "Autopsy", path: "/pages/autopsy"},
      {
        name: "Traders",
        collapsible: true,
        open: false,
        pages: [
          {name: "All traders", path: "/pages/traders/"},
          // Framework escapes these names itself.
          ...accounts.map((account) => ({name: account, path: traderPath(account)})),
        ],
      },
      {name: "Slice", path: "/pages/slice"},
      {name: "Reproduce", path: "/pages/reproduce"},
    ],
    dynamicPaths: ["/findings.json", ...slugs(accounts).map((slug) => `/pages/traders/${slug}`)],
    interpreters: {".ts": [...loaderCommand]},
    style: "style.css",
    globalStylesheets: [],
    duckdb: {extensions: {json: null, parquet: null}},
    search: false,
    pager: true,
    toc: true,
    typographer: false,
    head: `<link rel="icon" href="data:image/svg+xml;base64,${Buffer.from(ICON).toString("base64")}">\n<meta name="color-scheme" content="light dark">`,
    header: simulated ? simulatedNotice(origin.description) : "",
    footer:
      'Every number here is a finding with a source: see <a href="/pages/reproduce">Reproduce</a>, <a href="/findings.json" download>findings.json</a>.',
  };
}

/** The page of an account. */
export function traderPath(account: string): string {
  return `/pages/traders/${accountSlug(account)}`;
}

function simulatedNotice(description: string): string {
  return `<div class="simulated-notice" role="note" ${SIMULATED_ATTRIBUTE}><strong>SIMULATED DATA</strong> ${escapeHtml(description)}. No real trader, no real money: nothing here is evidence about a real desk.</div>`;
}
